/// An answer that one task waits for, given once. Confined to the loop once it has been handed over.
class Awaited<Value: Sendable>: @unchecked Sendable {
    typealias Answer = Result<Value, PostgresError>

    private(set) var isFinished = false
    private var continuation: UnsafeContinuation<Answer, Never>?
    private var early: Answer?

    /// Names who waits. If the answer is there already (the task was cancelled), it is given at once.
    final func wait(_ continuation: UnsafeContinuation<Answer, Never>) {
        if let early {
            continuation.resume(returning: early)
        } else {
            self.continuation = continuation
        }
    }

    /// Gives the answer. Only the first one counts.
    final func finish(_ answer: Answer) {
        guard !isFinished else { return }
        isFinished = true
        guard let waiting = continuation else {
            early = answer
            return
        }
        continuation = nil
        waiting.resume(returning: answer)
    }

    /// Hands it over to the loop and waits.
    ///
    /// - Parameters:
    ///   - begin: what the loop is to do for it.
    ///   - cancel: what it is to do when the waiting task is cancelled; may run before `begin`.
    final func answer(
        on loop: EventLoop, _ begin: @escaping @Sendable () -> Void,
        onCancel cancel: @escaping @Sendable () -> Void
    ) async -> Answer {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.run {
                    self.wait(continuation)
                    begin()
                }
            }
        } onCancel: {
            loop.run(cancel)
        }
    }
}
