import Foundation
import Storage
import Synchronization
import Testing

@testable import Nightly

@Suite struct HeartbeatTests {
    private struct DeadConnection: Error {}

    /// Work that goes on until it is stopped.
    private static let endless: @Sendable () async throws -> Void = {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    /// The first try after it woke fails, because its connection is dead; the second one learns whose lease it is.
    @Test func `a process that was frozen for long learns that its lease has passed on`() async {
        let lease = 0.02
        let tries = Mutex(0)
        await #expect(throws: StorageError.leaseLost) {
            try await withHeartbeat(
                every: lease, on: globalConcurrentExecutor,
                renew: { _ in
                    let isFirst = tries.withLock { count in
                        count += 1
                        return count == 1
                    }
                    guard isFirst else { return false }
                    let frozen = Date()
                    while Date() < frozen + 11 * lease { await Task.yield() }
                    throw DeadConnection()
                }, Self.endless)
        }
    }

    @Test func `a database that stays away ends the work with what it said`() async {
        await #expect(throws: DeadConnection.self) {
            try await withHeartbeat(
                every: 0.02, on: globalConcurrentExecutor, renew: { _ in throw DeadConnection() },
                Self.endless)
        }
    }

    @Test func `a lease that passed on stops the work`() async {
        await #expect(throws: StorageError.leaseLost) {
            try await withHeartbeat(
                every: 0.02, on: globalConcurrentExecutor, renew: { _ in false }, Self.endless)
        }
    }
}
