import struct Domain.SplitMix64
import Matching
import Testing

/// Sizes at which lists, steps and searches all take part: the certificate is the oracle.
struct LargeProblemTests {
    @Test(arguments: Classes.allCases)
    func `every class is solved with a certificate in every shape`(kind: Classes) throws {
        var generator = SplitMix64(seed: 42)
        for (rows, columns) in [(150, 150), (60, 300), (300, 60), (70, 71), (130, 130)] {
            let values = kind.scores(rows: rows, columns: columns, using: &generator)
            for elements in [ScoreElements.double(values), .float(values.map(Float.init))] {
                var problem = MatchingProblem(
                    scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: elements)))
                try expectCertified(problem)
                problem.unmatched = .allowed(below: 0.1)
                try expectCertified(problem)
                problem.rowCapacities = (0..<rows).map { Int32($0 % 4) }
                problem.columnCapacities = (0..<columns).map { Int32(($0 * 7) % 3 + 1) }
                try expectCertified(problem)
                problem.unmatched = .asFewAsPossible
                try expectCertified(problem)
            }
        }
    }

    @Test func `whole numbers are solved with a gap of exactly 0`() throws {
        var generator = SplitMix64(seed: 7)
        for span in [1, 5, 1000, 1_000_000_000] {
            let values = (0..<200 * 200).map { _ in
                Int32.random(in: -Int32(span)...Int32(span), using: &generator)
            }
            var problem = MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: 200, columnCount: 200, elements: .integer(values))))
            #expect(try solve(problem).gap == 0)
            try expectCertified(problem)
            problem.columnCapacities = [Int32](repeating: 3, count: 200)
            try expectCertified(problem)
        }
    }

    @Test(arguments: [200, 600])
    func `prices of whole numbers are whole`(count: Int) throws {
        var generator = SplitMix64(seed: 8)
        for kind in [Classes.chemistry, .uniform, .clusters] {
            let values = kind.scores(rows: count, columns: count, using: &generator).map {
                Int32(($0 * 1_000_000).rounded())
            }
            for rows in [count, count / 2] {
                var problem = MatchingProblem(
                    scores: .matrix(
                        ScoreMatrix(
                            rowCount: rows, columnCount: count,
                            elements: .integer(Array(values.prefix(rows * count))))))
                for _ in 0..<2 {
                    let solution = try solve(problem)
                    let prices = solution.rowPrices + solution.columnPrices
                    #expect(prices.allSatisfy { $0.rounded() == $0 }, "\(kind) \(rows)")
                    problem.rowCapacities = [Int32](repeating: 2, count: rows)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `long candidate lists are solved with a certificate`(capacity: Int32) throws {
        var generator = SplitMix64(seed: 11)
        let count = 600
        var starts = [0]
        var columns: [Int32] = []
        var scores: [Int32] = []
        for _ in 0..<count {
            let length = Int.random(in: 0...120, using: &generator)
            let chosen = Set((0..<length).map { _ in Int32.random(in: 0..<Int32(count), using: &generator) })
            for column in chosen.sorted() {
                columns.append(column)
                scores.append(Int32.random(in: -20...1000, using: &generator))
            }
            starts.append(columns.count)
        }
        var problem = MatchingProblem(
            scores: .candidates(
                CandidateScores(
                    columnCount: count, rowStarts: starts, columns: columns, elements: .integer(scores))),
            rowCapacities: [Int32](repeating: capacity, count: count),
            columnCapacities: [Int32](repeating: capacity, count: count))
        try expectCertified(problem)
        problem.unmatched = .allowed(below: 0)
        try expectCertified(problem)
    }

    @Test func `more places than there are members widen no gap`() throws {
        var generator = SplitMix64(seed: 12)
        let values = (0..<30 * 40).map { _ in 1e3 * generator.normal() }
        for unmatched in [UnmatchedRule.asFewAsPossible, .allowed(below: 0)] {
            try expectCertified(
                MatchingProblem(
                    scores: .matrix(ScoreMatrix(rowCount: 30, columnCount: 40, elements: .double(values))),
                    rowCapacities: [Int32](repeating: .max, count: 30),
                    columnCapacities: (0..<40).map { $0 % 3 == 0 ? 1 : .max }, unmatched: unmatched))
        }
        let stopped = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 1, columnCount: 2, elements: .double([-3, -1]))),
            rowCapacities: [3], columnCapacities: [5, 5])
        #expect(violations(of: try solve(stopped) { _ in false }, in: stopped).isEmpty)
    }

    @Test func `a bonus that leads beyond 32 bits counts in full`() throws {
        let scores: [Int32] = [.max, .max - 1, .max - 3, .max]
        for (bonus, forced) in [(1.0, [0, 1]), (5, [1, 0])] {
            let problem = MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: 2, columnCount: 2, elements: .integer(scores))),
                presentPairs: forced.enumerated().map { Pair(row: $0.offset, column: $0.element) },
                presentPairBonus: bonus)
            try expectCertified(problem)
            let solution = try solve(problem)
            #expect(solution.assignment == forced)
            #expect(solution.gap == 0)
        }
    }

    private func expectCertified(_ problem: MatchingProblem) throws {
        let solution = try solve(problem)
        let found = violations(of: solution, in: problem)
        #expect(
            found.isEmpty,
            "\(found.prefix(3)) \(problem.rowCount) × \(problem.columnCount) \(problem.unmatched)")
    }
}
