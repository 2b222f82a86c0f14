public import Foundation
import Postgres

/// A delivery that a courier has taken, with all it needs.
public struct DueDelivery: Sendable {
    /// The webhook that is told.
    public var webhook: UUID
    /// Where it listens.
    public var url: String
    /// What the delivery is signed with.
    public var secret: [UInt8]
    /// What happened.
    public var event: Event
    /// How often it was tried, this time included.
    public var attempt: Int
}

extension BatchStore {
    /// Takes deliveries that are due, oldest first: whoever takes one has it to itself until `until`, when it is due again
    /// unless its end was told.
    public func takeDeliveries(
        of id: AllianceID, limit: Int, at instant: Date, until: Date
    ) async throws -> [DueDelivery] {
        let rows = try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.query(
                """
                with due as (
                    select delivery.webhook_id, delivery.event_id
                    from rapport.delivery
                    join rapport.webhook using (alliance_id, webhook_id)
                    where delivery.alliance_id = \(id.uuid) and delivery.due_at <= \(instant) and webhook.active
                    order by delivery.due_at, delivery.event_id
                    for update of delivery skip locked
                    limit \(Int64(limit))),
                taken as (
                    update rapport.delivery
                    set attempts = attempts + 1, due_at = \(until)
                    from due
                    where delivery.alliance_id = \(id.uuid) and delivery.webhook_id = due.webhook_id
                        and delivery.event_id = due.event_id
                    returning delivery.webhook_id, delivery.event_id, delivery.attempts)
                select taken.webhook_id, webhook.url, webhook.secret, taken.attempts, outbox.event_id,
                    outbox.kind, outbox.object_kind, outbox.object_id, array(\(Store.keysOfPeople)),
                    outbox.facts::text, outbox.happened_at
                from taken
                join rapport.webhook on webhook.alliance_id = \(id.uuid) and webhook.webhook_id = taken.webhook_id
                join rapport.outbox on outbox.alliance_id = \(id.uuid) and outbox.event_id = taken.event_id
                order by outbox.happened_at, outbox.event_id
                """,
                as: (UUID, String, [UInt8], Int, UUID, String, String, String, [String], String, Date).self)
        }
        return rows.map { row in
            DueDelivery(
                webhook: row.0, url: row.1, secret: row.2,
                event: Event(
                    id: row.4, kind: row.5, objectKind: row.6, objectID: row.7, people: row.8, facts: row.9,
                    happenedAt: row.10),
                attempt: row.3)
        }
    }

    /// Stores how an attempt ended.
    ///
    /// - Parameters:
    ///   - status: HTTP status of the answer; nil when there was none.
    ///   - failure: why it failed; nil when it succeeded.
    ///   - next: when to try again after a failure; nil to give up.
    public func end(
        _ delivery: DueDelivery, of id: AllianceID, status: Int?, failure: String?, next: Date?,
        at instant: Date
    ) async throws {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                """
                update rapport.delivery
                set status = \(status.map { Int16(clamping: $0) }), failure = \(failure),
                    due_at = \(failure == nil ? nil : next),
                    delivered_at = \(failure == nil ? instant : nil)
                where alliance_id = \(id.uuid) and webhook_id = \(delivery.webhook)
                    and event_id = \(delivery.event.id)
                """)
        }
    }

    /// Asks for the deliveries that are still to come, and forgets what happened before `horizon`.
    public func scheduleDeliveries(of id: AllianceID, horizon: Date) async throws {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                "delete from rapport.outbox where alliance_id = \(id.uuid) and happened_at < \(horizon)")
            let next = try await transaction.query(
                """
                select min(delivery.due_at)
                from rapport.delivery
                join rapport.webhook using (alliance_id, webhook_id)
                where delivery.alliance_id = \(id.uuid) and delivery.due_at is not null and webhook.active
                """, as: Date?.self)
            guard let due = next.first ?? nil else { return }
            try await Change.ask(for: .deliver, of: id, at: due, in: transaction)
        }
    }
}
