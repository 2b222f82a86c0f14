import CoreMetrics
import Logging

/// Some pipelined connections with one queue. Whatever has gathered by the end of a turn of the loop travels as one
/// batch, on the first connection that is free: batches grow with the load by themselves. Confined to the loop.
final class LaneGroup: @unchecked Sendable {
    fileprivate enum Lane {
        case absent
        case connecting
        case free(Session)
        case busy(Session, [Request], since: Moment)
    }

    private let loop: EventLoop
    private let options: ClientOptions
    private let connector: Connector
    private let metrics: ClientMetrics
    private let kind: SessionKind
    private var queue: LaneQueue
    private var lanes: [Lane]
    private var nextSession = 0
    private var backoff: Backoff
    private var generator = SystemRandomNumberGenerator()
    private var mayConnectAt = Moment(nanoseconds: 0)
    private var lastFailure: PostgresError?
    private var deadlineTimer: LoopTimer!
    private var retryTimer: LoopTimer!
    private var isDispatchDue = false
    /// Made once: it runs for every batch.
    private var dispatchDue: () -> Void = {}
    private var isShutDown = false
    private var drainWaiters: [UnsafeContinuation<Void, Never>] = []

    init(
        _ policy: LaneQueue.Policy, count: Int, loop: EventLoop, options: ClientOptions, connector: Connector,
        metrics: ClientMetrics
    ) {
        self.loop = loop
        self.options = options
        self.connector = connector
        self.metrics = metrics
        kind = policy == .reads ? .reads : .appends
        queue = LaneQueue(policy: policy, batchLimit: options.batchLimit)
        lanes = Array(repeating: .absent, count: max(1, count))
        backoff = Backoff(base: options.backoffBase, limit: options.backoffLimit)
        dispatchDue = { [unowned self] in
            self.isDispatchDue = false
            self.dispatch()
        }
        deadlineTimer = LoopTimer { [unowned self] in self.expire() }
        retryTimer = LoopTimer { [unowned self] in self.dispatch() }
    }

    /// Adds the timers; called once on the loop.
    func start() {
        loop.add(deadlineTimer)
        loop.add(retryTimer)
    }

    /// Queues a request; it leaves at the end of the turn if a lane is free.
    func submit(_ request: Request) {
        loop.assertCurrent()
        guard !request.isFinished else { return }
        if isShutDown {
            return request.finish(.failure(PostgresError(.shutDown, "The database client is shut down.")))
        }
        guard queue.waiting.count < options.waitingLimit else {
            return request.finish(
                .failure(
                    PostgresError(
                        .overloaded, "\(options.waitingLimit) statements wait for the database already.")))
        }
        queue.add(request)
        deadlineTimer.advance(to: request.deadline)
        dispatchSoon()
    }

    /// The task that waits was cancelled. What is under way is let finish: a lane is never cancelled, it would hit others.
    func cancel(_ request: Request) {
        loop.assertCurrent()
        _ = queue.remove(request)
        let error = PostgresError.ofCancelledTask
        request.finish(.failure(error.mayHaveCommitted(request.wasSent && request.isAutocommit)))
    }

    /// Refuses new work; what waits is still done.
    func shutDown() {
        isShutDown = true
        resumeIfDrained()
    }

    /// Waits until nothing is under way.
    func drained() async {
        loop.assertCurrent()
        guard !isDrained else { return }
        await withUnsafeContinuation { drainWaiters.append($0) }
    }

    /// Closes all connections.
    func closeAll() {
        isShutDown = true
        for lane in lanes { lane.session?.close() }
        for request in queue.waiting {
            request.finish(.failure(PostgresError(.shutDown, "The database client is shut down.")))
        }
        loop.remove(deadlineTimer)
        loop.remove(retryTimer)
    }

    private var isDrained: Bool {
        queue.waiting.allSatisfy(\.isFinished) && lanes.allSatisfy { !$0.isBusy }
    }

    private func resumeIfDrained() {
        guard isShutDown, isDrained else { return }
        let waiting = drainWaiters
        drainWaiters = []
        for waiter in waiting { waiter.resume() }
    }
}

extension LaneGroup.Lane {
    fileprivate var session: Session? {
        switch self {
        case .absent, .connecting: nil
        case .free(let session), .busy(let session, _, _): session
        }
    }

    fileprivate var isBusy: Bool {
        if case .busy = self { true } else { false }
    }
}

// MARK: - Sending

extension LaneGroup {
    private func dispatchSoon() {
        guard !isDispatchDue else { return }
        isDispatchDue = true
        loop.atEndOfTurn(dispatchDue)
    }

    /// Sends what waits on the lanes that are free, and opens a lane if all that exist are busy.
    private func dispatch() {
        let isWorthSharing = queue.waiting.count >= LaneQueue.worthSharing
        var freeLanes = lanes.count { if case .free = $0 { true } else { false } }
        for index in lanes.indices {
            guard case .free(let session) = lanes[index] else { continue }
            let batch = queue.takeBatch(sharedAmong: freeLanes)
            freeLanes -= 1
            guard !batch.isEmpty else { break }
            metrics.batchSize.record(batch.count)
            lanes[index] = .busy(session, batch, since: .now)
            session.start(batch) { [unowned self] ending in self.settle(index, session, batch, ending) }
        }
        if !queue.waiting.isEmpty || isWorthSharing { connectIfUseful() }
    }

