public import Foundation
import Postgres

/// How a night ended.
public enum NightEnd: String, Sendable, Hashable {
    /// Every alliance has its round.
    case done
    /// Some alliances have none.
    case failed
    /// Somebody stopped it.
    case cancelled
}

extension BatchStore {
    /// Opens a night and holds it; there is one at a time. A night whose holder's lease ran out is closed as
    /// interrupted, and its rounds are taken over by ``enqueueRounds(of:for:at:)``.
    ///
    /// - Parameters:
    ///   - holder: host and process, for people to read.
    ///   - duration: how long it is held unless ``renewNight(_:until:)`` is called, in seconds.
    /// - Throws: ``StorageError/nightIsRunning(holder:since:until:)``.
    public func openNight(
        _ order: NightOrder, holder: String, at instant: Date, for duration: TimeInterval
    ) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                """
                update rapport.night
                set ended_at = \(instant), outcome = 'interrupted'
                where ended_at is null and lease_until < \(instant)
                """)
            let opened = try await transaction.execute(
                """
                insert into rapport.night (night_id, day, seed, again, holder, lease_until, begun_at)
                values (\(order.id), \(Stored.date(order.day)), \(Int64(bitPattern: order.seed)), \(order.again),
                    \(holder), \(instant + duration), \(instant))
                on conflict do nothing
                """)
            guard opened == 0 else { return }
            let other = try await transaction.query(
                "select holder, begun_at, lease_until from rapport.night where ended_at is null",
                as: (String, Date, Date).self)
            // Nobody there any more: the other run ended between the two statements.
            guard let (holder, since, until) = other.first else {
                throw PostgresError(.server(.serializationFailure), "another night ended meanwhile")
            }
            throw StorageError.nightIsRunning(holder: holder, since: since, until: until)
        }
    }

    /// Keeps a night for longer. Returns false when another run has taken its place.
    public func renewNight(_ id: UUID, until: Date) async throws -> Bool {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                """
                update rapport.night
                set lease_until = \(until)
                where night_id = \(id) and ended_at is null
                """) > 0
        }
    }

    /// Closes a night; its rounds that nobody has finished are asked for no longer.
    public func closeNight(_ id: UUID, _ end: NightEnd, at instant: Date) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                "delete from rapport.job where night_id = \(id) and died_at is null")
            try await transaction.execute(
                """
                update rapport.night
                set ended_at = \(instant), outcome = \(end.rawValue)
                where night_id = \(id) and ended_at is null
                """)
        }
    }

    /// Asks for a round of each alliance. What an interrupted night had left undone is taken over, also from a worker
    /// that is at it: its lease is void.
    public func enqueueRounds(
        of alliances: [AllianceID], for order: NightOrder, at instant: Date
    ) async throws {
        let ids = alliances.map(\.uuid)
        try await client.transaction(context: Context.directory, deadline: .seconds(60)) { transaction in
            try await transaction.execute(
                "delete from rapport.job where kind = 'round' and died_at is not null and alliance_id = any(\(ids))"
            )
            try await transaction.execute(
                """
                insert into rapport.job (job_id, kind, alliance_id, due_at, night_id)
                select gen_random_uuid(), 'round', wanted.alliance_id, \(instant), \(order.id)
                from unnest(\(ids)) as wanted (alliance_id)
                on conflict (alliance_id) where kind = 'round' and died_at is null
                do update set night_id = excluded.night_id, due_at = excluded.due_at, attempts = 0,
                    lease_token = null, lease_until = null, holder = null, failure = null
                """)
            _ = try await transaction.query(
                "select pg_notify(\(Change.jobChannel), 'round')::text", as: String.self)
        }
    }
}
