/// Start, drain and end of a client.
final class Lifecycle: Sendable {
    private enum Phase {
        case running([UnsafeContinuation<Void, Never>])
        case stopping([UnsafeContinuation<Void, Never>])
        case stopped
    }

    private let loop: EventLoop
    private let pool: Pool
    private let lanes: [LaneGroup]
    private let listener: Listener
    private let options: ClientOptions
    private let phase = Guarded(Phase.running([]))

    init(loop: EventLoop, pool: Pool, lanes: [LaneGroup], listener: Listener, options: ClientOptions) {
        self.loop = loop
        self.pool = pool
        self.lanes = lanes
        self.listener = listener
        self.options = options
    }

    /// Waits until ``shutDown()`` is called or the task is cancelled.
    func untilShutdown() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let isOver = phase.withLock { phase in
                    guard case .running(let waiting) = phase, !Task.isCancelled else { return true }
                    phase = .running(waiting + [continuation])
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting = phase.withLock { phase -> [UnsafeContinuation<Void, Never>] in
                guard case .running(let waiting) = phase else { return [] }
                phase = .running([])
                return waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    /// Drains and closes; the second caller waits for the first one.
    func shutDown() async {
        let (isFirst, waiting) = phase.withLock { phase -> (Bool, [UnsafeContinuation<Void, Never>]) in
            guard case .running(let waiting) = phase else { return (false, []) }
            phase = .stopping([])
            return (true, waiting)
        }
        for continuation in waiting { continuation.resume() }
        guard isFirst else { return await untilStopped() }
        await drain()
        let late = phase.withLock { phase -> [UnsafeContinuation<Void, Never>] in
            defer { phase = .stopped }
            guard case .stopping(let late) = phase else { return [] }
            return late
        }
        for continuation in late { continuation.resume() }
    }

    private func untilStopped() async {
        await withUnsafeContinuation { continuation in
            let isStopped = phase.withLock { phase in
                guard case .stopping(let waiting) = phase else { return true }
                phase = .stopping(waiting + [continuation])
                return false
            }
            if isStopped { continuation.resume() }
        }
    }

    private func drain() async {
        await Task(executorPreference: loop) { [self] in
            let guardian = LoopTimer { self.closeAll() }
            guardian.due = .now + options.drainTimeout
            loop.add(guardian)
            listener.shutDown()
            pool.shutDown()
            for lane in lanes { lane.shutDown() }
            for lane in lanes { await lane.drained() }
            await pool.drained()
            loop.remove(guardian)
            closeAll()
        }.value
        loop.stop()
    }

    private func closeAll() {
        listener.shutDown()
        pool.closeAll()
        for lane in lanes { lane.closeAll() }
    }

    /// Nobody holds the client any more: closes what is left, without waiting.
    func abandon() {
        let mustClose = phase.withLock { phase in
            if case .running = phase { true } else { false }
        }
        guard mustClose else { return }
        loop.run { [self] in
            pool.shutDown()
            closeAll()
            loop.stop()
        }
    }
}
