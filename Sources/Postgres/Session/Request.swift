/// A statement that goes along with a request, before or after it, in the same round trip.
enum Companion: Sendable {
    /// One of this module's own: `begin read only`, `commit`, …
    case fixed(String)
    /// `set local name = 'value'`.
    case setLocal(name: String, value: String)
}

/// One call's statement on its way: what to send, until when, and who waits for the answer.
///
/// Confined to the loop once it has been handed over.
final class Request: @unchecked Sendable {
    typealias Answer = Result<QueryResult, PostgresError>

    let sql: SQL
    let before: [Companion]
    let after: [Companion]
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

    init(
        _ sql: SQL, before: [Companion] = [], after: [Companion] = [], start: Moment = .now, deadline: Moment,
        isAutocommit: Bool
    ) {
        self.sql = sql
        self.before = before
        self.after = after
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
