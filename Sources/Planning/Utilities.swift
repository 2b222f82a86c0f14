import Domain
import Matching
import Scoring

/// What every pair of the board is worth tonight, in points: chemistry and a little for shared customers.
struct Utilities {
    /// Which pairs have a number.
    let layout: PairLayout
    /// Worth of each pair of ``layout``; -infinity forbids.
    private(set) var values: [Float]
    /// Posterior variance of the chemistry, in points², arranged as ``values``.
    let variances: [Float]

    /// Looks at every pair where the policy's limit allows, at candidates otherwise.
    init(_ board: Board, _ snapshot: Snapshot, _ posterior: Posterior, _ policy: Policy) {
        if board.rows.count * board.columns.count <= policy.denseLimit {
            layout = PairLayout(rowCount: board.rows.count, columnCount: board.columns.count)
            (values, variances) = posterior.chemistryMatrix(rows: board.rows, columns: board.columns)
        } else {
            var selection = CandidateSelection(board, snapshot, policy)
            (layout, values, variances) = selection.candidates(by: posterior)
        }
        addSharedAccounts(board, snapshot, policy)
        addPreferences(board, snapshot, policy)
        forbid(board)
    }

    /// Worth of a pair, by its positions on the board; -infinity when it is forbidden or no candidate.
    subscript(dyad: Board.Dyad) -> Double {
        layout.position(of: dyad).map { Double(values[$0]) } ?? -.infinity
    }

    /// The same with a bonus on every pair.
    func adding(_ bonuses: [Float]) -> [Float] {
        var sum = values
        for index in sum.indices { sum[index] += bonuses[index] }
        return sum
    }

    private mutating func addSharedAccounts(_ board: Board, _ snapshot: Snapshot, _ policy: Policy) {
        guard policy.sharedAccountBonus > 0 else { return }
        var shared: [Board.Dyad: Int] = [:]
        for (_, pairs) in board.sharedAccounts(snapshot, where: { _ in true }) {
            for pair in pairs { shared[pair, default: 0] += 1 }
        }
        for (dyad, count) in shared {
            guard let position = layout.position(of: dyad) else { continue }
            values[position] += Float(
                min(policy.sharedAccountLimit, policy.sharedAccountBonus * Double(count)))
        }
    }

    private mutating func addPreferences(_ board: Board, _ snapshot: Snapshot, _ policy: Policy) {
        guard policy.preferenceWeight > 0 else { return }
        for preference in snapshot.preferences {
            let isA = snapshot.side(of: preference.person) == .a
            let dyad = Board.Dyad(
                a: isA ? preference.person : preference.other, b: isA ? preference.other : preference.person)
            guard let place = board.position(dyad), let position = layout.position(of: place) else {
                continue
            }
            values[position] += Float(
                preference.wish == .with ? policy.preferenceWeight : -policy.preferenceWeight)
        }
    }

    private mutating func forbid(_ board: Board) {
        for dyad in board.forbidden.keys {
            if let position = layout.position(of: dyad) { values[position] = -.infinity }
        }
        guard !board.companyHolds.isEmpty else { return }
        let confirmed = Set(board.present.compactMap { layout.position(of: $0) })
        for row in 0..<layout.rowCount {
            let held = Set(
                board.companyHolds.keys.filter { $0.a == board.rowCompanies[row] }.map(\.b))
            if held.isEmpty { continue }
            for position in layout.range(ofRow: row) {
                let company = board.columnCompanies[layout.column(at: position, row: row)]
                if held.contains(company), !confirmed.contains(position) { values[position] = -.infinity }
            }
        }
    }
}
