import CoreMetrics

/// The exclusive connections: ``PoolMachine`` decides, this carries out. Confined to the loop.
final class Pool: @unchecked Sendable {
    private struct Waiter {
        let continuation: UnsafeContinuation<Result<Session, PostgresError>, Never>
        let start: Moment
        let deadline: Moment
    }

    private let loop: EventLoop
    private let options: ClientOptions
    private let connector: Connector
    private let metrics: ClientMetrics
    private var machine: PoolMachine
    private var sessions: [Int: Session] = [:]
    private var waiters: [Int: Waiter] = [:]
    private var nextSession = 0
    private var backoff: Backoff
    private var generator = SystemRandomNumberGenerator()
    private var lastFailure: PostgresError?
    private var retryTimer: LoopTimer!
    private var waiterTimer: LoopTimer!
    private var drainWaiters: [UnsafeContinuation<Void, Never>] = []

    init(loop: EventLoop, options: ClientOptions, connector: Connector, metrics: ClientMetrics) {
        self.loop = loop
        self.options = options
        self.connector = connector
        self.metrics = metrics
        machine = PoolMachine(capacity: options.poolSize)
        backoff = Backoff(base: options.backoffBase, limit: options.backoffLimit)
        retryTimer = LoopTimer { [unowned self] in self.perform(self.machine.retry()) }
        waiterTimer = LoopTimer { [unowned self] in self.expireWaiters() }
    }

    /// Adds the timers; called once on the loop.
    func start() {
        loop.add(retryTimer)
        loop.add(waiterTimer)
    }

    /// Asks for a connection. `continuation` gets one, or learns why not, at the deadline at the latest.
    func ask(
        _ id: Int, deadline: Moment, _ continuation: UnsafeContinuation<Result<Session, PostgresError>, Never>
    ) {
        loop.assertCurrent()
        waiters[id] = Waiter(continuation: continuation, start: .now, deadline: deadline)
        waiterTimer.advance(to: deadline)
        perform(machine.ask(id))
    }

    /// The task of a waiter was cancelled.
    func withdraw(_ id: Int) {
        loop.assertCurrent()
        if machine.withdraw(id) { refuse(id, PostgresError.ofCancelledTask) }
    }

    /// Takes a connection back and makes it fit for the next user, or replaces it.
    func giveBack(_ session: Session, forgettingAll: Bool) async {
        loop.assertCurrent()
        let mustClean =
            forgettingAll || !session.isIdle || session.condemnation != nil || session.wasCancelled
            || !session.isOutsideTransaction
        if session.isAlive, mustClean, await !session.clean(forgettingAll: forgettingAll), session.isAlive {
            session.close()
        }
        if session.isAlive { perform(machine.giveBack(session.id)) }
        report()
    }

    /// Refuses new work and closes what is at rest.
    func shutDown() {
        perform(machine.shutDown())
    }

    /// Waits until nothing is in use. After ``shutDown()``.
    func drained() async {
        loop.assertCurrent()
        guard !machine.isDrained else { return }
        await withUnsafeContinuation { drainWaiters.append($0) }
    }

    /// Closes everything, in use or not.
    func closeAll() {
        for session in sessions.values { session.close() }
        loop.remove(retryTimer)
        loop.remove(waiterTimer)
    }

    private func perform(_ actions: [PoolMachine.Action]) {
        for action in actions {
            switch action {
            case .connect: connect()
            case .lease(let session, let waiter): lease(session, waiter)
            case .refuse(let waiter):
                refuse(waiter, PostgresError(.shutDown, "The database client is shut down."))
            case .close(let session): sessions[session]?.close()
            }
        }
        if machine.isDrained {
            let waiting = drainWaiters
            drainWaiters = []
            for waiter in waiting { waiter.resume() }
        }
        report()
    }

    private func connect() {
        let id = nextSession
        nextSession += 1
        connector.connect(.exclusive, id: id) { [self] outcome in
            switch outcome {
            case .success(let session): adopt(session)
            case .failure(let error): connectFailed(error)
            }
        }
    }

    private func adopt(_ session: Session) {
        backoff.succeed()
        lastFailure = nil
        sessions[session.id] = session
        session.onLost = { [unowned self, id = session.id] error in
            if error.kind != .shutDown { metrics.connectionsLost.increment() }
            sessions[id] = nil
            perform(machine.lost(id))
        }
        perform(machine.connected(session.id))
    }

    private func connectFailed(_ error: PostgresError) {
        lastFailure = error
        metrics.connectFailures.increment()
        machine.connectFailed()
        retryTimer.due = .now + backoff.fail(using: &generator)
        if error.refusesConnectionForGood {
            for waiter in machine.waiters where machine.withdraw(waiter) { refuse(waiter, error) }
        }
        perform([])
    }

    private func lease(_ sessionID: Int, _ waiterID: Int) {
        guard let waiter = waiters.removeValue(forKey: waiterID), let session = sessions[sessionID] else {
            preconditionFailure("The pool leases connections it has to people who wait.")
        }
        metrics.poolWait.record(duration: .now - waiter.start)
        waiter.continuation.resume(returning: .success(session))
    }

    private func refuse(_ id: Int, _ error: PostgresError) {
        waiters.removeValue(forKey: id)?.continuation.resume(returning: .failure(error))
    }

    private func expireWaiters() {
        let now = Moment.now
        for (id, waiter) in waiters where waiter.deadline <= now && machine.withdraw(id) {
            metrics.poolTimeouts.increment()
            refuse(id, timeout)
        }
        waiterTimer.due = waiters.values.map(\.deadline).min() ?? .never
    }

    private var timeout: PostgresError {
        if let lastFailure { return lastFailure }
        if machine.leased.isEmpty {
            return PostgresError(.connectionFailed, "PostgreSQL did not take a connection in time.")
        }
        return PostgresError(
            .poolExhausted,
            "No database connection became free in time: \(machine.leased.count) of "
                + "\(machine.capacity) are in use and \(machine.waiters.count + 1) callers wait.",
            hint: "Shorten transactions, or raise the pool size.")
    }

    private func report() {
        metrics.poolInUse.record(machine.leased.count)
        metrics.poolIdle.record(machine.idle.count)
        metrics.poolWaiting.record(machine.waiters.count)
    }
}
