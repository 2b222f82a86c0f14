import struct Domain.SplitMix64
import Matching
import Testing

/// Where rows hardly compete, bids over whole rows settle them before lists are made: what is counted is work, not time.
struct WholeRowTests {
    private let size = 400

    private func problem(_ kind: Classes, _ change: (inout [Double]) -> Void = { _ in }) -> MatchingProblem {
        var generator = SplitMix64(seed: 78)
        var values = kind.scores(rows: size, columns: size, using: &generator)
        change(&values)
        return MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: size, columnCount: size, elements: .double(values))))
    }

    /// Measured: the work is four fifths of these bounds, and there is no list to make besides.
    @Test(arguments: [
        (Classes.constant, 1.0), (.triangle, 1), (.planted, 1), (.heavyTies, 1.3), (.tenLevels, 1.6),
        (.few, 2), (.exponential, 3.2), (.blocks, 26),
    ])
    func `few passes settle rows that hardly compete`(kind: Classes, passes: Double) throws {
        let problem = problem(kind)
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        let work = solution.statistics.visits + solution.statistics.rowScans
        #expect(Double(work) <= passes * Double(size), "\(solution.statistics)")
    }

    /// The sample cannot tell that all rows want the same few columns, or how long paths become.
    @Test(arguments: [Classes.crowdedTies, .products])
    func `it is given up where rows compete after all`(kind: Classes) throws {
        let problem = problem(kind)
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        let work = solution.statistics.visits + solution.statistics.rowScans
        #expect(work <= 40 * size, "\(solution.statistics)")
    }

    @Test(arguments: [Classes.constant, .heavyTies, .planted, .few], [3, 171, 399])
    func `what is wrong with a score is found all the same`(kind: Classes, row: Int) throws {
        let position = row * size + 45
        #expect(throws: MatchingError.notANumber(Pair(row: row, column: 45))) {
            try solve(problem(kind) { $0[position] = .nan })
        }
        #expect(throws: MatchingError.outOfRange(Pair(row: row, column: 45))) {
            try solve(problem(kind) { $0[position] = .infinity })
        }
        let great = problem(kind) { $0[position] = 1e12 }
        let solution = try solve(great)
        #expect(violations(of: solution, in: great).isEmpty)
        #expect(solution.pairs.contains(Pair(row: row, column: 45)))
    }

    @Test func `a row without any candidate is told`() {
        var problem = problem(.heavyTies) { values in
            for column in 0..<size { values[17 * size + column] = -.infinity }
        }
        problem.unmatched = .notAllowed
        #expect(throws: MatchingError.infeasible(rows: [17], columns: [])) { try solve(problem) }
    }

    @Test func `rows that cannot all be filled are paired as far as they can`() throws {
        var problem = problem(.heavyTies) { values in
            for row in 0..<60 { for column in 50..<size { values[row * size + column] = -.infinity } }
        }
        problem.unmatched = .asFewAsPossible
        let solution = try solve(problem)
        #expect(violations(of: solution, in: problem).isEmpty)
        #expect(solution.pairs.count == size - 10)
    }

    @Test(arguments: [Classes.heavyTies, .blocks, .few])
    func `a watch that says no gets valid pairs and a proven gap`(kind: Classes) throws {
        let problem = problem(kind)
        let solution = try solve(problem) { _ in false }
        #expect(violations(of: solution, in: problem).isEmpty)
        let best = try solve(problem)
        #expect(best.total <= solution.total + solution.gap)
    }
}
