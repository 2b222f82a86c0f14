import ServiceLifecycle
import UnixSignals

/// Runs `body`, and cancels it on Ctrl-C or SIGTERM. A second signal ends the process at once.
///
/// - Throws: what `body` throws; `CancellationError` after a signal.
func untilInterrupted<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await signal in signals {
                Terminal.say("stopping on \(signal) …")
                return nil
            }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        if let first { return first }
        group.cancelAll()
        // What the body makes of it counts: it may have ended in the same moment.
        guard let second = try await group.next(), let second else { throw CancellationError() }
        return second
    }
}
