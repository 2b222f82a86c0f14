import CMatchingKernels
import struct Domain.SplitMix64
import Matching
import Testing

/// The same problem gives the same pairs, prices and work on any processor and with any number of threads.
@Suite(.serialized)
struct SameEverywhereTests {
    private static let kinds: [Classes] = [
        .uniform, .chemistry, .heavyTies, .clusters, .rankOne, .halfForbidden, .few, .planted, .blocks,
    ]

    @Test(arguments: kinds)
    func `every width of vectors finds the same`(kind: Classes) throws {
        defer { matching_limit_vector_level(0) }
        for problem in problems(kind) {
            matching_limit_vector_level(0)
            let wide = try solve(problem)
            for level in 1...2 {
                matching_limit_vector_level(Int32(level))
                expectSame(try solve(problem), wide, "\(kind) at level \(matching_vector_level())")
            }
        }
    }

    @Test(arguments: kinds)
    func `any number of threads finds the same`(kind: Classes) throws {
        for var problem in problems(kind) {
            let alone = try solve(problem)
            problem.threadCount = 2
            expectSame(try solve(problem), alone, "\(kind) with two threads")
        }
    }

    @Test func `a warm start finds the same with two threads`() throws {
        var generator = SplitMix64(seed: 31)
        var values = Classes.chemistry.scores(rows: 300, columns: 300, using: &generator)
        func problem(_ start: WarmStart?) -> MatchingProblem {
            MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: 300, columnCount: 300, elements: .double(values))),
                warmStart: start)
        }
        let earlier = try solve(problem(nil))
        for position in 0..<300 { values[77 * 300 + position] = generator.normal() }
        var again = problem(WarmStart(earlier))
        let alone = try solve(again)
        again.threadCount = 2
        expectSame(try solve(again), alone, "warm")
        #expect(violations(of: alone, in: again).isEmpty)
    }

    /// Sizes that are no multiple of any vector, in single and double precision and whole numbers, with one place and with several.
    private func problems(_ kind: Classes) -> [MatchingProblem] {
        var generator = SplitMix64(seed: 20)
        let rows = 113
        return [113, 149].flatMap { columns -> [MatchingProblem] in
            let values = kind.scores(rows: rows, columns: columns, using: &generator)
            let elements: [ScoreElements] = [
                .float(values.map(Float.init)), .double(values),
                .integer(values.map { $0 == -.infinity ? .min : Int32(($0 * 1000).rounded()) }),
            ]
            return elements.flatMap { elements -> [MatchingProblem] in
                let plain = MatchingProblem(
                    scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: elements)))
                var several = plain
                several.columnCapacities = [Int32](repeating: 2, count: columns)
                several.unmatched = .allowed(below: 0.3)
                if case .integer = elements { several.unmatched = .allowed(below: 300) }
                return [plain, several]
            }
        }
    }

    private func expectSame(_ found: Solution, _ expected: Solution, _ comment: String) {
        #expect(found.pairs == expected.pairs, "\(comment)")
        #expect(found.rowPrices == expected.rowPrices, "\(comment)")
        #expect(found.columnPrices == expected.columnPrices, "\(comment)")
        #expect(found.statistics == expected.statistics, "\(comment)")
    }
}
