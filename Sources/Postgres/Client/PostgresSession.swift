/// One session of the database for one user at a time: a ``Transaction`` or a ``Connection``.
///
/// Statements given by several tasks at once run one after the other.
public protocol PostgresSession: Sendable {
    /// Runs a statement and gives all its rows.
    ///
    /// - Parameter deadline: how long it may take; the session's own limit if `nil`.
    func rows(_ sql: SQL, deadline: Duration?) async throws(PostgresError) -> PostgresRows
}

extension PostgresSession {
    /// Runs a statement and gives all its rows, within the session's own time limit.
    public func rows(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        try await rows(sql, deadline: nil)
    }

    /// Runs a statement and reads all its rows as tuples.
    ///
    /// ```swift
    /// let people = try await transaction.query("select id, name from salesperson", as: (UUID, String).self)
    /// ```
    public func query<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type, deadline: Duration? = nil
    ) async throws(PostgresError) -> [(repeat each Column)] {
        try await rows(sql, deadline: deadline).decode(as: type)
    }

    /// Runs a statement and reads its only column.
    public func query<Column: PostgresDecodable>(
        _ sql: SQL, as type: Column.Type, deadline: Duration? = nil
    ) async throws(PostgresError) -> [Column] {
        try await rows(sql, deadline: deadline).decode(as: type)
    }

    /// Runs a statement for its effect.
    ///
    /// - Returns: how many rows it inserted, updated, deleted or selected.
    @discardableResult
    public func execute(_ sql: SQL, deadline: Duration? = nil) async throws(PostgresError) -> Int {
        try await rows(sql, deadline: deadline).result.affectedRows
    }
}
