import struct Domain.SplitMix64
import Matching

/// Problems for tests, made from a seed.
enum RandomProblem {
    /// Up to 4 × 4 with any feature: integers or floats, forbidden pairs, capacities, pins, bonus, lists, thresholds.
    static func small(seed: UInt64) -> MatchingProblem {
        var generator = SplitMix64(seed: seed)
        let rows = Int.random(in: 1...4, using: &generator)
        let columns = Int.random(in: 1...4, using: &generator)
        let shares: [Double] = [0, 0, 0.2, 0.6]
        let forbidden = shares[Int.random(in: 0..<4, using: &generator)]
        let scores = self.scores(rows: rows, columns: columns, forbidden: forbidden, using: &generator)
        var problem = MatchingProblem(scores: scores)
        if Bool.random(using: &generator) {
            problem.rowCapacities = (0..<rows).map { _ in Int32.random(in: 0...3, using: &generator) }
        }
        if Bool.random(using: &generator) {
            problem.columnCapacities = (0..<columns).map { _ in Int32.random(in: 0...3, using: &generator) }
        }
        if Bool.random(using: &generator) {
            problem.unmatched = UnmatchedRule.allowed(
                below: Double(Int.random(in: -1...2, using: &generator)))
        }
        if Int.random(in: 0..<3, using: &generator) == 0 { addPin(to: &problem, using: &generator) }
        if Int.random(in: 0..<3, using: &generator) == 0 {
            problem.presentPairs = (0..<min(rows, columns)).map { Pair(row: $0, column: $0) }
            problem.presentPairBonus = Double(Int.random(in: 1...2, using: &generator))
        }
        if case .asFewAsPossible = problem.unmatched, Int.random(in: 0..<3, using: &generator) == 0 {
            problem.objective = .worstFirst
        }
        return problem
    }

    /// Scores of a random kind.
    static func scores(
        rows: Int, columns: Int, forbidden: Double, using generator: inout SplitMix64
    ) -> Scores {
        let kind = Int.random(in: 0..<4, using: &generator)
        let span = [2, 10, 1000][Int.random(in: 0..<3, using: &generator)]
        var isForbidden = [Bool]()
        var whole = [Int32]()
        var floats = [Double]()
        for _ in 0..<rows * columns {
            isForbidden.append(generator.uniform() < forbidden)
            whole.append(Int32.random(in: -Int32(span / 2)...Int32(span), using: &generator))
            floats.append(generator.normal())
        }
        switch kind {
        case 0:
            let values = zip(whole, isForbidden).map { $1 ? Int32.min : $0 }
            return .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .integer(values)))
        case 1:
            let values = zip(floats, isForbidden).map { $1 ? -Float.infinity : Float($0) }
            return .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .float(values)))
        case 2:
            let values = zip(floats, isForbidden).map { $1 ? -Double.infinity : $0 }
            return .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .double(values)))
        default:
            return candidates(whole, isForbidden, rows: rows, columns: columns, using: &generator)
        }
    }

    private static func candidates(
        _ values: [Int32], _ isForbidden: [Bool], rows: Int, columns: Int,
        using generator: inout SplitMix64
    ) -> Scores {
        var starts = [0]
        var listed: [Int32] = []
        var scores: [Int32] = []
        for row in 0..<rows {
            for column in (0..<columns).shuffled(using: &generator) where !isForbidden[row * columns + column]
            {
                listed.append(Int32(column))
                scores.append(values[row * columns + column])
            }
            starts.append(listed.count)
        }
        return .candidates(
            CandidateScores(
                columnCount: columns, rowStarts: starts, columns: listed, elements: .integer(scores)))
    }

    private static func addPin(to problem: inout MatchingProblem, using generator: inout SplitMix64) {
        let pin = Pair(
            row: Int.random(in: 0..<problem.rowCount, using: &generator),
            column: Int.random(in: 0..<problem.columnCount, using: &generator))
        problem.pins = [pin]
        let isAllowed = (try? solve(problem)) != nil
        if !isAllowed { problem.pins = [] }
    }
}
