import Domain
import Scoring

/// Chooses the pairs that a plan of a large alliance looks at: the best of each person by expected utility, some more by
/// what a trial may show, and every pair that stands, is pinned or shares a customer.
///
/// A pass over all pairs in blocks of rows, keeping `candidatesPerPerson` for each person of either side. Memory grows
/// with people, not with pairs.
struct CandidateSelection {
    /// Pairs that are scored at once: each takes eight bytes.
    private static let blockSize = 20_000_000
    /// At an upper end of so many standard deviations a pair is a candidate for a trial.
    private static let optimism: Float = 1.5

    private let board: Board
    private var lists: [[Int32]]
    private let perPerson: Int
    private let perExplorer: Int
    private let heldColumns: [Int: [Bool]]
    private let forbiddenByRow: [[Int32]]

    init(_ board: Board, _ snapshot: Snapshot, _ policy: Policy) {
        self.board = board
        lists = Array(repeating: [], count: board.rows.count)
        perPerson = max(1, policy.candidatesPerPerson)
        perExplorer = policy.explorationWeight > 0 ? max(1, perPerson / 2) : 0
        var forbidden = [[Int32]](repeating: [], count: board.rows.count)
        for dyad in board.forbidden.keys { forbidden[dyad.a].append(Int32(dyad.b)) }
        forbiddenByRow = forbidden
        var held: [Int: [Bool]] = [:]
        for pair in board.companyHolds.keys {
            var marks = held[pair.a] ?? Array(repeating: false, count: board.columns.count)
            for (column, company) in board.columnCompanies.enumerated() where company == pair.b {
                marks[column] = true
            }
            held[pair.a] = marks
        }
        heldColumns = held
        for dyad in board.present + board.pinned { lists[dyad.a].append(Int32(dyad.b)) }
        // A customer whom very many cover says little about any two of them.
        for (_, pairs) in board.sharedAccounts(snapshot, where: { _ in true }) where pairs.count <= 100 {
            for pair in pairs { lists[pair.a].append(Int32(pair.b)) }
        }
    }

    /// The candidates with mean and variance of their chemistry.
    ///
    /// - Complexity: O(rows × columns) for the pass; memory O((rows + columns) × candidates).
    mutating func candidates(
        by posterior: Posterior
    ) -> (layout: PairLayout, means: [Float], variances: [Float]) {
        var ofColumn = TopLists(count: board.columns.count, length: perPerson)
        var ofColumnByHope = TopLists(count: board.columns.count, length: perExplorer)
        let length = max(1, Self.blockSize / max(1, board.columns.count))
        for start in stride(from: 0, to: board.rows.count, by: length) {
            let block = start..<min(start + length, board.rows.count)
            var (means, variances) = posterior.chemistryMatrix(
                rows: board.rows[block].map(\.self), columns: board.columns)
            for row in block { forbid(row, in: &means, from: (row - start) * board.columns.count) }
            for index in variances.indices {
                variances[index] = means[index] + Self.optimism * variances[index].squareRoot()
            }
            take(block, means, perPerson, &ofColumn)
            if perExplorer > 0 { take(block, variances, perExplorer, &ofColumnByHope) }
        }
        for column in board.columns.indices {
            for row in ofColumn.members(of: column) + ofColumnByHope.members(of: column) {
                lists[Int(row)].append(Int32(column))
            }
        }
        for row in lists.indices { lists[row] = Self.distinct(lists[row]) }
        return scored(by: posterior)
    }

    private static func distinct(_ list: [Int32]) -> [Int32] {
        var result: [Int32] = []
        for column in list.sorted() where column != result.last { result.append(column) }
        return result
    }

    private func forbid(_ row: Int, in scores: inout [Float], from start: Int) {
        for column in forbiddenByRow[row] { scores[start + Int(column)] = -.infinity }
        guard let held = heldColumns[board.rowCompanies[row]] else { return }
        for column in held.indices where held[column] { scores[start + column] = -.infinity }
    }

    private mutating func take(
        _ block: Range<Int>, _ scores: [Float], _ length: Int, _ ofColumn: inout TopLists
    ) {
        let columnCount = board.columns.count
        scores.withUnsafeBufferPointer { scores in
            var ofRow = TopLists(count: 1, length: length)
            for row in block {
                let start = (row - block.lowerBound) * columnCount
                ofRow.clear()
                for column in 0..<columnCount {
                    let score = scores[start + column]
                    ofRow.offer(score, Int32(column), to: 0)
                    ofColumn.offer(score, Int32(row), to: column)
                }
                lists[row] += ofRow.members(of: 0)
            }
        }
    }

    /// Means and variances of the chosen pairs, row by row.
    private func scored(by posterior: Posterior) -> (PairLayout, [Float], [Float]) {
        let layout = PairLayout(columnCount: board.columns.count, candidates: lists)
        var (means, variances): ([Float], [Float]) = ([], [])
        means.reserveCapacity(layout.count)
        variances.reserveCapacity(layout.count)
        for (row, list) in lists.enumerated() {
            let scores = posterior.chemistryMatrix(
                rows: [board.rows[row]], columns: list.map { board.columns[Int($0)] })
            means += scores.mean
            variances += scores.variance
        }
        return (layout, means, variances)
    }
}
