/// What a connection is for, and how the server is told.
enum SessionKind: Sendable {
    /// For one user at a time.
    case exclusive
    /// Pipelined reads.
    case reads
    /// Group-committed small writes.
    case appends
    /// Notifications.
    case listener

    /// Statements to run once after connecting, and again after `discard all`.
    ///
    /// A server that has lost its client would keep its locks for long; these settings bound that from its side. And it would
    /// compile what it thinks to be costly, again for every execution: 40 ms for statements that take 5 (of a table of four
    /// million rows, whose estimates are high), and more than it ever saves for those that take seconds.
    /// None through a pooler of transactions: the next user of the server's connection would be bound by them.
    func setup(_ options: ClientOptions) -> [String] {
        if options.isBehindTransactionPooler { return [] }
        var statements = [
            "set idle_in_transaction_session_timeout = \(Self.milliseconds(options.idleInTransactionTimeout))",
            "set client_connection_check_interval = 5000",
            "set tcp_keepalives_idle = 5", "set tcp_keepalives_interval = 2", "set tcp_keepalives_count = 3",
            "set tcp_user_timeout = 10000", "set jit = off",
        ]
        let timeout = "set statement_timeout = \(Self.milliseconds(options.statementDeadline))"
        switch self {
        case .exclusive, .listener: break
        case .reads: statements += [timeout, "set default_transaction_read_only = on"]
        case .appends: statements.append(timeout)
        }
        return statements
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        max(1, Int64(clamping: duration.wholeNanoseconds / 1_000_000))
    }
}
