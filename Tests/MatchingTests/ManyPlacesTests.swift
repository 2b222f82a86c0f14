import Matching
import Testing

/// Members with room for nearly everybody on the other side: what is counted is work, not time.
struct ManyPlacesTests {
    /// Measured: the work is two thirds of these bounds. Lists crowded by a row's own columns took 448 scans a row at 200 members.
    @Test(arguments: [Classes.uniform, .heavyTies, .clusters], [(119, 89), (60, 45)])
    func `rows with many places are not scanned for each of them`(kind: Classes, most: (Int, Int)) throws {
        var generator = SeededGenerator(seed: 31)
        let (rows, columns) = (90, 120)
        let values = kind.scores(rows: rows, columns: columns, using: &generator)
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .double(values))),
            rowCapacities: [Int32](repeating: Int32(most.0), count: rows),
            columnCapacities: [Int32](repeating: Int32(most.1), count: columns))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.statistics.rowScans <= 20 * rows, "\(solution.statistics)")
        #expect(solution.statistics.bids <= 8 * solution.pairs.count, "\(solution.statistics)")
    }

    @Test func `room for everybody makes every pair`() throws {
        var generator = SeededGenerator(seed: 32)
        let values = Classes.uniform.scores(rows: 120, columns: 150, using: &generator)
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 120, columnCount: 150, elements: .double(values))),
            rowCapacities: [Int32](repeating: .max, count: 120),
            columnCapacities: [Int32](repeating: .max, count: 150))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == 120 * 150)
    }
}
