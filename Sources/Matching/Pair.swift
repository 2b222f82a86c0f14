/// One row of side A put together with one column of side B.
///
/// Indices count from 0. Pairs sort by row, then by column.
public struct Pair: Hashable, Sendable, Comparable {
    /// Index of the side A member.
    public var row: Int
    /// Index of the side B member.
    public var column: Int

    /// Puts `row` and `column` together.
    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    /// Orders by row, then by column.
    public static func < (left: Pair, right: Pair) -> Bool {
        (left.row, left.column) < (right.row, right.column)
    }
}

/// One of the two sides of a matching problem.
public enum Side: String, Sendable, Hashable {
    /// The rows.
    case rows
    /// The columns.
    case columns
}
