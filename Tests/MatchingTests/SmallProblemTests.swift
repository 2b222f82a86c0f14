import Matching
import Testing

/// Small problems of every shape against brute force.
struct SmallProblemTests {
    @Test(arguments: [(1, 1), (1, 3), (3, 1), (2, 2), (2, 3), (3, 2), (3, 3)])
    func `every matrix of three values is solved as by brute force`(rows: Int, columns: Int) throws {
        let cells = rows * columns
        let values: [Int32] = cells > 6 ? [.min, 1] : [.min, 0, 1]
        var digits = [Int](repeating: 0, count: cells)
        var more = true
        while more {
            let scores = digits.map { values[$0] }
            for unmatched in [UnmatchedRule.asFewAsPossible, .allowed(below: 0)] {
                try expectOptimal(
                    MatchingProblem(
                        scores: .matrix(
                            ScoreMatrix(rowCount: rows, columnCount: columns, elements: .integer(scores))),
                        unmatched: unmatched))
            }
            more = false
            for cell in 0..<cells {
                digits[cell] += 1
                if digits[cell] < values.count {
                    more = true
                    break
                }
                digits[cell] = 0
            }
        }
    }

    @Test(arguments: 0..<20)
    func `random small problems with every feature are solved as by brute force`(block: Int) throws {
        for seed in block * 500..<(block + 1) * 500 {
            try expectOptimal(RandomProblem.small(seed: UInt64(seed)))
        }
    }
}

/// Solves, checks the certificate and compares with brute force.
func expectOptimal(_ problem: MatchingProblem) throws {
    let solution = try solve(problem)
    #expect(
        violations(of: solution, in: problem).isEmpty, "\(violations(of: solution, in: problem)) \(problem)")
    let best = try #require(BruteForce(problem).best)
    if case .allowed(let threshold) = problem.unmatched {
        let found = solution.utility - threshold * Double(solution.pairs.count)
        #expect(abs(found - (best.utility - threshold * Double(best.count))) < 1e-6, "\(problem)")
    } else {
        #expect(solution.pairs.count == best.count, "\(problem)")
        if problem.objective == .worstFirst, let worst = solution.worstAllowed {
            #expect(worst == best.worst)
        }
        #expect(abs(solution.utility - best.utility) < 1e-6, "\(problem)")
    }
    if problem.scores.areIntegers { #expect(solution.gap == 0) }
}

extension Scores {
    var areIntegers: Bool {
        switch self {
        case .matrix(let matrix): if case .integer = matrix.elements { true } else { false }
        case .candidates(let list): if case .integer = list.elements { true } else { false }
        }
    }
}
