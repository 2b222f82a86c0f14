import CLibpq
import Foundation
import Synchronization

/// Threads for libpq's blocking calls, which the loop must not make: connecting (name look-up, TLS, SCRAM) and
/// cancelling.
enum HelperThreads {
    /// At most so many cancel requests at once: against a frozen server each one hangs until the server thaws.
    private static let cancelLimit = 16
    private static let cancelCount = Atomic(0)

    /// Runs `body` on a thread of its own.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            thread_set_name(name)
            body()
        }
        thread.stackSize = 1 << 19
        thread.start()
    }

    /// Runs `body(true)` on a thread of its own, or `body(false)` here if too many hang already.
    static func cancel(_ body: @escaping @Sendable (Bool) -> Void) {
        guard cancelCount.add(1, ordering: .relaxed).newValue <= cancelLimit else {
            cancelCount.subtract(1, ordering: .relaxed)
            return body(false)
        }
        start("postgres-cancel") {
            body(true)
            cancelCount.subtract(1, ordering: .relaxed)
        }
    }
}
