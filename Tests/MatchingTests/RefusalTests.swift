import struct Domain.SplitMix64
import Matching
import Testing

/// Bad input is an answer, never a hang or a trap.
struct RefusalTests {
    private func matrix(_ values: [Double], rows: Int = 2, columns: Int = 2) -> Scores {
        .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .double(values)))
    }

    @Test func `NaN is an error with its position unless it forbids`() throws {
        var problem = MatchingProblem(scores: matrix([1, 2, .nan, 4]))
        #expect(throws: MatchingError.notANumber(Pair(row: 1, column: 0))) { try solve(problem) }
        problem.nanPolicy = .forbids
        #expect(try solve(problem).assignment == [0, 1])
    }

    @Test func `infinite and enormous scores are refused with their position`() {
        for bad in [Double.infinity, 0x1p961, -0x1p961] {
            #expect(throws: MatchingError.outOfRange(Pair(row: 0, column: 1))) {
                try solve(MatchingProblem(scores: matrix([1, bad, 3, 4])))
            }
        }
    }

    @Test func `a clash is told of all pairs where the worst one comes first`() {
        var problem = MatchingProblem(
            scores: matrix([1, -.infinity, 2, -.infinity]), unmatched: .notAllowed, objective: .worstFirst)
        #expect(throws: MatchingError.infeasible(rows: [0, 1], columns: [0])) { try solve(problem) }
        problem.objective = .total
        #expect(throws: MatchingError.infeasible(rows: [0, 1], columns: [0])) { try solve(problem) }
    }

    @Test func `the largest scores allow a warm start, and a bonus far above a score is no false sum`() throws
    {
        var problem = MatchingProblem(
            scores: matrix([0x1p960, -0x1p960, -0x1p960, 0x1p959]), rowCapacities: [2, 2],
            columnCapacities: [1, 1])
        problem.warmStart = WarmStart(try solve(problem))
        #expect(try solve(problem).assignment == [0, 1])
        problem = MatchingProblem(
            scores: matrix([1.5647084627e-7], rows: 1, columns: 1), presentPairs: [Pair(row: 0, column: 0)],
            presentPairBonus: 1)
        #expect(violations(of: try solve(problem), in: problem).isEmpty)
    }

    @Test func `where no pair reaches the threshold, the fairest answer is nobody`() throws {
        var problem = MatchingProblem(
            scores: matrix([1, 2, 3, 4]), unmatched: .allowed(below: 5), objective: .worstFirst)
        for bonus in [0.0, 10] {
            problem.presentPairs = [Pair(row: 0, column: 0)]
            problem.presentPairBonus = bonus
            let solution = try solve(problem)
            #expect(solution.pairs.isEmpty)
            #expect(violations(of: solution, in: problem).isEmpty)
        }
        // A score that reaches it may not be passed over so.
        let none = try solve(problem)
        problem.scores = matrix([1, 6, 3, 4])
        #expect(!violations(of: none, in: problem).isEmpty)
    }

    @Test func `what cannot be filled is named`() {
        var problem = MatchingProblem(
            scores: matrix(
                [1, -.infinity, -.infinity, 2, -.infinity, -.infinity, 3, 4, 5], rows: 3, columns: 3))
        problem.unmatched = .notAllowed
        #expect(throws: MatchingError.infeasible(rows: [0, 1], columns: [0])) { try solve(problem) }
    }

    @Test func `wrong sizes, capacities, pairs, pins and parameters are refused`() {
        let scores = matrix([1, 2, 3, 4])
        let pair = Pair(row: 0, column: 0)
        let cases: [(MatchingProblem, MatchingError)] = [
            (
                MatchingProblem(scores: matrix([1, 2, 3])),
                .wrongCount(of: "scores", expected: 4, found: 3)
            ),
            (
                MatchingProblem(scores: scores, rowCapacities: [1]),
                .wrongCount(of: "capacities of the rows", expected: 2, found: 1)
            ),
            (
                MatchingProblem(scores: scores, columnCapacities: [1, -1]),
                .negativeCapacity(.columns, index: 1, -1)
            ),
            (
                MatchingProblem(scores: scores, pins: [Pair(row: 2, column: 0)]),
                .noSuchPair(Pair(row: 2, column: 0))
            ),
            (MatchingProblem(scores: scores, pins: [pair, pair]), .repeatedPair(pair)),
            (
                MatchingProblem(scores: scores, pins: [pair, Pair(row: 0, column: 1)]),
                .pinsExceedCapacity(.rows, index: 0, pins: 2, capacity: 1)
            ),
            (MatchingProblem(scores: matrix([-.infinity, 2, 3, 4]), pins: [pair]), .forbiddenPin(pair)),
            (
                MatchingProblem(scores: scores, presentPairBonus: -1),
                .badParameter("present pair bonus", -1)
            ),
        ]
        for (problem, error) in cases { #expect(throws: error) { try solve(problem) } }
    }

    @Test(arguments: [(0, 0), (0, 3), (3, 0)])
    func `empty sides give an empty solution`(rows: Int, columns: Int) throws {
        let problem = MatchingProblem(scores: matrix([], rows: rows, columns: columns))
        let solution = try solve(problem)
        #expect(solution.pairs.isEmpty)
        #expect(violations(of: solution, in: problem).isEmpty)
    }

    @Test func `a watch that says no gets valid pairs and a proven gap`() throws {
        var generator = SplitMix64(seed: 5)
        let values = Classes.chemistry.scores(rows: 200, columns: 200, using: &generator)
        let problem = MatchingProblem(scores: matrix(values, rows: 200, columns: 200))
        let best = try solve(problem)
        for patience in [0, 1, 2, 5, 20] {
            var asked = 0
            let solution = try solve(problem) { _ in
                asked += 1
                return asked <= patience
            }
            #expect(violations(of: solution, in: problem).isEmpty)
            #expect(solution.utility + solution.gap >= best.utility - 1e-9)
            if patience == 0 { #expect(!solution.isComplete) }
        }
    }

    @Test func `a gap is proven where capacities pass what pins leave of the other side`() throws {
        var generator = SplitMix64(seed: 9)
        for _ in 0..<2000 {
            let values = (0..<9).map { _ in Int32.random(in: -9...9, using: &generator) }
            func capacities() -> [Int32] {
                (0..<3).map { _ in [1, 2, 40].randomElement(using: &generator) ?? 1 }
            }
            let problem = MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: 3, columnCount: 3, elements: .integer(values))),
                rowCapacities: capacities(), columnCapacities: capacities(), pins: [Pair(row: 0, column: 0)])
            let solution = try solve(problem) { _ in false }
            #expect(violations(of: solution, in: problem).isEmpty, "\(problem)")
        }
    }

    @Test func `a false claim does not pass the certificate`() throws {
        let problem = MatchingProblem(scores: matrix([5, 1, 1, 5]))
        let other = MatchingProblem(scores: matrix([1, 5, 5, 1]))
        #expect(!violations(of: try solve(other), in: problem).isEmpty)
    }

    @Test(arguments: [UnmatchedRule.asFewAsPossible, .allowed(below: 0)])
    func `a false claim about capacities does not pass the certificate`(rule: UnmatchedRule) throws {
        var generator = SplitMix64(seed: 6)
        func board(_ values: [Double]) -> MatchingProblem {
            MatchingProblem(
                scores: matrix(values, rows: 40, columns: 30),
                rowCapacities: [Int32](repeating: 3, count: 40),
                columnCapacities: [Int32](repeating: 4, count: 30), unmatched: rule)
        }
        let values = Classes.chemistry(rows: 40, columns: 30, using: &generator)
        let problem = board(values)
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        // One pair that is not made is worth far more than the solution was told.
        let made = Set(solution.pairs)
        for row in [0, 17, 39] {
            let column = try #require((0..<30).first { !made.contains(Pair(row: row, column: $0)) })
            var other = values
            other[row * 30 + column] += 100
            #expect(!violations(of: solution, in: board(other)).isEmpty)
        }
    }
}
