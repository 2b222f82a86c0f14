/// A statement that goes along with a request, before or after it, in the same round trip.
enum Companion: Sendable {
    /// One of this module's own: `begin read only`, `commit`, …
    case fixed(String)
    /// `set local name = 'value'`.
    case setLocal(name: String, value: String)
}

/// A statement, and what goes along with it.
struct Statement: Sendable {
    let sql: SQL
    var before: [Companion] = []
    var after: [Companion] = []
}

/// One call on its way: what it wants, until when, and who waits for the answer.
///
/// Confined to the loop once it has been handed over.
final class Request: @unchecked Sendable {
    typealias Answer = Result<QueryResult, PostgresError>

    /// What a call wants.
    enum Wish: Sendable {
        /// The result of a statement of its own.
        case statement(Statement)
        /// A row that others' may be looked for together with.
        case row(any KeyQuestion)
    }

    let wish: Wish
    let start: Moment
    let deadline: Moment
    /// Whether the statement's work stands as soon as it has run: it is in no open transaction.
    let isAutocommit: Bool
    /// How often it has been sent on a connection that broke.
    var lostConnections = 0
    /// How often a stale prepared statement has made it fail.
    var staleStatements = 0
    /// Must be sent without company, because the company failed.
    var mustTravelAlone = false
    /// Whether it has left for the server.
    var wasSent = false
    private(set) var isFinished = false
    private var continuation: UnsafeContinuation<Answer, Never>?
    private var early: Answer?

    convenience init(
        _ sql: SQL, before: [Companion] = [], after: [Companion] = [], start: Moment = .now, deadline: Moment,
        isAutocommit: Bool
    ) {
        let statement = Statement(sql: sql, before: before, after: after)
        self.init(.statement(statement), start: start, deadline: deadline, isAutocommit: isAutocommit)
    }

    init(_ wish: Wish, start: Moment, deadline: Moment, isAutocommit: Bool) {
        self.wish = wish
        self.start = start
        self.deadline = deadline
        self.isAutocommit = isAutocommit
    }

    /// Names who waits. If the answer is there already (the task was cancelled), it is given at once.
    func wait(_ continuation: UnsafeContinuation<Answer, Never>) {
        if let early {
            continuation.resume(returning: early)
        } else {
            self.continuation = continuation
        }
    }

    /// Gives the answer. Only the first one counts.
    func finish(_ answer: Answer) {
        guard !isFinished else { return }
        isFinished = true
        guard let waiting = continuation else {
            early = answer
            return
        }
        continuation = nil
        waiting.resume(returning: answer)
    }
}
