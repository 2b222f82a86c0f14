import CLibpq
import Logging

/// One connection on the loop: sends, receives, and says how each piece of work ended. It waits for nothing.
///
/// A session does one activity at a time: a pipelined batch, a script, or a COPY. Requests that come meanwhile wait in
/// line. Confined to the loop.
final class Session: EventLoop.Watcher, @unchecked Sendable {
    /// What the connection is doing.
    enum Activity {
        case idle
        case batch(BatchRun)
        case script(ScriptRun)
        case copyIn(CopyInRun)
        case copyOut(CopyOutRun)
    }

    let id: Int
    let loop: EventLoop
    let options: ClientOptions
    let logger: Logger
    let connection: ConnectionHandle
    let notices: NoticeSink
    var cache: StatementCache
    var parameters = Parameters()
    var activity = Activity.idle
    /// Requests in line for an exclusive connection.
    var line: [Request] = []
    /// Prepared statements that the server is still to drop.
    var evicted: [Int] = []
    /// Why the connection is no more, once it isn't.
    private(set) var fault: PostgresError?
    /// Why the work under way was given up: a deadline, a cancelled task. The connection is to be cleaned then.
    var condemnation: PostgresError?
    /// Whether a request to cancel is on its way to the server.
    var isCancelling = false
    /// Whether one has been since the connection was last cleaned.
    var wasCancelled = false
    /// Who waits for the connection to become quiet: nothing running and no cancel request under way.
    var quietWaiters: [UnsafeContinuation<Void, Never>] = []
    /// Runs when the connection is lost.
    var onLost: (PostgresError) -> Void = { _ in }
    /// Runs for each notification.
    var onNotification: (String, String) -> Void = { _, _ in }
    /// Fires at the deadline of the activity.
    private(set) var timer: LoopTimer!

    private let socket: Int32
    private var token: UInt64 = 0
    private var wantsWrite = false
    private var wantsRead = true

    /// Takes over a connection that is set up, non-blocking and in pipeline mode.
    init(
        id: Int, adopting connection: consuming ConnectionHandle, notices: NoticeSink, loop: EventLoop,
        options: ClientOptions, logger: Logger
    ) {
        loop.assertCurrent()
        self.id = id
        self.loop = loop
        self.options = options
        self.logger = logger
        self.notices = notices
        socket = PQsocket(connection.pointer)
        self.connection = connection
        cache = StatementCache(capacity: options.preparedStatements)
        timer = LoopTimer { [unowned self] in self.deadlinePassed() }
        token = loop.watch(socket, by: self)
        loop.add(timer)
    }

    var pointer: OpaquePointer { connection.pointer }

    /// Whether the connection still stands, as far as is known.
    var isAlive: Bool { fault == nil }

    /// Whether nothing runs.
    var isIdle: Bool {
        if case .idle = activity { true } else { false }
    }

    /// Whether no transaction is open.
    var isOutsideTransaction: Bool { PQtransactionStatus(pointer) == PQTRANS_IDLE }

    // MARK: Readiness

    func socketIsReady(toRead: Bool, toWrite: Bool) {
        loop.assertCurrent()
        guard isAlive else { return }
        if toRead {
            if case .copyIn(let run) = activity { run.hasHeard = true }
            guard consume() else { return }
        }
        if toWrite, !flush() { return }
        advance()
    }

