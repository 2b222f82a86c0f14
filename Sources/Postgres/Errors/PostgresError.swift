/// Everything that can go wrong between this program and PostgreSQL.
///
/// Its ``description`` is safe to log: it holds the SQLSTATE and names of the schema, and of the server's message only
/// what cannot repeat a value. ``message`` may: show it to a developer, not to a log.
public struct PostgresError: Error, Sendable, Equatable {
    /// What happened.
    public enum Kind: Sendable, Equatable {
        /// The server refused the statement, or ended the session.
        case server(SQLState)
        /// No connection could be made.
        case connectionFailed
        /// The connection broke while the statement was under way.
        case connectionLost
        /// The statement's, or the transaction's, time ran out on this side.
        case deadlineExceeded
        /// The task was cancelled.
        case cancelled
        /// Nobody gave a connection back in time.
        case poolExhausted
        /// So many statements wait already that this one was turned away.
        case overloaded
        /// The client has been shut down.
        case shutDown
        /// A result is not what the program expects: columns, types, nulls, limits.
        case decoding
        /// The settings can't be used: URL, service file, certificate, …
        case invalidSettings
        /// The program broke a rule of this module: a transaction used after its end, a statement inside an open COPY.
        case misuse
    }

    /// What happened.
    public let kind: Kind
    /// What happened, in words. From the server for ``Kind/server(_:)``: it may repeat values.
    public let message: String
    /// The server's advice, if it gave any.
    public var hint: String?
    /// Name of the constraint that was violated. Citus' shard number at its end is taken off.
    public var constraint: String?
    /// Name of the table concerned.
    public var table: String?
    /// Name of the column concerned.
    public var column: String?
    /// Whether the work may be in the database all the same: the answer to a commit never came.
    public var mayHaveCommitted: Bool

    /// An error of this side, or one made up by a test.
    public init(
        _ kind: Kind, _ message: String, hint: String? = nil, constraint: String? = nil, table: String? = nil,
        column: String? = nil, mayHaveCommitted: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.constraint = constraint
        self.table = table
        self.column = column
        self.mayHaveCommitted = mayHaveCommitted
    }

    /// The SQLSTATE if the server refused the statement.
    public var sqlState: SQLState? {
        guard case .server(let state) = kind else { return nil }
        return state
    }

    /// The same error, with the word whether the work may be in the database.
    func mayHaveCommitted(_ value: Bool) -> PostgresError {
        var error = self
        error.mayHaveCommitted = value
        return error
    }

    /// Whether the same transaction may succeed when it is run again: it lost against another one.
    ///
    /// Beside 40001 and 40P01 that is Citus' XX000 "could not commit transaction for shard", and a prepared
    /// statement that a schema change or a `discard all` has made invalid.
    public var isTransient: Bool {
        switch sqlState {
        case .serializationFailure, .deadlockDetected: true
        case .internalError: message.contains("could not commit transaction for shard")
        default: isStalePreparedStatement
        }
    }

    /// Whether a cached prepared statement went out of date.
    var isStalePreparedStatement: Bool {
        switch sqlState {
        case .invalidSQLStatementName: true
        case .featureNotSupported: message.contains("cached plan must not change result type")
        default: false
        }
    }
}

extension PostgresError {
    /// Whether trying to connect again is of no use before somebody changes something: wrong password, no such database
    /// or role. libpq tells such failures apart by their text only, and another language's texts are tried again.
    var refusesConnectionForGood: Bool {
        guard kind == .connectionFailed else { return false }
        let marks = [
            "authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied",
            "not permitted to log in", "definition of service", "certificate verify failed",
        ]
        return marks.contains { message.contains($0) }
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line for a log: no bound value, no password.
    public var description: String {
        var text: String
        switch kind {
        case .server(let state):
            text = "SQLSTATE \(state)"
            if !state.messageMayRepeatValues { text += ": \(message)" }
        default:
            text = message
        }
        let names = [("constraint", constraint), ("table", table), ("column", column)]
        for case (let label, let name?) in names { text += ", \(label) \(name)" }
        if mayHaveCommitted { text += " (it may have been committed)" }
        return text
    }
}
