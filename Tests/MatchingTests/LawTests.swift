import struct Domain.SplitMix64
import Matching
import Testing

/// Laws that every exact solver obeys, on problems too large for brute force.
struct LawTests {
    private let size = 90

    private func problem(_ values: [Double], rows: Int? = nil, columns: Int? = nil) -> MatchingProblem {
        MatchingProblem(
            scores: .matrix(
                ScoreMatrix(rowCount: rows ?? size, columnCount: columns ?? size, elements: .double(values))))
    }

    @Test(arguments: [Classes.uniform, .chemistry, .integers, .clusters, .halfForbidden])
    func `swapping the sides keeps the total`(kind: Classes) throws {
        var generator = SplitMix64(seed: 1)
        let values = kind.scores(rows: size, columns: 2 * size, using: &generator)
        let swapped = (0..<values.count).map { values[($0 % size) * 2 * size + $0 / size] }
        let total = try solve(problem(values, columns: 2 * size)).total
        #expect(abs(try solve(problem(swapped, rows: 2 * size)).total - total) < 1e-8)
    }

    @Test(arguments: [Classes.uniform, .chemistry, .rankOne, .threeDecimals])
    func `adding to a row, scaling and relabelling change the total as they must`(kind: Classes) throws {
        var generator = SplitMix64(seed: 2)
        let values = kind.scores(rows: size, columns: size, using: &generator)
        let total = try solve(problem(values)).total
        var raised = values
        for column in 0..<size { raised[7 * size + column] += 12.5 }
        #expect(abs(try solve(problem(raised)).total - total - 12.5) < 1e-8)
        #expect(abs(try solve(problem(values.map { 1000 * $0 })).total - 1000 * total) < 1e-4)
        let order = (0..<size).shuffled(using: &generator)
        let relabelled = (0..<size * size).map { values[order[$0 / size] * size + order[$0 % size]] }
        #expect(abs(try solve(problem(relabelled)).total - total) < 1e-8)
    }

    @Test func `a capacity equals as many copies where the other side takes one`() throws {
        var generator = SplitMix64(seed: 3)
        let values = Classes.chemistry(rows: 30, columns: size, using: &generator)
        var shared = problem(values, rows: 30)
        shared.rowCapacities = [Int32](repeating: 3, count: 30)
        let copies = (0..<size * size).map { values[($0 / size) / 3 * size + $0 % size] }
        #expect(abs(try solve(shared).total - solve(problem(copies)).total) < 1e-8)
    }

    @Test func `the same problem gives the same pairs and prices, on any number of threads`() throws {
        var generator = SplitMix64(seed: 4)
        var twice = problem(Classes.heavyTies.scores(rows: size, columns: size, using: &generator))
        let first = try solve(twice)
        twice.threadCount = 2
        let second = try solve(twice)
        #expect(first.pairs == second.pairs)
        #expect(first.columnPrices == second.columnPrices)
        #expect(first.statistics == second.statistics)
    }

    @Test func `constant scores are settled without a search`() throws {
        let solution = try solve(problem([Double](repeating: 1, count: size * size)))
        #expect(solution.total == Double(size))
        #expect(solution.statistics.rowSearches == 0)
    }
}
