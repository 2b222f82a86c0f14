import CoreMetrics
import Synchronization

/// The right to use a session until it is given back. What outlives that finds the lease ended.
///
/// Confined to the loop, except what is marked otherwise.
final class Lease: @unchecked Sendable {
    let session: Session
    let loop: EventLoop
    let options: ClientOptions
    let metrics: ClientMetrics
    /// Until when the whole of what the lease is for may take.
    let deadline: Moment?
    /// What goes before the next statement in the same round trip: `begin`, `set local …`.
    var prefix: [Companion] = []
    /// Whether statements stand as soon as they have run.
    var isAutocommit = true
    /// Whether anything has been sent.
    var isUsed = false
    /// Whether the lease has ended.
    var isEnded = false
    /// Numbers savepoints.
    private let counter = Atomic(0)

    init(_ session: Session, metrics: ClientMetrics, deadline: Moment?) {
        self.session = session
        loop = session.loop
        options = session.options
        self.metrics = metrics
        self.deadline = deadline
    }

    /// A number that no other savepoint of this lease has. From any task.
    func nextNumber() -> Int {
        counter.add(1, ordering: .relaxed).newValue
    }

    /// When a statement that begins now must be done. From any task.
    func statementDeadline(_ asked: Duration?) -> Moment {
        let now = Moment.now
        guard let deadline else { return now + (asked ?? options.statementDeadline) }
        return asked.map { min(now + $0, deadline) } ?? deadline
    }

    /// Runs one statement. From any task.
    func run(_ sql: SQL, deadline: Duration? = nil, after: [Companion] = []) async throws(PostgresError)
        -> QueryResult
    {
        let start = Moment.now
        let answer = await Answering.wait(on: loop) { [self] in
            makeRequest(sql, start: start, deadline: statementDeadline(deadline), after: after)
        } submitting: { [self] request in
            submit(request)
        } cancelling: { [self] request in
            session.cancel(request)
        }
        metrics.exclusiveTime.record(duration: .now - start)
        if case .failure = answer { metrics.failures.increment() }
        return try answer.get()
    }

    private func makeRequest(_ sql: SQL, start: Moment, deadline: Moment, after: [Companion]) -> Request {
        let before = prefix
        prefix = []
        return Request(
            sql, before: before, after: after, start: start, deadline: deadline, isAutocommit: isAutocommit)
    }

    private func submit(_ request: Request) {
        guard !isEnded else { return request.finish(.failure(Self.ended)) }
        isUsed = true
        session.submit(request)
    }

    static let ended = PostgresError(
        .misuse, "The transaction or connection is over; it must not be used outside its closure.")
}
