import Foundation
public import Logging
public import Storage

/// Brings events to the webhooks of an alliance: at least once, in no promised order, signed, again and again until the
/// receiver says 2xx or the tries run out.
public struct Courier: Sendable {
    /// After how many tries a delivery is given up; it can be asked for again.
    static let tries = 12
    /// How long an event can be delivered again, in seconds: 30 days.
    static let memory: TimeInterval = 30 * 86_400
    /// How many deliveries are under way at once.
    private static let width = 8
    /// For how long a delivery is a courier's own, in seconds: longer than all that one can take.
    private static let hold: TimeInterval = 90

    private let store: BatchStore
    private let sender: Sender
    private let logger: Logger

    /// Makes a courier.
    public init(store: BatchStore, targets: TargetPolicy, logger: Logger) {
        self.store = store
        sender = Sender(targets: targets)
        self.logger = logger
    }

    /// Delivers what is due for an alliance, and asks for what will be due later.
    public func deliver(_ alliance: AllianceID) async throws {
        // What fails is tried again by a later call, however long this one takes: none is tried twice in one.
        let begun = Date()
        while true {
            let due = try await store.takeDeliveries(
                of: alliance, limit: Self.width, at: begun, until: Date() + Self.hold)
            if due.isEmpty { break }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for delivery in due { group.addTask { try await deliver(delivery, of: alliance) } }
                try await group.waitForAll()
            }
        }
        try await store.scheduleDeliveries(of: alliance, horizon: Date() - Self.memory)
    }

    private func deliver(_ delivery: DueDelivery, of alliance: AllianceID) async throws {
        let outcome = await sender.send(delivery, at: Date())
        if let failure = outcome.failure {
            logger.notice(
                "a webhook was not reached",
                metadata: [
                    "webhook": "\(delivery.webhook)", "attempt": "\(delivery.attempt)",
                    "reason": "\(failure)",
                ])
        }
        let now = Date()
        let next = delivery.attempt < Self.tries ? now + Self.wait(after: delivery.attempt) : nil
        try await store.end(
            delivery, of: alliance, status: outcome.status, failure: outcome.failure, next: next, at: now)
    }

    /// 5, 10, 20 … seconds, at most six hours: twelve tries take some nine hours. A lot spreads those that failed together.
    static func wait(after attempt: Int) -> TimeInterval {
        min(5 * pow(2, Double(attempt - 1)), 21_600) * Double.random(in: 0.8...1.2)
    }
}
