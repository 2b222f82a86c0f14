import struct Domain.SplitMix64
import Matching
import Testing

/// Rows with the same scores as others are searched once for all of them.
struct AlikeRowsTests {
    private let size = 300

    private func problem(_ change: (inout [Double]) -> Void = { _ in }) -> MatchingProblem {
        var generator = SplitMix64(seed: 61)
        var values = Classes.repeatedRows.scores(rows: size, columns: size, using: &generator)
        change(&values)
        return MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: size, columnCount: size, elements: .double(values))))
    }

    /// Measured: the work is two thirds of this; eight times as much where every row is visited for itself.
    @Test func `a search visits one row of each kind`() throws {
        let problem = problem()
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        let work = solution.statistics.visits + solution.statistics.rowScans
        #expect(work <= 6 * size, "\(solution.statistics)")
    }

    @Test(arguments: [0, 1, 40, 299])
    func `rows that are nearly alike are told apart`(row: Int) throws {
        // Beside the scores that are compared first.
        let problem = problem { $0[row * size + 20] += 5 }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.total > (try solve(self.problem())).total + 3)
    }

    @Test func `rows of which half are alike are solved, too`() throws {
        var generator = SplitMix64(seed: 62)
        let problem = problem { values in
            for row in stride(from: 0, to: size, by: 2) {
                for column in 0..<size { values[row * size + column] = generator.uniform() }
            }
        }
        #expect(violations(of: try solve(problem), in: problem).isEmpty)
    }

    @Test(arguments: [2, 150, 299])
    func `what is wrong with a score is found all the same`(row: Int) throws {
        let position = row * size + 45
        #expect(throws: MatchingError.notANumber(Pair(row: row, column: 45))) {
            try solve(problem { $0[position] = .nan })
        }
        let great = problem { $0[position] = 1e12 }
        let solution = try solve(great)
        #expect(violations(of: solution, in: great).isEmpty)
        #expect(solution.pairs.contains(Pair(row: row, column: 45)))
    }

    @Test func `kinds that may not have enough columns are told`() throws {
        // Thirty rows of one kind and nine columns that they may have.
        var problem = problem { values in
            for row in stride(from: 0, to: size, by: 10) {
                for column in 9..<size { values[row * size + column] = -.infinity }
            }
        }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == size - 21)
        problem.unmatched = .notAllowed
        #expect(throws: MatchingError.self) { try solve(problem) }
    }
}
