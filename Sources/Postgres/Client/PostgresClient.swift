import CoreMetrics
public import Logging
import Synchronization

/// PostgreSQL for a whole program: reads on pipelined lanes, transactions on a bounded pool, small writes committed in
/// groups, notifications. Connections are made when they are needed and replaced when they break.
///
/// ```swift
/// let client = try PostgresClient(settings: .init(url: url), logger: logger)
/// let names = try await client.read("select name from company where founded < \(1990)", as: String.self)
/// try await client.transaction { transaction in
///     try await transaction.execute("update company set name = \(name) where id = \(id)")
/// }
/// ```
///
/// One thread, the loop, owns all sockets. It also runs the bodies of transactions, which therefore must not compute
/// for long: a millisecond there is a millisecond for everybody.
public final class PostgresClient: Sendable {
    let loop: EventLoop
    let options: ClientOptions
    let pool: Pool
    let reads: LaneGroup
    let appends: LaneGroup
    let listener: Listener
    let metrics: ClientMetrics
    let logger: Logger
    private let lifecycle: Lifecycle
    /// ``ClientOptions/statementDeadline`` in nanoseconds.
    let defaultPatience: UInt64
    private let nextWaiter = Atomic(0)

    /// A client that connects when it is first used.
    ///
    /// - Throws: ``PostgresError/Kind/connectionFailed`` if the process has no descriptors left.
    public init(
        settings: ConnectionSettings, options: ClientOptions = .init(), logger: Logger
    ) throws(PostgresError) {
        let loop = try EventLoop()
        let metrics = ClientMetrics(prefix: options.metricsPrefix)
        let connector = Connector(settings: settings, options: options, logger: logger, loop: loop)
        let pool = Pool(loop: loop, options: options, connector: connector, metrics: metrics)
        let reads = LaneGroup(
            .reads, count: options.readLanes, loop: loop, options: options, connector: connector,
            metrics: metrics)
        let appends = LaneGroup(
            .appends, count: 1, loop: loop, options: options, connector: connector, metrics: metrics)
        let listener = Listener(loop: loop, options: options, connector: connector)
        self.loop = loop
        self.options = options
        defaultPatience = options.statementDeadline.wholeNanoseconds
        self.metrics = metrics
        self.logger = logger
        self.pool = pool
        self.reads = reads
        self.appends = appends
        self.listener = listener
        lifecycle = Lifecycle(
            loop: loop, pool: pool, lanes: [reads, appends], listener: listener, options: options)
        loop.run {
            pool.start()
            reads.start()
            appends.start()
            listener.start()
        }
    }

    deinit {
        lifecycle.abandon()
    }

    /// The loop as an executor. A task that does little but database work (a job runner, an import) runs its statements
    /// fastest on it: they need no change of thread.
    public var executor: any TaskExecutor { loop }

    /// Runs until the task is cancelled or ``shutdown()`` is called, then drains: the client as a long-running service.
    ///
    /// Not needed for the client to work.
    public func run() async throws {
        await lifecycle.untilShutdown()
        await shutdown()
    }

    /// Refuses new work, lets what is under way end (for at most ``ClientOptions/drainTimeout``), and closes all
    /// connections. May be called again; then it waits for the first call to finish.
    public func shutdown() async {
        await lifecycle.shutDown()
    }

    /// Reads rows outside any transaction of the caller's, on a lane shared with other reads.
    ///
    /// What several tasks ask at about the same time travels in one round trip. The server lets it read only; a write fails
    /// with 25006. After a lost connection it is tried once more. A read that may take longer than
    /// ``ClientOptions/statementDeadline`` gets a connection of its own, so as not to hold up others.
    ///
    /// - Parameters:
    ///   - sql: one statement.
    ///   - type: the columns' types, as a tuple type; a single column's type stands alone.
    ///   - context: settings for this read alone.
    ///   - deadline: how long it may take, waiting included.
    /// - Returns: all rows, in the server's order.
    public func read<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type, context: TransactionContext = .none,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> [(repeat each Column)] {
        try await readRows(sql, context: context, deadline: deadline).decode(as: type)
    }

    /// As the other `read`, for a single column.
    public func read<Column: PostgresDecodable>(
        _ sql: SQL, as type: Column.Type, context: TransactionContext = .none, deadline: Duration? = nil
    ) async throws(PostgresError) -> [Column] {
        try await readRows(sql, context: context, deadline: deadline).decode(as: type)
    }

    /// As ``read(_:as:context:deadline:)``, with the rows undecoded.
    public func readRows(
        _ sql: SQL, context: TransactionContext = .none, deadline: Duration? = nil
    ) async throws(PostgresError) -> PostgresRows {
        let start = Moment.now
        var end = start.advanced(byNanoseconds: defaultPatience)
        if let deadline {
            guard deadline <= options.statementDeadline else {
                return try await readAlone(sql, context: context, deadline: deadline)
            }
            end = start + deadline
        }
        let companions = try Self.companions(context)
        let request = Request(
            sql, before: companions.before, after: companions.after, start: start,
            deadline: end, isAutocommit: false)
        return PostgresRows(try await answer(to: request, from: reads))
    }

