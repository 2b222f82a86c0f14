/// What every possible pair is worth, either for all pairs or for a list of candidates.
public enum Scores: Sendable {
    /// A score for every row and column.
    case matrix(ScoreMatrix)
    /// Scores for some pairs only; every pair that is not listed is forbidden.
    case candidates(CandidateScores)

    /// Number of side A members.
    public var rowCount: Int {
        switch self {
        case .matrix(let matrix): matrix.rowCount
        case .candidates(let list): list.rowCount
        }
    }

    /// Number of side B members.
    public var columnCount: Int {
        switch self {
        case .matrix(let matrix): matrix.columnCount
        case .candidates(let list): list.columnCount
        }
    }
}

/// What a NaN among the scores means.
public enum NaNPolicy: Sendable, Hashable {
    /// A mistake: ``MatchingError/notANumber(_:)`` tells where.
    case isAnError
    /// The pair is forbidden, just as with `-infinity`.
    case forbids
}

/// Scores as numbers of one of three kinds, in one run of memory.
///
/// `-infinity` forbids a pair, among integers `Int32.min` does.
public enum ScoreElements: Sendable {
    /// Single precision.
    case float([Float])
    /// Double precision.
    case double([Double])
    /// Whole numbers: solved exactly, with a duality gap of exactly 0.
    case integer([Int32])

    /// How many scores there are.
    public var count: Int {
        switch self {
        case .float(let values): values.count
        case .double(let values): values.count
        case .integer(let values): values.count
        }
    }

    /// The score at `position` as a double (every kind converts exactly); `-infinity` if the pair is forbidden.
    public subscript(position: Int) -> Double {
        switch self {
        case .float(let values): Double(values[position])
        case .double(let values): values[position]
        case .integer(let values): values[position] == .min ? -.infinity : Double(values[position])
        }
    }
}

/// A score for every pair: `rowCount` × `columnCount` numbers, row after row.
public struct ScoreMatrix: Sendable {
    /// Number of side A members, at most 2³¹ - 2.
    public let rowCount: Int
    /// Number of side B members, at most 2³¹ - 2.
    public let columnCount: Int
    /// The scores, row after row; the product of the sides may pass 2³¹.
    public let elements: ScoreElements

    /// Takes the scores of a matrix; ``solve(_:watch:)`` checks that their number fits.
    public init(rowCount: Int, columnCount: Int, elements: ScoreElements) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.elements = elements
    }
}

/// Scores for candidate pairs only, in compressed rows.
///
/// The candidates of row `i` stand at positions `rowStarts[i] ..< rowStarts[i + 1]` of `columns` and
/// `elements`, in any order, each column at most once.
public struct CandidateScores: Sendable {
    /// Number of side B members.
    public let columnCount: Int
    /// Where each row begins; one longer than the number of rows, first 0, never falling.
    public let rowStarts: [Int]
    /// The column of each candidate.
    public let columns: [Int32]
    /// The score of each candidate.
    public let elements: ScoreElements

    /// Number of side A members.
    public var rowCount: Int { rowStarts.count - 1 }

    /// Takes candidate lists; ``solve(_:watch:)`` checks them.
    public init(columnCount: Int, rowStarts: [Int], columns: [Int32], elements: ScoreElements) {
        self.columnCount = columnCount
        self.rowStarts = rowStarts
        self.columns = columns
        self.elements = elements
    }
}
