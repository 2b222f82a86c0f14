/// Solves for the greatest total; `nil` if scores that nobody had looked through turn out unsound. Turns the board so that the smaller side is the rows, and splits it where not everybody fits.
func solveTotal(
    _ task: Task, _ problem: MatchingProblem, watch: ((Progress) -> Bool)?
) throws(MatchingError) -> Solution? {
    let rowPlaces = task.rowRoom.reduce(0) { $0 + Int($1) }
    let columnPlaces = task.columnRoom.reduce(0) { $0 + Int($1) }
    let places = min(rowPlaces, columnPlaces)
    let goOn: (Statistics, Int) -> Bool = { statistics, filled in
        watch?(Progress(filled: filled, places: places, statistics: statistics)) ?? true
    }
    let board = Board(
        scores: task.scores, rowRoom: task.rowRoom, columnRoom: task.columnRoom, floor: task.floor,
        grid: task.grid, magnitude: task.magnitude, isSurveyed: task.isSurveyed,
        warmStart: problem.warmStart?.fitting(task.grid), threadCount: problem.threadCount)
    if task.floor > -.infinity {
        let filling = fill(board, watch: goOn)
        return filling.ending == .unsound ? nil : assemble(filling, cover: nil, task, problem)
    }
    let isTurned = columnPlaces < rowPlaces
    let turned = isTurned ? board.transposed() : board
    let first = fill(turned, watch: goOn)
    if first.ending == .unsound { return nil }
    if first.ending != .blocked {
        let cover = Cover(
            rows: [Bool](repeating: !isTurned, count: task.rowRoom.count),
            columns: [Bool](repeating: isTurned, count: task.columnRoom.count))
        return assemble(isTurned ? first.transposed() : first, cover: cover, task, problem)
    }
    var split = Split(turned, start: first.pairs)
    split.fillAsManyAsPossible()
    if problem.unmatched == .notAllowed { throw split.clash(isTurned: isTurned) }
    let (filling, turnedCover) = split.solve(watch: goOn)
    let cover = isTurned ? Cover(rows: turnedCover.columns, columns: turnedCover.rows) : turnedCover
    return assemble(isTurned ? filling.transposed() : filling, cover: cover, task, problem)
}

extension WarmStart {
    /// `nil` if a price is greater than any that these scores can lead to: differences from it would not be exact.
    fileprivate func fitting(_ grid: Grid) -> WarmStart? {
        let limit = grid.priceLimit
        return (columnPrices + rowPrices).allSatisfy { $0.magnitude <= limit } ? self : nil
    }
}

extension Task {
    /// What an empty place is worth; `-infinity` if as few as possible may be empty.
    fileprivate var floor: Double {
        if case .allowed(let threshold) = unmatched { grid.round(threshold) } else { -.infinity }
    }
}

/// Puts pins and prices of closed rows and columns back, and adds up.
private func assemble(
    _ filling: Filling, cover: Cover?, _ task: Task, _ problem: MatchingProblem
) -> Solution {
    var filling = filling
    var cover = cover
    filling.priceClosedPlaces(
        scores: task.scores, rowRoom: task.rowRoom, columnRoom: task.columnRoom, grid: task.grid)
    for row in task.rowRoom.indices where task.rowRoom[row] == 0 { cover?.rows[row] = true }
    for column in task.columnRoom.indices where task.columnRoom[column] == 0 { cover?.columns[column] = true }
    let pairs = (filling.pairs + problem.pins).sorted()
    let present = problem.presentPairBonus > 0 ? Set(problem.presentPairs) : []
    var total = ExactSum()
    var bonuses = 0.0
    for pair in pairs {
        total.add(problem.scores.score(of: pair))
        if present.contains(pair) { bonuses += problem.presentPairBonus }
    }
    var solution = Solution(
        pairs: pairs, total: total.value, utility: total.value + bonuses, rowPrices: filling.rowPrices,
        columnPrices: filling.columnPrices, cover: cover, worstAllowed: nil, gap: filling.gap,
        isComplete: filling.ending == .finished, statistics: filling.statistics, rowCount: task.rowRoom.count,
        columnCount: task.columnRoom.count)
    solution.liftToZero(task)
    if !solution.isComplete { solution.proveGap(task, problem) }
    if !task.grid.isWhole { solution.gap += solution.roundingBound(task) }
    return solution
}