    /// Runs one small write of its own, committed together with others that come at about the same time.
    ///
    /// Returns after the commit. If the statement fails, it fails alone. The order of concurrent appends is not defined.
    ///
    /// - Throws: with ``PostgresError/mayHaveCommitted`` if the connection broke or the time ran out after sending.
    public func append(_ sql: SQL, deadline: Duration? = nil) async throws(PostgresError) {
        let start = Moment.now
        let end = start.advanced(byNanoseconds: defaultPatience)
        let limit = deadline.map { min(start + $0, end) } ?? end
        let request = Request(sql, start: start, deadline: limit, isAutocommit: true)
        _ = try await answer(to: request, from: appends)
    }

    func answer(to request: Request, from lane: LaneGroup) async throws(PostgresError) -> QueryResult {
        let answer = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.run {
                    request.wait(continuation)
                    lane.submit(request)
                }
            }
        } onCancel: { [loop] in
            loop.run { lane.cancel(request) }
        }
        return try answer.get()
    }

    static func companions(
        _ context: TransactionContext
    ) throws(PostgresError) -> (before: [Companion], after: [Companion]) {
        guard !context.isEmpty else { return ([], []) }
        var before = [Companion.fixed("begin read only")]
        for setting in context.settings {
            try Lease.check(setting.value)
            before.append(.setLocal(name: setting.name, value: setting.value))
        }
        return (before, [.fixed("commit")])
    }

    private func readAlone(
        _ sql: SQL, context: TransactionContext, deadline: Duration
    ) async throws(PostgresError) -> PostgresRows {
        do {
            return try await transaction(access: .readOnly, context: context, deadline: deadline) {
                try await $0.rows(sql)
            }
        } catch let error as PostgresError {
            throw error
        } catch {
            preconditionFailure("The body of this transaction throws nothing else: \(error)")
        }
    }
}

// MARK: - Exclusive connections

extension PostgresClient {
    /// Runs `body` in a transaction on a connection of its own: commits if it returns, rolls back if it throws.
    ///
    /// If it loses against another transaction (40001, 40P01) it is run again after a short random wait, so `body` must not
    /// have other effects. It runs on the loop's thread: database work only, computing belongs outside.
    ///
    /// - Parameters:
    ///   - isolation: how far it is kept apart from others.
    ///   - access: whether it may write.
    ///   - context: settings until its end.
    ///   - deadline: how long the whole of it may take, waiting for a connection and retries included; each statement may
    ///     use what is left. If `nil`, each statement has ``ClientOptions/statementDeadline``.
    ///   - retries: how often it may be run again.
    /// - Throws: what `body` throws, or a ``PostgresError``. Only with ``PostgresError/mayHaveCommitted`` may its work be
    ///   in the database.
    @discardableResult
    public func transaction<Result: Sendable>(
        isolation: Isolation = .readCommitted, access: Access = .readWrite,
        context: TransactionContext = .none,
        deadline: Duration? = nil, retries: Int = 3, _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let end = deadline.map { Moment.now + $0 }
        return try await withTaskExecutorPreference(loop) {
            var attempt = 0
            while true {
                let session = try await acquire(end)
                let lease = Lease(session, metrics: metrics, deadline: end)
                do {
                    let result = try await lease.transaction(isolation, access, context, body)
                    await pool.giveBack(session, forgettingAll: false)
                    return result
                } catch {
                    giveBackLater(session, forgettingAll: false)
                    guard attempt < retries, Self.mayRetry(error) else { throw error }
                    metrics.retries.increment()
                    attempt += 1
                    try await Task.sleep(for: .milliseconds(1 << attempt) * Double.random(in: 0.5...1.5))
                }
            }
        }
    }

    /// A transaction whose connection broke before its commit was sent has done nothing, and may run again.
    private static func mayRetry(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        return error.isTransient || (error.kind == .connectionLost && !error.mayHaveCommitted)
    }

    /// Runs `body` with a connection of its own, outside a transaction.
    ///
    /// - Parameter deadline: how long the whole may take; if `nil`, each statement has its own limit.
    @discardableResult
    public func withConnection<Result: Sendable>(
        deadline: Duration? = nil, _ body: @Sendable (Connection) async throws -> Result
    ) async throws -> Result {
        let end = deadline.map { Moment.now + $0 }
        return try await withTaskExecutorPreference(loop) {
            let session = try await acquire(end)
            let lease = Lease(session, metrics: metrics, deadline: end)
            do {
                let result = try await body(Connection(lease: lease))
                lease.isEnded = true
                await pool.giveBack(session, forgettingAll: true)
                return result
            } catch {
                await lease.onLoop { lease.isEnded = true }
                giveBackLater(session, forgettingAll: true)
                throw error
            }
        }
    }

    /// Cleaning after a failure may take a while; the caller need not wait for it.
    private func giveBackLater(_ session: Session, forgettingAll: Bool) {
        let pool = pool
        Task(executorPreference: loop) { await pool.giveBack(session, forgettingAll: forgettingAll) }
    }

    private func acquire(_ end: Moment?) async throws(PostgresError) -> Session {
        let id = nextWaiter.add(1, ordering: .relaxed).newValue
        let limit = Moment.now + options.acquireTimeout
        let deadline = end.map { min($0, limit) } ?? limit
        let pool = pool
        let loop = loop
        let outcome: Result<Session, PostgresError> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.run { pool.ask(id, deadline: deadline, continuation) }
            }
        } onCancel: {
            loop.run { pool.withdraw(id) }
        }
        return try outcome.get()
    }
}
