/// How far a transaction is kept apart from others.
public enum Isolation: String, Sendable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "read committed"
    /// All statements see what was committed before the first one began.
    case repeatableRead = "repeatable read"
    /// As if transactions ran one after the other; may fail with 40001 and is then run again.
    case serializable
}

/// What a transaction may do.
public enum Access: String, Sendable {
    /// Reads and writes.
    case readWrite = "read write"
    /// Reads only; a write fails with 25006.
    case readOnly = "read only"
}

/// A transaction under way; valid inside the closure that it is given to.
///
/// `begin` and the context travel with the first statement, so that a transaction costs no round trip for them.
public struct Transaction: PostgresSession {
    let lease: Lease

    /// Runs a statement and gives all its rows.
    public func rows(_ sql: SQL, deadline: Duration?) async throws(PostgresError) -> PostgresRows {
        PostgresRows(try await lease.run(sql, deadline: deadline))
    }

    /// Runs a whole script inside the transaction. It must not commit by itself.
    ///
    /// - Parameter deadline: how long it may take; the transaction's own limit counts if it is nearer.
    public func executeScript(
        _ script: TrustedScript, deadline: Duration = .seconds(600)
    ) async throws(PostgresError) {
        try await lease.runScript(script, deadline: deadline)
    }

    /// Sets a setting until the end of the transaction; it is sent with the next statement.
    ///
    /// - Parameters:
    ///   - name: as `app.alliance_id`; from the source, so it is not quoted.
    ///   - value: quoted by libpq.
    /// - Throws: ``PostgresError/Kind/misuse`` for a value with a NUL character.
    public func setLocal(_ name: StaticString, to value: String) async throws(PostgresError) {
        try Lease.check(value)
        let (lease, name) = (lease, name.description)
        await lease.onLoop { lease.prefix.append(.setLocal(name: name, value: value)) }
    }

    /// Runs `body` in a savepoint: if it throws, what it did is undone, and the transaction may go on.
    @discardableResult
    public func savepoint<Result>(_ body: (Transaction) async throws -> Result) async throws -> Result {
        let name = "savepoint_\(lease.nextNumber())"
        _ = try await lease.run(SQL(fixed: "savepoint \(name)"))
        do {
            let result = try await body(self)
            _ = try await lease.run(SQL(fixed: "release savepoint \(name)"))
            return result
        } catch {
            // If the connection is lost or condemned this fails too, and the first error is the one that matters.
            _ = try? await lease.run(SQL(fixed: "rollback to savepoint \(name)"))
            throw error
        }
    }
}