/// Adds doubles and keeps what rounding would lose (Neumaier 1974).
struct ExactSum {
    private var sum = 0.0
    private var lost = 0.0

    /// The sum so far, rounded once.
    var value: Double { sum + lost }

    /// Adds a finite number.
    mutating func add(_ number: Double) {
        let next = sum + number
        lost += sum.magnitude >= number.magnitude ? (sum - next) + number : (number - next) + sum
        sum = next
    }
}

extension Solution {
    /// Full sides may shift their prices against each other; the convention is that the lowest price on the uncovered side is 0.
    /// Closed rows and columns, which count as covered, go along.
    fileprivate mutating func liftToZero(_ task: Task) {
        guard let cover else { return }
        let openRows = task.rowRoom.indices.filter { task.rowRoom[$0] > 0 }
        let openColumns = task.columnRoom.indices.filter { task.columnRoom[$0] > 0 }
        var shift = 0.0
        if !openColumns.contains(where: { cover.columns[$0] }) {
            shift = max(0, -(openColumns.map { columnPrices[$0] }.min() ?? 0))
        } else if !openRows.contains(where: { cover.rows[$0] }) {
            shift = min(0, openRows.map { rowPrices[$0] }.min() ?? 0)
        }
        if shift == 0 { return }
        for column in 0..<columnCount { columnPrices[column] += shift }
        for row in 0..<rowCount { rowPrices[row] -= shift }
    }

    /// After an early end: raises every row's price to what its best column offers, which any column prices allow, and takes the
    /// dual bound's distance as the gap. - Complexity: one pass over the scores.
    fileprivate mutating func proveGap(_ task: Task, _ problem: MatchingProblem) {
        var least = -Double.infinity
        if case .allowed(let threshold) = task.unmatched { least = task.grid.round(threshold) }
        let threshold = max(least, -largestScore) == least ? least : 0
        var bound = ExactSum()
        let columnPlaces = places(task.columnRoom, problem.pins.map(\.column), atMost: rowCount)
        for column in 0..<columnCount where task.columnRoom[column] > 0 {
            columnPrices[column] = max(columnPrices[column], 0)
            bound.add(columnPlaces[column] * columnPrices[column])
        }
        let rowPlaces = places(task.rowRoom, problem.pins.map(\.row), atMost: columnCount)
        for row in 0..<rowCount {
            var best = least
            task.scores.forEachCandidate(ofRow: row) {
                best = max(best, $1.onGrid(task.grid) - columnPrices[$0])
            }
            rowPrices[row] = best > -.infinity ? best : 0
            bound.add(rowPlaces[row] * (rowPrices[row] - threshold))
            cover?.rows[row] = true
        }
        for column in 0..<columnCount { cover?.columns[column] = task.columnRoom[column] == 0 }
        let pins = Set(problem.pins)
        for pair in pairs where !pins.contains(pair) { bound.add(threshold - task.scores.score(of: pair)) }
        gap = max(0, bound.value)
    }

    /// The free places that can be filled: nobody is paired twice with a member of the other side, nor once more with a pinned one.
    private func places(_ room: [Int32], _ pinned: [Int], atMost limit: Int) -> [Double] {
        var pins = [Int](repeating: 0, count: room.count)
        for index in pinned { pins[index] += 1 }
        return zip(room, pins).map { Double(min(Int($0), limit - $1)) }
    }

    /// How far rounding every score to the grid can have moved the optimum away: half a unit for each pair made, and half a unit for
    /// each place of a row, whose price may be too low by as much.
    fileprivate func roundingBound(_ task: Task) -> Double {
        let places = task.rowRoom.reduce(0) { $0 + min(Int($1), columnCount) }
        return Double(2 * pairs.count + places + 1) * task.grid.unit
    }
}
