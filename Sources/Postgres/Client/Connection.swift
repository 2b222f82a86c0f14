/// One exclusive connection outside any transaction: for `create database`, session-level advisory locks, and other things
/// that outlive a transaction. Its settings, locks and temporary tables end when it is given back.
public struct Connection: PostgresSession {
    let lease: Lease

    /// Runs a statement in a transaction of its own and gives all its rows.
    public func rows(_ sql: SQL, deadline: Duration?) async throws(PostgresError) -> PostgresRows {
        PostgresRows(try await lease.run(sql, deadline: deadline))
    }

    /// Runs a whole script as one transaction, unless it has `begin` and `commit` of its own.
    ///
    /// - Parameter deadline: how long it may take.
    public func executeScript(
        _ script: TrustedScript, deadline: Duration = .seconds(600)
    ) async throws(PostgresError) {
        try await lease.runScript(script, deadline: deadline)
    }

    /// Runs `body` in a transaction on this connection: commits if it returns, rolls back if it throws. Not retried.
    @discardableResult
    public func transaction<Result: Sendable>(
        isolation: Isolation = .readCommitted, access: Access = .readWrite,
        context: TransactionContext = .none,
        _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        let inner = Lease(lease.session, metrics: lease.metrics, deadline: lease.deadline)
        return try await inner.transaction(isolation, access, context, body)
    }
}
