import CoreMetrics
import Logging

/// Some pipelined connections with one queue. Whatever has gathered by the end of a turn of the loop travels as one
/// batch, on the first connection that is free: batches grow with the load by themselves. Confined to the loop.
final class LaneGroup: @unchecked Sendable {
    let loop: EventLoop
    let options: ClientOptions
    let connector: Connector
    let metrics: ClientMetrics
    let kind: SessionKind
    var queue: LaneQueue
    var lanes: [Lane]
    var nextSession = 0
    var backoff: Backoff
    var generator = SystemRandomNumberGenerator()
    var mayConnectAt = Moment(nanoseconds: 0)
    var lastFailure: PostgresError?
    var deadlineTimer: LoopTimer!
    var retryTimer: LoopTimer!
    var isDispatchDue = false
    /// Made once: it runs for every batch.
    var dispatchDue: () -> Void = {}
    var isShutDown = false
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

    /// The task that waits was cancelled; its statement is too, unless others travel with it.
    func cancel(_ request: Request) {
        loop.assertCurrent()
        _ = queue.remove(request)
        let error = PostgresError.ofCancelledTask
        request.finish(.failure(error.mayHaveCommitted(request.wasSent && request.isAutocommit)))
        for lane in lanes {
            guard case .busy(let session, let batch, _) = lane, batch.contains(where: { $0 === request })
            else { continue }
            stopIfAbandoned(batch, on: session)
        }
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

    var isDrained: Bool {
        queue.waiting.allSatisfy(\.isFinished) && lanes.allSatisfy { !$0.isBusy }
    }

    func resumeIfDrained() {
        guard isShutDown, isDrained else { return }
        let waiting = drainWaiters
        drainWaiters = []
        for waiter in waiting { waiter.resume() }
    }
}