    /// Takes in what the socket has. False if the connection is lost.
    ///
    /// A connection that the server has closed gives its farewell message first, and only the next read fails: an idle
    /// one is therefore read twice, or it would look healthy for one more request.
    func consume() -> Bool {
        let succeeded = PQconsumeInput(pointer) == 1 && (!isIdle || PQconsumeInput(pointer) == 1)
        guard succeeded, PQstatus(pointer) == CONNECTION_OK else {
            advance()
            if isAlive { lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke.")) }
            return false
        }
        return true
    }

    /// Sends what libpq holds back, now or when the socket allows. False if the connection is lost.
    @discardableResult
    func flush() -> Bool {
        let outcome = PQflush(pointer)
        if outcome < 0 {
            // Whatever the server said before it went is still to be read.
            _ = PQconsumeInput(pointer)
            advance()
            if isAlive { lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke.")) }
            return false
        }
        setInterest(read: wantsRead, write: outcome == 1)
        return true
    }

    /// Whether libpq still holds bytes that the socket would not take.
    var hasUnsentBytes: Bool { wantsWrite }

    func setInterest(read: Bool, write: Bool) {
        guard read != wantsRead || write != wantsWrite, isAlive else { return }
        wantsRead = read
        wantsWrite = write
        loop.setInterest(socket, token: token, read: read, write: write)
    }

    /// Moves the activity on by what has arrived.
    func advance() {
        switch activity {
        case .idle: advanceIdle()
        case .batch(let run): advance(run)
        case .script(let run): advance(run)
        case .copyIn(let run): advance(run)
        case .copyOut(let run): advance(run)
        }
        deliverNotifications()
    }

    /// Notices and notifications are all that may come when nothing runs.
    private func advanceIdle() {
        while isAlive, PQisBusy(pointer) == 0, let result = PQgetResult(pointer) {
            let result = QueryResult(owning: result)
            if PQresultStatus(result.pointer) == PGRES_FATAL_ERROR {
                lose(PostgresError(result: result.pointer).asLostConnection)
            }
        }
    }

    private func deliverNotifications() {
        while isAlive, let notification = PQnotifies(pointer) {
            onNotification(
                String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
    }

    // MARK: End

    /// The activity is over: lets the next one begin.
    func becomeIdle() {
        activity = .idle
        timer.due = .never
        setInterest(read: true, write: wantsWrite)
        if condemnation == nil, !line.isEmpty, isAlive { startNextInLine() }
        wakeQuietWaiters()
    }

    func wakeQuietWaiters() {
        guard !isAlive || (isIdle && !isCancelling) else { return }
        let waiting = quietWaiters
        quietWaiters = []
        for waiter in waiting { waiter.resume() }
    }

    /// Gives the connection up for lost, and all work on it.
    func lose(_ error: PostgresError) {
        guard isAlive else { return }
        fault = error
        logger.debug("connection lost", metadata: ["session": "\(id)", "error": "\(error)"])
        loop.unwatch(socket, token: token)
        loop.remove(timer)
        let interrupted = activity
        activity = .idle
        interrupted.fail(error)
        let waiting = line
        line = []
        for request in waiting { request.finish(.failure(condemnation ?? error)) }
        wakeQuietWaiters()
        onLost(error)
    }

    /// Ends a connection that is not needed any more.
    func close() {
        lose(PostgresError(.shutDown, "The connection has been closed."))
    }
}

extension Session.Activity {
    /// Tells everybody concerned that the connection is lost.
    fileprivate func fail(_ error: PostgresError) {
        switch self {
        case .idle: break
        case .batch(let run): run.completion(.lost(error))
        case .script(let run): run.finish(.failure(error.mayHaveCommitted(true)))
        case .copyIn(let run): run.fail(error)
        case .copyOut(let run): run.fail(error)
        }
    }
}

extension PostgresError {
    /// The same fault seen as the end of the connection: what the server says when it ends a session.
    var asLostConnection: PostgresError {
        guard case .server(let state) = kind else { return self }
        return PostgresError(
            .connectionLost, "PostgreSQL ended the connection (SQLSTATE \(state)).",
            mayHaveCommitted: mayHaveCommitted)
    }

    /// Whether the server ends the session after this error: shutdown, crash of another process, idle for too long.
    var endsSession: Bool {
        guard let state = sqlState else { return kind == .connectionLost }
        return ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state.rawValue)
            || state.errorClass == "08"
    }
}
