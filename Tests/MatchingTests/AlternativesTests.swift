import struct Domain.SplitMix64
import Matching
import Testing

struct AlternativesTests {
    @Test(arguments: 0..<60)
    func `the cost of forcing a pair is what brute force loses by the pin`(seed: Int) throws {
        var problem = RandomProblem.small(seed: UInt64(seed))
        problem.objective = .total
        guard let solution = try? solve(problem), let free = BruteForce(problem).best else { return }
        for row in 0..<problem.rowCount {
            for column in 0..<problem.columnCount {
                let pair = Pair(row: row, column: column)
                var pinned = problem
                if !pinned.pins.contains(pair) { pinned.pins.append(pair) }
                guard let forced = BruteForce(pinned).best else {
                    #expect(throws: MatchingError.self) {
                        try solution.displacement(forcing: pair, in: problem)
                    }
                    continue
                }
                let found = try solution.displacement(forcing: pair, in: problem)
                var threshold = 0.0
                if case .allowed(let value) = problem.unmatched { threshold = value }
                let expected =
                    free.utility - forced.utility - threshold * Double(free.count - forced.count)
                #expect(abs(found.cost - expected) < 1e-6, "\(pair) in \(problem)")
                let moved = Set(solution.pairs).subtracting(found.ended).union(found.begun)
                #expect(moved.contains(pair))
            }
        }
    }

    @Test func `alternatives come cheapest first and none is missed`() throws {
        var generator = SplitMix64(seed: 3)
        let values = Classes.chemistry(rows: 30, columns: 30, using: &generator)
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 30, columnCount: 30, elements: .double(values))))
        let solution = try solve(problem)
        let best = try solution.alternatives(forRow: 4, count: 5, in: problem)
        let all = try (0..<30).filter { solution.assignment[4] != $0 }.map {
            try solution.displacementCost(ofForcing: Pair(row: 4, column: $0), in: problem)
        }
        #expect(best.count == 5)
        #expect(zip(best.map(\.cost), all.sorted()).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `a pair that both sides prefer blocks`() throws {
        // Row 0 and column 0 like each other best, yet the greatest total parts them: 6 + 6 > 7 + 1.
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 2, columnCount: 2, elements: .integer([7, 6, 6, 1]))))
        let solution = try solve(problem)
        #expect(solution.assignment == [1, 0])
        #expect(solution.blockingPairs(in: problem) == [Pair(row: 0, column: 0)])
    }
}
