/// Waiting for a request's answer from any task, with cancellation passed on to the loop.
enum Answering {
    /// Makes a request on the loop, hands it over, and waits.
    ///
    /// `making` may touch what is confined to the loop; so do `submit` and `cancel`.
    static func wait(
        on loop: EventLoop, for making: @escaping @Sendable () -> Request,
        submitting submit: @escaping @Sendable (Request) -> Void,
        cancelling cancel: @escaping @Sendable (Request) -> Void
    ) async -> Request.Answer {
        let slot = Slot()
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.run {
                    if slot.isCancelled {
                        continuation.resume(
                            returning: .failure(PostgresError.ofCancelledTask))
                        return
                    }
                    let request = making()
                    slot.request = request
                    request.wait(continuation)
                    submit(request)
                }
            }
        } onCancel: {
            loop.run {
                slot.isCancelled = true
                if let request = slot.request { cancel(request) }
            }
        }
    }

    /// Where a cancellation finds the request. Confined to the loop.
    private final class Slot: @unchecked Sendable {
        var request: Request?
        var isCancelled = false
    }
}
