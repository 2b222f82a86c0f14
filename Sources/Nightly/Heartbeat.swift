import Foundation
import Storage

/// Runs `work` while a lease is kept alive beside it, and stops it when the lease is lost.
///
/// The heartbeat runs on the database client's thread: work that computes keeps the others busy. A process that wakes after
/// it was frozen finds its connections dead and asks again before it judges: its lease may have passed to somebody else.
///
/// - Parameters:
///   - lease: how long it holds without a renewal, in seconds.
///   - renew: renews the lease until the given moment; false when it had passed to somebody else.
/// - Throws: what `work` throws, or ``StorageError/leaseLost``.
func withHeartbeat<Result: Sendable>(
    every lease: TimeInterval, on executor: any TaskExecutor,
    renew: @escaping @Sendable (_ until: Date) async throws -> Bool,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask(executorPreference: executor) {
            var lastSign = Date()
            var failures = 0
            while (try? await Task.sleep(for: .seconds(lease / 3))) != nil {
                let now = Date()
                do {
                    guard try await renew(now + lease) else { throw StorageError.leaseLost }
                    lastSign = now
                    failures = 0
                } catch StorageError.leaseLost {
                    throw StorageError.leaseLost
                } catch {
                    // The database does not answer: the lease may still hold, and the publishing transaction will tell.
                    failures += 1
                    if failures >= 3, Date() > lastSign + 10 * lease { throw error }
                }
            }
            return nil
        }
        defer { group.cancelAll() }
        while let outcome = try await group.next() {
            if let outcome { return outcome }
        }
        throw CancellationError()
    }
}
