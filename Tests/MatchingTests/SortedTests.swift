import struct Domain.SplitMix64
import Matching
import Testing

/// Matrices whose scores grow along both sides when these are sorted are solved by sorting.
struct SortedTests {
    @Test(arguments: [Classes.rankOne, .machol])
    func `sorting settles it without a bid or a search`(kind: Classes) throws {
        var generator = SplitMix64(seed: 12)
        let values = kind.scores(rows: 150, columns: 150, using: &generator)
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 150, columnCount: 150, elements: .double(values))))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.statistics.bids + solution.statistics.rowSearches < 15)
    }

    /// Rounding to single precision moves scores by more than the solver's own grid does.
    @Test(arguments: [Classes.rankOne, .machol])
    func `single precision is sorted as double is`(kind: Classes) throws {
        var generator = SplitMix64(seed: 13)
        let values = kind.scores(rows: 400, columns: 400, using: &generator).map { Float($0) }
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 400, columnCount: 400, elements: .float(values))))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        // A start far from the end leaves a bid or more for every row.
        #expect(solution.statistics.bids + solution.statistics.rowSearches < 100, "\(solution.statistics)")
    }

    /// Two far columns say nothing of rows beyond them; all columns together do. Whole numbers, so that nothing is rounded.
    @Test(arguments: 0..<5)
    func `points on a line are paired in their order without a search`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) + 90)
        let (left, right) = (
            (0..<150).map { _ in generator.uniform() }, (0..<150).map { _ in generator.uniform() }
        )
        let values = left.flatMap { x in
            right.map { y in -abs((x * 100_000).rounded() - (y * 100_000).rounded()) }
        }
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 150, columnCount: 150, elements: .double(values))))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.statistics.bids + solution.statistics.rowSearches < 15)
    }

    @Test(arguments: 0..<20)
    func `what only looks sorted is solved all the same`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) + 40)
        var values = Classes.rankOne.scores(rows: 100, columns: 100, using: &generator)
        // The rows and columns that are looked at first stay as they are; others are not sorted at all.
        for row in 0..<100 where row * 8 % 100 >= 8 {
            for column in 0..<100 where generator.uniform() < 0.2 {
                values[row * 100 + column] = generator.normal()
            }
        }
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 100, columnCount: 100, elements: .double(values))))
        #expect(violations(of: try solve(problem), in: problem).isEmpty)
    }
}
