import Matching
import Testing

/// Sizes at which lists, steps and searches all take part: the certificate is the oracle.
struct LargeProblemTests {
    @Test(arguments: Classes.allCases)
    func `every class is solved with a certificate in every shape`(kind: Classes) throws {
        var generator = SeededGenerator(seed: 42)
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
        var generator = SeededGenerator(seed: 7)
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

    @Test(arguments: [1, 2, 3])
    func `long candidate lists are solved with a certificate`(capacity: Int32) throws {
        var generator = SeededGenerator(seed: 11)
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

    private func expectCertified(_ problem: MatchingProblem) throws {
        let solution = try solve(problem)
        let found = violations(of: solution, in: problem)
        #expect(
            found.isEmpty,
            "\(found.prefix(3)) \(problem.rowCount) × \(problem.columnCount) \(problem.unmatched)")
    }
}
