/// Notifications on their way from the loop to one listener.
final class Mailbox: Sendable {
    private struct State {
        var pending: [PostgresNotification] = []
        var reader: UnsafeContinuation<PostgresNotification?, Never>?
        var isClosed = false
    }

    private let limit: Int
    private let state = Guarded(State())
    private let onAbandon: @Sendable () -> Void

    /// - Parameters:
    ///   - limit: most notifications kept.
    ///   - onAbandon: runs when nobody holds the mailbox any more.
    init(limit: Int, onAbandon: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onAbandon = onAbandon
    }

    deinit {
        onAbandon()
    }

    /// Delivers a notification. One too many, and all that wait become a single resync.
    func deliver(_ notification: PostgresNotification) {
        let reader = state.withLock { state -> UnsafeContinuation<PostgresNotification?, Never>? in
            guard !state.isClosed else { return nil }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.pending.count >= limit || notification == .resync {
                state.pending = [.resync]
            } else {
                state.pending.append(notification)
            }
            return nil
        }
        reader?.resume(returning: notification)
    }

    /// No more will come.
    func close() {
        let reader = state.withLock { state in
            state.isClosed = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    /// The next notification; `nil` when closed and empty, or when the task is cancelled.
    func next() async -> PostgresNotification? {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let answer = state.withLock { state -> PostgresNotification?? in
                    if !state.pending.isEmpty { return .some(state.pending.removeFirst()) }
                    if state.isClosed || Task.isCancelled { return .some(nil) }
                    precondition(state.reader == nil, "One task at a time reads a listener.")
                    state.reader = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(returning: nil)
        }
    }
}
