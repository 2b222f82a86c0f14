import Domain
import Matching
import Scoring

/// What every pair of the board is worth tonight, in points: chemistry and a little for shared customers.
struct Utilities {
    /// Row-major, `board.rows.count × board.columns.count`; -infinity forbids.
    private(set) var values: [Float]
    /// Posterior variance of the chemistry, in points², arranged as ``values``.
    private let variances: [Float]
    private let columnCount: Int

    init(_ board: Board, _ snapshot: Snapshot, _ posterior: Posterior, _ policy: Policy) {
        (values, variances) = posterior.chemistryMatrix(rows: board.rows, columns: board.columns)
        columnCount = board.columns.count
        addSharedAccounts(board, snapshot, policy)
        for dyad in board.forbidden { values[position(dyad)] = -.infinity }
    }

    /// Worth of a pair, by its positions on the board.
    subscript(dyad: Board.Dyad) -> Double { Double(values[position(dyad)]) }

    /// The same with a bonus on every pair.
    func adding(_ bonuses: [Float]) -> Utilities {
        var sum = self
        for index in sum.values.indices { sum.values[index] += bonuses[index] }
        return sum
    }

    /// The matching problem of the night.
    func problem(_ board: Board, _ policy: Policy, after earlier: Solution? = nil) -> MatchingProblem {
        let matrix = ScoreMatrix(
            rowCount: board.rows.count, columnCount: columnCount, elements: .float(values))
        return MatchingProblem(
            scores: .matrix(matrix), rowCapacities: board.rowCapacities,
            columnCapacities: board.columnCapacities,
            unmatched: .allowed(below: policy.leastUtility), pins: board.pinned.map(Self.pair),
            presentPairs: board.present.map(Self.pair), presentPairBonus: policy.changeCost,
            warmStart: earlier.map { WarmStart($0) })
    }

    /// What a trial of each untried pair is worth as knowledge above tonight's prices; nil when the policy does
    /// not explore.
    ///
    ///     bonus = weight · σ · (φ(z) - z · Φ(-z)),   z = (price of a + price of b - utility) / σ
    ///
    /// where σ is the posterior standard deviation of the pair's chemistry: the expected gain over the best other
    /// use of both people, if the trial told the truth.
    func explorationBonuses(_ board: Board, given solution: Solution, _ policy: Policy) -> [Float]? {
        guard policy.explorationWeight > 0 else { return nil }
        let present = Set(board.present.map(position))
        var bonuses = [Float](repeating: 0, count: values.count)
        for row in board.rows.indices {
            for column in 0..<columnCount {
                let index = row * columnCount + column
                guard values[index].isFinite, !present.contains(index) else { continue }
                let slack = solution.rowPrices[row] + solution.columnPrices[column] - Double(values[index])
                let deviation = Double(variances[index]).squareRoot()
                bonuses[index] = Float(
                    policy.explorationWeight * expectedGain(over: slack, deviation: deviation))
            }
        }
        return bonuses
    }

    private mutating func addSharedAccounts(_ board: Board, _ snapshot: Snapshot, _ policy: Policy) {
        guard policy.sharedAccountBonus > 0 else { return }
        for (dyad, count) in sharedAccounts(board, snapshot) {
            let bonus = min(policy.sharedAccountLimit, policy.sharedAccountBonus * Double(count))
            values[position(dyad)] += Float(bonus)
        }
    }

    /// How many customers each pair of the board shares, where it shares any.
    private func sharedAccounts(_ board: Board, _ snapshot: Snapshot) -> [Board.Dyad: Int] {
        let rowOf = Dictionary(uniqueKeysWithValues: board.rows.enumerated().map { ($1, $0) })
        let columnOf = Dictionary(uniqueKeysWithValues: board.columns.enumerated().map { ($1, $0) })
        var shared: [Board.Dyad: Int] = [:]
        for coverage in Dictionary(grouping: snapshot.coverage, by: \.account).values {
            let rows = coverage.compactMap { rowOf[$0.person] }
            let columns = coverage.compactMap { columnOf[$0.person] }
            for row in rows {
                for column in columns { shared[Board.Dyad(a: row, b: column), default: 0] += 1 }
            }
        }
        return shared
    }

    private func position(_ dyad: Board.Dyad) -> Int { dyad.a * columnCount + dyad.b }

    private static func pair(_ dyad: Board.Dyad) -> Pair { Pair(row: dyad.a, column: dyad.b) }
}
