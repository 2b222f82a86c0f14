import struct Domain.SplitMix64
import Matching
import Testing

/// Large matrices are looked through while they are solved, not before: what is wrong with a score is found all the same.
struct FirstPassTests {
    private let size = 320

    private func problem(_ change: (inout [Double]) -> Void) -> MatchingProblem {
        var generator = SplitMix64(seed: 8)
        var values = Classes.chemistry(rows: size, columns: size, using: &generator)
        change(&values)
        return MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: size, columnCount: size, elements: .double(values))))
    }

    @Test(arguments: [0, 3, 171, 319])
    func `one NaN in a large matrix is told with its position, or forbids`(row: Int) throws {
        var problem = problem { $0[row * size + 7] = .nan }
        #expect(throws: MatchingError.notANumber(Pair(row: row, column: 7))) { try solve(problem) }
        problem.nanPolicy = .forbids
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == size)
        problem.warmStart = WarmStart(solution)
        #expect(try solve(problem).pairs.count == size)
    }

    @Test func `one infinity in a large matrix is refused with its position`() {
        let problem = problem { $0[123 * size + 45] = .infinity }
        #expect(throws: MatchingError.outOfRange(Pair(row: 123, column: 45))) { try solve(problem) }
    }

    @Test(arguments: [1e3, 1e12, 1e100, -1e100])
    func `a score far greater than those looked at first is exact all the same`(score: Double) throws {
        let problem = problem { $0[123 * size + 45] = score }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.contains(Pair(row: 123, column: 45)) == (score > 0))
    }

    @Test(arguments: [1e-300, 1e-40, 1e30, 1e200])
    func `scores of any magnitude are solved`(scale: Double) throws {
        let problem = problem { values in
            for position in values.indices { values[position] *= scale }
        }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        // The finest grid there is has steps of 2⁻¹⁰⁰⁰.
        if scale > 1e-200 { #expect(solution.pairs == (try solve(self.problem { _ in })).pairs) }
    }

    /// Where steps of the grid happen to be 1, as among whole numbers, scores need rounding all the same.
    @Test(arguments: 36..<46)
    func `scores around any power of two are exact`(exponent: Int) throws {
        let problem = problem { values in
            for position in values.indices { values[position] *= Double(1 << exponent) }
        }
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        let unit = solution.gap / Double(3 * size + 1)
        #expect(
            (solution.rowPrices + solution.columnPrices).allSatisfy { ($0 / unit).rounded() == $0 / unit })
    }
}
