/// Checks a solution against its problem without trusting the solver and without sharing code with it.
///
/// Every set of pairs x obeys, for any prices,
///
///     Σ score · x  ≤  Σ rowRoom · rowPrice + Σ columnRoom · columnPrice + Σ max(0, score - rowPrice - columnPrice)
///
/// where the last sum runs over all allowed pairs (every row's is bounded by its room times its greatest term). The right side is
/// evaluated in full and may not exceed the utility by more than ``Solution/gap``. Where the number of pairs comes first, the
/// same is done on the pairs that the cover leaves, after checking that the cover proves the number.
///
/// - Returns: nothing if the solution is what it claims to be.
/// - Complexity: one pass over the scores.
/// - Source: linear programming duality; Egerváry 1931.
public func violations(of solution: Solution, in problem: MatchingProblem) -> [Violation] {
    var inspection = Inspection(solution, problem)
    return inspection.run()
}

struct Inspection {
    let solution: Solution
    let problem: MatchingProblem
    var found: [Violation] = []
    /// Places left beside the pins, and pairs made in them.
    var rowRoom: [Int]
    var columnRoom: [Int]
    var madeByRow: [[Int]] = []
    /// Columns of present pairs that earn a bonus, and of pins, by row.
    var presentByRow: [Int: Set<Int>] = [:]
    var pinsByRow: [Int: Set<Int>] = [:]
    /// Rows in which some pairs are not plain scores.
    var needsCare: [Int: Bool] = [:]

    init(_ solution: Solution, _ problem: MatchingProblem) {
        self.solution = solution
        self.problem = problem
        // No pair is made twice, so nobody has more places than the other side has members.
        rowRoom = (problem.rowCapacities ?? [Int32](repeating: 1, count: problem.rowCount)).map {
            min(Int($0), problem.columnCount)
        }
        columnRoom = (problem.columnCapacities ?? [Int32](repeating: 1, count: problem.columnCount)).map {
            min(Int($0), problem.rowCount)
        }
        if problem.presentPairBonus > 0 {
            for pair in problem.presentPairs { presentByRow[pair.row, default: []].insert(pair.column) }
        }
        for pair in problem.pins { pinsByRow[pair.row, default: []].insert(pair.column) }
        for row in 0..<problem.rowCount {
            let isSpecial = presentByRow[row] != nil || pinsByRow[row] != nil || solution.worstAllowed != nil
            if isSpecial { needsCare[row] = true }
        }
    }

    mutating func run() -> [Violation] {
        let rows = problem.rowCount
        let columns = problem.columnCount
        if solution.rowPrices.count != rows || solution.columnPrices.count != columns { return [.wrongSize] }
        if let cover = solution.cover, cover.rows.count != rows || cover.columns.count != columns {
            return [.wrongSize]
        }
        checkPairs()
        if !found.isEmpty { return found }
        checkSums()
        checkPrices()
        if !found.isEmpty { return found }
        if solution.cover != nil { checkCover() }
        checkBound()
        checkWorst()
        return found
    }

    private mutating func checkPairs() {
        madeByRow = [[Int]](repeating: [], count: problem.rowCount)
        let pins = Set(problem.pins)
        var seenPins = 0
        var previous: Pair?
        for pair in solution.pairs {
            let isInside =
                (0..<problem.rowCount).contains(pair.row) && (0..<problem.columnCount).contains(pair.column)
            if !isInside {
                found.append(.noSuchPair(pair))
                continue
            }
            if let previous, !(previous < pair) { found.append(.repeatedPair(pair)) }
            previous = pair
            rowRoom[pair.row] -= 1
            columnRoom[pair.column] -= 1
            if pins.contains(pair) {
                seenPins += 1
            } else {
                madeByRow[pair.row].append(pair.column)
            }
            let score = problem.scores.score(of: pair)
            let isTooBad = !pins.contains(pair) && score < solution.worstAllowed ?? -.infinity
            if score == -.infinity || isTooBad { found.append(.forbiddenPair(pair)) }
        }
        if seenPins < pins.count {
            found += problem.pins.filter { !solution.pairs.contains($0) }.map { .missingPin($0) }
        }
        found += rowRoom.indices.filter { rowRoom[$0] < 0 }.map { .overCapacity(.rows, index: $0) }
        found += columnRoom.indices.filter { columnRoom[$0] < 0 }.map { .overCapacity(.columns, index: $0) }
    }

    private mutating func checkSums() {
        let present = Set(problem.presentPairs)
        var total = 0.0
        var size = 0.0
        var bonus = 0.0
        for pair in solution.pairs {
            let score = problem.scores.score(of: pair)
            total += score
            size += score.magnitude
            if present.contains(pair) { bonus += problem.presentPairBonus }
        }
        let slack = roundingSlack(size)
        if !((solution.total - total).magnitude <= slack) {
            found.append(.wrongTotal(found: solution.total, expected: total))
        }
        if !((solution.utility - total - bonus).magnitude <= roundingSlack(size + bonus)) {
            found.append(.wrongUtility(found: solution.utility, expected: total + bonus))
        }
    }

    /// What adding numbers of this total size may lose; nothing for whole numbers.
    func roundingSlack(_ size: Double) -> Double {
        if case .integer = problem.scores.elements { return 0 }
        return size * 0x1p-44
    }
}
