import Matching

/// Tries every set of pairs. The oracle for small problems: it shares nothing with the solver but the problem.
struct BruteForce {
    /// Most pairs first where as few places as possible may be empty; then the greatest sum of score - threshold.
    private(set) var best: (count: Int, worst: Double, utility: Double)?
    private let problem: MatchingProblem
    private let threshold: Double?
    private var rowRoom: [Int32]
    private var columnRoom: [Int32]

    init(_ problem: MatchingProblem) {
        self.problem = problem
        if case .allowed(let value) = problem.unmatched { threshold = value } else { threshold = nil }
        rowRoom = problem.rowCapacities ?? [Int32](repeating: 1, count: problem.rowCount)
        columnRoom = problem.columnCapacities ?? [Int32](repeating: 1, count: problem.columnCount)
        try? tryPosition(0, count: 0, worst: .infinity, utility: 0)
    }

    private struct NeverThrown: Error {}

    private mutating func tryPosition(_ position: Int, count: Int, worst: Double, utility: Double) throws {
        let columns = problem.columnCount
        if position == problem.rowCount * columns {
            consider(count: count, worst: worst, utility: utility)
            return
        }
        let pair = Pair(row: position / columns, column: position % columns)
        let isPin = problem.pins.contains(pair)
        if !isPin { try tryPosition(position + 1, count: count, worst: worst, utility: utility) }
        let score = scoreOf(pair)
        if score == -.infinity || rowRoom[pair.row] == 0 || columnRoom[pair.column] == 0 { return }
        rowRoom[pair.row] -= 1
        columnRoom[pair.column] -= 1
        let bonus = problem.presentPairs.contains(pair) ? problem.presentPairBonus : 0
        try tryPosition(
            position + 1, count: count + 1, worst: isPin ? worst : min(worst, score),
            utility: utility + score + bonus)
        rowRoom[pair.row] += 1
        columnRoom[pair.column] += 1
    }

    private mutating func consider(count: Int, worst: Double, utility: Double) {
        guard let old = best else {
            best = (count, worst, utility)
            return
        }
        let isBetter: Bool
        if let threshold {
            isBetter = utility - threshold * Double(count) > old.utility - threshold * Double(old.count)
        } else if count != old.count {
            isBetter = count > old.count
        } else if problem.objective == .worstFirst, worst != old.worst {
            isBetter = worst > old.worst
        } else {
            isBetter = utility > old.utility
        }
        if isBetter { best = (count, worst, utility) }
    }

    private func scoreOf(_ pair: Pair) -> Double {
        switch problem.scores {
        case .matrix(let matrix):
            return matrix.elements[pair.row * matrix.columnCount + pair.column]
        case .candidates(let list):
            let range = list.rowStarts[pair.row]..<list.rowStarts[pair.row + 1]
            return range.first { list.columns[$0] == Int32(pair.column) }.map { list.elements[$0] }
                ?? -.infinity
        }
    }
}
