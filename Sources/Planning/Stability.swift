import Domain
import Matching

/// Pairs that would both rather be together than as planned, if everybody's wish is the utility.
///
/// The greatest total does not rule them out; a stable plan would, for a smaller total.
///
/// - Source: Gale & Shapley 1962, doi:10.1080/00029890.1962.11989827.
struct Stability {
    private let found: [(pair: Pair, gain: Double)]

    /// How many there are.
    var count: Int { found.count }

    /// Compares every pair with the worst of each of its two people, or with the least where they have room.
    /// - Complexity: O(pairs of the layout).
    init(_ pairs: [Pair], _ night: NightProblem) {
        var rows = WorstPlaces(night.board.rowCapacities, least: night.policy.leastUtility)
        var columns = WorstPlaces(night.board.columnCapacities, least: night.policy.leastUtility)
        var made: Set<Pair> = []
        for pair in pairs {
            let value = night.value(pair)
            rows.take(value, at: pair.row)
            columns.take(value, at: pair.column)
            made.insert(pair)
        }
        let columnWorst = columns.worst.indices.map { Float(columns.worst(at: $0)) }
        var found: [(pair: Pair, gain: Double)] = []
        for row in 0..<night.layout.rowCount {
            let worst = Float(rows.worst(at: row))
            if worst == .infinity { continue }
            for position in night.layout.range(ofRow: row) {
                let value = night.values[position]
                if value <= worst { continue }
                let column = night.layout.column(at: position, row: row)
                if value <= columnWorst[column] { continue }
                let pair = Pair(row: row, column: column)
                if !made.contains(pair) {
                    found.append((pair, Double(value - max(worst, columnWorst[column]))))
                }
            }
        }
        self.found = found
    }

    /// The strongest wishes, with people as rows of the snapshot.
    func strongest(_ limit: Int, _ board: Board) -> [BlockingPair] {
        found.sorted { ($1.gain, $0.pair) < ($0.gain, $1.pair) }.prefix(limit).map { pair, gain in
            BlockingPair(personA: board.rows[pair.row], personB: board.columns[pair.column], gain: gain)
        }
    }
}

/// The worst pair of each of many people, and their room.
private struct WorstPlaces {
    private(set) var worst: [Double]
    private var room: [Int32]
    private let least: Double

    init(_ capacities: [Int32], least: Double) {
        room = capacities
        worst = Array(repeating: .infinity, count: capacities.count)
        self.least = least
    }

    mutating func take(_ value: Double, at index: Int) {
        room[index] -= 1
        worst[index] = min(worst[index], value)
    }

    func worst(at index: Int) -> Double { room[index] > 0 ? least : worst[index] }
}

extension NightProblem {
    /// Worth of a pair, in points; -infinity when it is forbidden.
    func value(_ pair: Pair) -> Double {
        layout.position(of: Board.Dyad(a: pair.row, b: pair.column)).map { Double(values[$0]) } ?? -.infinity
    }
}
