public import Foundation
import Postgres

extension Store {
    /// A page of what happened, oldest first.
    ///
    /// - Parameters:
    ///   - after: the last event of the page before: when it happened, in microseconds since 1970, and its id.
    ///   - kind: the only kind that is wanted; nil for all.
    public func events(
        after: (microseconds: Int64, id: UUID)?, ofKind kind: String? = nil, limit: Int, for viewer: Viewer
    ) async throws -> [(event: Event, microseconds: Int64)] {
        let rows = try await client.read(
            """
            select outbox.event_id, outbox.kind, outbox.object_kind, outbox.object_id,
                array(\(Self.keysOfPeople)), outbox.facts::text, outbox.happened_at,
                (extract(epoch from outbox.happened_at) * 1000000)::bigint
            from rapport.outbox
            where outbox.alliance_id = \(viewer.alliance.uuid)
                and (\(kind)::text is null or outbox.kind = \(kind))
                and (\(after?.microseconds)::bigint is null
                    or ((extract(epoch from outbox.happened_at) * 1000000)::bigint, outbox.event_id)
                        > (\(after?.microseconds)::bigint, \(after?.id)::uuid))
            order by outbox.happened_at, outbox.event_id
            limit \(Int64(limit))
            """, as: (UUID, String, String, String, [String], String, Date, Int64).self,
            context: Context.request(viewer.alliance))
        return rows.map { row in
            let event = Event(
                id: row.0, kind: row.1, objectKind: row.2, objectID: row.3, people: row.4, facts: row.5,
                happenedAt: row.6)
            return (event, row.7)
        }
    }

    /// How the deliveries to a webhook stand, newest event first.
    ///
    /// - Parameter after: the last event of the page before: when it happened, in microseconds since 1970, and its id.
    public func deliveries(
        to webhook: UUID, after: (microseconds: Int64, id: UUID)? = nil, limit: Int, for viewer: Viewer
    ) async throws -> [(delivery: Delivery, microseconds: Int64)] {
        let rows = try await client.read(
            """
            select delivery.event_id, outbox.kind, delivery.attempts, delivery.due_at, delivery.delivered_at,
                delivery.status, delivery.failure, (extract(epoch from outbox.happened_at) * 1000000)::bigint
            from rapport.delivery
            join rapport.outbox using (alliance_id, event_id)
            where delivery.alliance_id = \(viewer.alliance.uuid) and delivery.webhook_id = \(webhook)
                and (\(after?.microseconds)::bigint is null
                    or ((extract(epoch from outbox.happened_at) * 1000000)::bigint, outbox.event_id)
                        < (\(after?.microseconds)::bigint, \(after?.id)::uuid))
            order by outbox.happened_at desc, outbox.event_id desc
            limit \(Int64(limit))
            """, as: (UUID, String, Int, Date?, Date?, Int16?, String?, Int64).self,
            context: Context.request(viewer.alliance))
        return rows.map { row in
            let delivery = Delivery(
                event: row.0, kind: row.1, attempts: row.2, dueAt: row.3, deliveredAt: row.4,
                status: row.5.map(Int.init), failure: row.6)
            return (delivery, row.7)
        }
    }

    /// Tells a webhook again of everything that it wants and that happened since a moment.
    ///
    /// - Returns: how many events there are; nil when there is no such webhook.
    public func replay(
        since: Date, to webhook: UUID, for viewer: Viewer, at instant: Date
    ) async throws -> Int? {
        let id = viewer.alliance.uuid
        return try await write(for: viewer) { transaction in
            let found = try await transaction.query(
                """
                select active from rapport.webhook
                where alliance_id = \(id) and webhook_id = \(webhook)
                for update
                """, as: Bool.self)
            guard found.first != nil else { return nil }
            let count = try await transaction.execute(
                """
                insert into rapport.delivery (alliance_id, webhook_id, event_id, attempts, due_at)
                select webhook.alliance_id, webhook.webhook_id, outbox.event_id, 0, \(instant)
                from rapport.webhook
                join rapport.outbox using (alliance_id)
                where webhook.alliance_id = \(id) and webhook.webhook_id = \(webhook)
                    and outbox.happened_at >= \(since)
                    and (webhook.kinds = '{}' or outbox.kind = any(webhook.kinds))
                on conflict (alliance_id, webhook_id, event_id) do update
                set attempts = 0, due_at = excluded.due_at, delivered_at = null, status = null, failure = null
                """)
            if count > 0 {
                try await Change.ask(for: .deliver, of: viewer.alliance, at: instant, in: transaction)
            }
            return count
        }
    }

    /// Sorted keys of the people of a row of `outbox`; an erased person has none that means anything.
    static let keysOfPeople: SQL = """
        select salesperson.key
        from rapport.salesperson
        where salesperson.alliance_id = outbox.alliance_id and salesperson.number = any(outbox.people)
        order by salesperson.key collate "C"
        """
}