    private func settle(_ index: Int, _ session: Session, _ batch: [Request], _ ending: BatchRun.Ending) {
        if session.isAlive { lanes[index] = .free(session) }
        let timer = kind == .reads ? metrics.readTime : metrics.appendTime
        let now = Moment.now
        for settlement in queue.settle(batch, ending) {
            timer.recordNanoseconds(now.nanoseconds(since: settlement.request.start))
            if case .failure = settlement.answer { metrics.failures.increment() }
            settlement.request.finish(settlement.answer)
        }
        if case .answered(let progress) = ending, session.isAlive { tidy(index, session, progress) }
        if !queue.waiting.isEmpty { dispatchSoon() }
        resumeIfDrained()
    }

    /// After an error inside a `begin … commit` the transaction is still open: it is rolled back before the lane goes on.
    private func tidy(_ index: Int, _ session: Session, _ progress: BatchProgress<QueryResult>) {
        if !progress.isClean, progress.hasStaleStatement { session.cache.forgetAll() }
        guard !session.isOutsideTransaction else { return }
        let rollback = Request(
            SQL(fixed: "rollback"), deadline: .now + options.statementDeadline, isAutocommit: false)
        lanes[index] = .busy(session, [rollback], since: .now)
        deadlineTimer.advance(to: rollback.deadline)
        session.start([rollback]) { [unowned self] _ in
            guard session.isAlive else { return }
            if session.isOutsideTransaction {
                lanes[index] = .free(session)
                dispatchSoon()
            } else {
                session.close()
            }
            resumeIfDrained()
        }
    }
}

extension BatchProgress {
    /// Whether a request failed because the server no longer has, or no longer accepts, a prepared statement.
    fileprivate var hasStaleStatement: Bool {
        outcomes.contains { outcome in
            if case .failure(let error) = outcome { error.isStalePreparedStatement } else { false }
        }
    }
}

// MARK: - Connecting

extension LaneGroup {
    private func connectIfUseful() {
        guard let index = lanes.firstIndex(where: { if case .absent = $0 { true } else { false } }),
            !lanes.contains(where: { if case .connecting = $0 { true } else { false } })
        else { return }
        let now = Moment.now
        guard now >= mayConnectAt else {
            retryTimer.advance(to: mayConnectAt)
            return
        }
        lanes[index] = .connecting
        nextSession += 1
        connector.connect(kind, id: nextSession) { [self] outcome in
            switch outcome {
            case .success(let session): adopt(session, at: index)
            case .failure(let error): connectFailed(error, at: index)
            }
        }
    }

    private func adopt(_ session: Session, at index: Int) {
        backoff.succeed()
        lastFailure = nil
        lanes[index] = .free(session)
        session.onLost = { [unowned self] error in
            if error.kind != .shutDown { metrics.connectionsLost.increment() }
            lanes[index] = .absent
            if !queue.waiting.isEmpty { dispatchSoon() }
            resumeIfDrained()
        }
        if isShutDown, isDrained { return session.close() }
        dispatch()
    }

    private func connectFailed(_ error: PostgresError, at index: Int) {
        lastFailure = error
        metrics.connectFailures.increment()
        connector.logger.warning("cannot connect", metadata: ["error": "\(error)"])
        lanes[index] = .absent
        mayConnectAt = .now + backoff.fail(using: &generator)
        if error.refusesConnectionForGood, !lanes.contains(where: { $0.session != nil }) {
            for request in queue.waiting { request.finish(.failure(error)) }
            _ = queue.takeBatch()
        }
        if !queue.waiting.isEmpty { retryTimer.advance(to: mayConnectAt) }
        resumeIfDrained()
    }
}

// MARK: - Deadlines

extension LaneGroup {
    /// After a deadline inside a batch the server has this long to answer before its connection is thrown away.
    private static let grace = Duration.milliseconds(250)

    /// Answers those whose time is up, and drops lanes that don't answer any more.
    private func expire() {
        let now = Moment.now
        var next = Moment.never
        for request in queue.waiting where !request.isFinished {
            if request.deadline <= now {
                request.finish(.failure(lateness(wasSent: false)))
            } else {
                next = min(next, request.deadline)
            }
        }
        for lane in lanes {
            guard case .busy(let session, let batch, let start) = lane else { continue }
            next = min(next, expire(batch, sent: start, on: session, now))
        }
        deadlineTimer.due = next
        resumeIfDrained()
    }

    /// Returns when to look at the batch again.
    ///
    /// The connection itself is given as long as the most impatient request allowed, counted from the sending: a request
    /// that spent its time in the queue says nothing about the server.
    private func expire(_ batch: [Request], sent start: Moment, on session: Session, _ now: Moment) -> Moment
    {
        var next = Moment.never
        for request in batch where !request.isFinished {
            if request.deadline <= now {
                request.finish(.failure(lateness(wasSent: request.isAutocommit)))
            } else {
                next = min(next, request.deadline)
            }
        }
        let patience = batch.map { $0.deadline - $0.start }.min() ?? .zero
        let end = start + patience + Self.grace
        guard end <= now else { return min(next, end) }
        session.sendCancel()
        session.lose(PostgresError(.connectionLost, "PostgreSQL did not answer in time."))
        return next
    }

    private func lateness(wasSent: Bool) -> PostgresError {
        if let lastFailure, !wasSent, !lanes.contains(where: { $0.session != nil }) { return lastFailure }
        return PostgresError(
            .deadlineExceeded, "The statement did not finish in time.",
            hint: "The server is slow, waits for a lock, or cannot be reached.", mayHaveCommitted: wasSent)
    }
}
