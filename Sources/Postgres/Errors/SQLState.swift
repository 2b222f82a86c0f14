/// PostgreSQL's five-character error code; its first two characters are the class.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// The code with these characters.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters: 23 is "integrity constraint violation", 08 "connection exception", …
    public var errorClass: Substring { rawValue.prefix(2) }

    /// 23505.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// 23503.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// 23514.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// 23502.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// 23P01.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// 40001.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// 40P01.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// 55P03: `lock_timeout` or `nowait`.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// 57014: cancelled, by `statement_timeout` or on request.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// 42501: no privilege, or refused by row-level security.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// 42704, also of a role.
    public static let undefinedObject = SQLState(rawValue: "42704")
    /// 42P01: no such table.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// 25006: a write where only reads are allowed.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// 25P02: a statement in a transaction that has failed already.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// 26000: no such prepared statement.
    public static let invalidSQLStatementName = SQLState(rawValue: "26000")
    /// 0A000.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// XX000.
    public static let internalError = SQLState(rawValue: "XX000")

    /// Whether the server's message for such an error can repeat what a user typed: data, constraint and check-option
    /// errors, and what functions raise.
    var messageMayRepeatValues: Bool {
        switch errorClass {
        case "21", "22", "23", "44", "P0", "XX": true
        default: false
        }
    }
}
