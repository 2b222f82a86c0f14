import Matching
import Testing

struct ExampleTests {
    @Test func `the worked example of the documentation holds`() throws {
        let problem = MatchingProblem(
            scores: .matrix(
                ScoreMatrix(rowCount: 2, columnCount: 3, elements: .integer([8, 6, 7, 7, 2, 3]))))
        let solution = try solve(problem)
        #expect(solution.assignment == [2, 0])
        #expect(solution.total == 14)
        #expect(solution.columnPrices == [1, 0, 0])
        #expect(solution.rowPrices == [7, 6])
        #expect(solution.gap == 0)
    }
}
