import Dispatch
import Synchronization

/// Where passwords are hashed: on two threads of their own, so that sign-ins never hold up other requests, and never in
/// more than 64 MB. Who comes when too many wait is turned away at once.
public struct PasswordWork: Sendable {
    private let queue = DispatchQueue(label: "rapport.passwords", attributes: .concurrent)
    private let places = DispatchSemaphore(value: 2)
    private let waiting = Waiting()
    private static let mostWaiting = 32

    /// Two threads, idle until asked.
    public init() {}

    /// Runs `body`, which hashes a password, when there is a place.
    /// - Throws: ``GatewayError/tooManySignIns(retryAfter:)`` when too many wait already.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard waiting.enter(atMost: Self.mostWaiting) else {
            throw GatewayError.tooManySignIns(retryAfter: 5)
        }
        defer { waiting.leave() }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [places] in
                places.wait()
                defer { places.signal() }
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }

    private final class Waiting: Sendable {
        private let count = Mutex(0)

        func enter(atMost most: Int) -> Bool {
            count.withLock { count in
                guard count < most else { return false }
                count += 1
                return true
            }
        }

        func leave() { count.withLock { $0 -= 1 } }
    }
}
