/// The pairs of a solved problem, with prices that prove them best.
///
/// **Prices.** `rowPrices[i]` is what one more place of row `i` would be worth, `columnPrices[j]` the same for column `j`.
/// For every allowed pair that is not made, `rowPrices[i] + columnPrices[j] ≥ score`; for every pair that is made,
/// `≤ score` (equality if the row or the column takes one pair). So no other set of pairs can beat the total by more than
/// ``gap``; ``violations(of:in:)`` checks that without the solver.
public struct Solution: Sendable {
    /// The pairs, pins included, in ascending order.
    public internal(set) var pairs: [Pair]
    /// Sum of the scores of ``pairs``, without bonuses.
    public internal(set) var total: Double
    /// Sum of scores and bonuses: what was maximised (with ``Objective/total``).
    public internal(set) var utility: Double
    /// What one more place of each row is worth.
    public internal(set) var rowPrices: [Double]
    /// What one more place of each column is worth.
    public internal(set) var columnPrices: [Double]
    /// Proof that no more pairs are possible; `nil` where ``UnmatchedRule/allowed(below:)`` rules.
    public internal(set) var cover: Cover?
    /// The worst score that was allowed, with ``Objective/worstFirst``; pairs below it count as forbidden.
    public internal(set) var worstAllowed: Double?
    /// Proof that no better worst pair is possible, with ``Objective/worstFirst``: covers all pairs above ``worstAllowed``.
    public internal(set) var worstCover: Cover?
    /// How far the best possible ``utility`` can lie above this one, at most; 0 for whole-number scores, rounding for others,
    /// more if the watch stopped the work.
    public internal(set) var gap: Double
    /// Whether the solver ran to the end.
    public internal(set) var isComplete: Bool
    /// How much work it was.
    public internal(set) var statistics: Statistics
    /// Number of side A members.
    public internal(set) var rowCount: Int
    /// Number of side B members.
    public internal(set) var columnCount: Int

    /// The columns of every row, ascending. - Complexity: O(rows + pairs).
    public var columnsByRow: [[Int]] {
        var lists = [[Int]](repeating: [], count: rowCount)
        for pair in pairs { lists[pair.row].append(pair.column) }
        return lists
    }

    /// The first column of every row, -1 where there is none: the whole answer where rows take one pair.
    /// - Complexity: O(rows + pairs).
    public var assignment: [Int] {
        var columns = [Int](repeating: -1, count: rowCount)
        for pair in pairs.reversed() { columns[pair.row] = pair.column }
        return columns
    }
}

/// Why no more pairs are possible (König's theorem): every allowed pair touches a covered row or column, apart from those
/// that are made anyway; so there are never more pairs than covered places.
public struct Cover: Sendable, Hashable {
    /// Whether each row is covered.
    public var rows: [Bool]
    /// Whether each column is covered.
    public var columns: [Bool]
}

/// How much work a solution was; the same on every machine.
public struct Statistics: Sendable, Hashable {
    /// Passes over one row.
    public var rowScans = 0
    /// Bids in the auction.
    public var bids = 0
    /// Searches for a row that the auction left over.
    public var rowSearches = 0
    /// Searches for a column that has room and a price.
    public var columnSearches = 0
    /// Rows and columns that those searches visited.
    public var visits = 0

    /// No work yet.
    public init() {}
}
