import struct Domain.SplitMix64
import Matching
import Testing

/// Members with room for nearly everybody on the other side: what is counted is work, not time.
struct ManyPlacesTests {
    /// Measured: the work is two thirds of these bounds. Lists crowded by a row's own columns took 448 scans a row at 200 members.
    @Test(arguments: [Classes.uniform, .heavyTies, .clusters], [(119, 89), (60, 45)])
    func `rows with many places are not scanned for each of them`(kind: Classes, most: (Int, Int)) throws {
        var generator = SplitMix64(seed: 31)
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
        var generator = SplitMix64(seed: 32)
        let values = Classes.uniform.scores(rows: 120, columns: 150, using: &generator)
        let problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 120, columnCount: 150, elements: .double(values))),
            rowCapacities: [Int32](repeating: .max, count: 120),
            columnCapacities: [Int32](repeating: .max, count: 150))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == 120 * 150)
    }

    /// The step that suits the greatest columns makes every bid for the least ones too high. What single precision hides of small
    /// scores must not keep a search from looking at unlisted ones, either.
    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func `columns may be worth a millionth of others`(seed: UInt64) throws {
        var generator = SplitMix64(seed: 40 + seed)
        let (rows, columns) = (220, 200)
        let sizes = (0..<columns).map { _ in
            let exponent = Int(generator.uniform() * 24) - 12
            return Double(sign: .plus, exponent: exponent, significand: 1 + generator.uniform() / 2)
        }
        let values = (0..<rows * columns).map { Float(sizes[$0 % columns] * generator.uniform()) }
        let rooms = { (count: Int, most: Int) in
            (0..<count).map { _ in Int32(generator.next() % UInt64(most + 1)) }
        }
        var problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .float(values))),
            rowCapacities: rooms(rows, 3),
            columnCapacities: seed % 2 == 0 ? rooms(columns, 20) : [Int32](repeating: 1, count: columns))
        if seed > 2 { problem.unmatched = .allowed(below: 0) }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.statistics.columnSearches <= 2 * columns, "\(solution.statistics)")
    }

    @Test func `places that the other side has no room for are told before any bid`() throws {
        var generator = SplitMix64(seed: 33)
        let values = Classes.uniform.scores(rows: 40, columns: 40, using: &generator)
        var rooms = [Int32](repeating: 2, count: 40)
        rooms[7] = 41
        var problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 40, columnCount: 40, elements: .double(values))),
            rowCapacities: rooms, columnCapacities: [Int32](repeating: 40, count: 40))
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == 39 * 2 + 40)
        problem.unmatched = .notAllowed
        #expect(throws: MatchingError.self) { try solve(problem) }
    }
}
