public import Domain
public import Foundation
import Postgres

/// A job as people look at it.
public struct QueuedJob: Sendable, Hashable {
    /// What it asks for.
    public var kind: JobKind
    /// The key of its alliance; nil when that has gone.
    public var alliance: String?
    /// How it stands.
    public var state: State
    /// When it may be begun, for a waiting job.
    public var due: Date
    /// Who works on it.
    public var holder: String?
    /// Until when its lease holds.
    public var leaseUntil: Date?
    /// How often it was begun.
    public var attempts: Int
    /// Why the last attempt failed.
    public var failure: String?

    /// How a job stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Nobody works on it.
        case waiting
        /// Somebody works on it, or did until their lease runs out.
        case leased
        /// Given up.
        case dead
    }
}

/// A night as people look at it.
public struct PastNight: Sendable, Hashable {
    /// Which night.
    public var id: UUID
    /// The day that was planned for.
    public var day: Day
    /// Host and process.
    public var holder: String
    /// When it began.
    public var begun: Date
    /// When it ended; nil while it is open.
    public var ended: Date?
    /// `done`, `failed`, `cancelled` or `interrupted`; nil while it is open.
    public var outcome: String?
    /// How many alliances have a new round.
    public var planned: Int
    /// How many had one already.
    public var standing: Int
    /// How many were given up.
    public var failed: Int
}

extension BatchStore {
    /// Every job there is: dead ones first, then those that are worked on, then the waiting ones in order.
    public func jobs() async throws -> [QueuedJob] {
        let rows = try await client.read(
            """
            select job.kind, alliance.key, job.due_at, job.holder, job.lease_until, job.attempts, job.failure,
                case when died_at is not null then 'dead' when lease_token is null then 'waiting' else 'leased' end
                    as state
            from rapport.job
            left join rapport.alliance using (alliance_id)
            order by state, job.due_at, alliance.key collate "C"
            """, as: (String, String?, Date, String?, Date?, Int, String?, String).self,
            context: Context.directory)
        return try rows.map { kind, alliance, due, holder, until, attempts, failure, state in
            QueuedJob(
                kind: try Stored.word(kind), alliance: alliance, state: try Stored.word(state), due: due,
                holder: holder, leaseUntil: until, attempts: attempts, failure: failure)
        }
    }

    /// The newest nights, newest first.
    public func nights(limit: Int) async throws -> [PastNight] {
        let rows = try await client.read(
            """
            select night.night_id, night.day, night.holder, night.begun_at, night.ended_at, night.outcome,
                count(*) filter (where state = 'planned'), count(*) filter (where state = 'standing'),
                count(*) filter (where state = 'failed')
            from rapport.night
            left join rapport.night_result using (night_id)
            group by night.night_id
            order by night.begun_at desc
            limit \(Int64(limit))
            """, as: (UUID, PostgresDate, String, Date, Date?, String?, Int, Int, Int).self,
            context: Context.directory)
        return rows.map { id, day, holder, begun, ended, outcome, planned, standing, failed in
            PastNight(
                id: id, day: Stored.day(day), holder: holder, begun: begun, ended: ended, outcome: outcome,
                planned: planned, standing: standing, failed: failed)
        }
    }

    /// Lets dead refits be tried again. Dead rounds belong to a night: run that again.
    ///
    /// - Returns: how many there were.
    public func reviveRefits(at instant: Date) async throws -> Int {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                """
                delete from rapport.job
                where kind = 'refit' and died_at is not null and exists (
                    select from rapport.job as waiting
                    where waiting.kind = 'refit' and waiting.alliance_id = job.alliance_id
                        and waiting.died_at is null and waiting.lease_token is null)
                """)
            let revived = try await transaction.execute(
                """
                update rapport.job
                set died_at = null, attempts = 0, due_at = \(instant)
                where kind = 'refit' and died_at is not null
                """)
            _ = try await transaction.query(
                "select pg_notify(\(Change.jobChannel), 'refit')::text", as: String.self)
            return revived
        }
    }

    /// Forgets dead jobs.
    ///
    /// - Returns: how many there were.
    public func forgetDeadJobs() async throws -> Int {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute("delete from rapport.job where died_at is not null")
        }
    }

    /// A thread of the database client's own, for tasks that must go on while others compute.
    public var executor: any TaskExecutor { client.executor }
}
