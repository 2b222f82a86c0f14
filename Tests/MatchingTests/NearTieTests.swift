import Matching
import Testing

/// Candidates whose worth differs by less than single precision tells apart.
struct NearTieTests {
    /// Lists are made by keys in single precision, rounded up, and by more for some values than for others. A row that lists only
    /// candidates with the greatest keys may leave out the best one, and once it looked for it for ever.
    @Test(arguments: [65, 70, 100, 128, 129, 200])
    func `of many candidates that differ in the seventh digit the best are found`(count: Int) throws {
        let (usual, best) = (1 + 0x1p-30, 1 + 0x1.cp-24)
        let isBest = { (row: Int, column: Int) in (row + column) % count >= count - 5 }
        let problem = MatchingProblem(
            scores: .candidates(
                CandidateScores(
                    columnCount: count, rowStarts: (0...count).map { $0 * count },
                    columns: (0..<count * count).map { Int32($0 % count) },
                    elements: .double(
                        (0..<count * count).map { isBest($0 / count, $0 % count) ? best : usual }))))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.allSatisfy { isBest($0.row, $0.column) })
    }
}
