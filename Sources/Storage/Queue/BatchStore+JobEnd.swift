public import Foundation
import Postgres

/// How jobs end: done, or given up.
extension BatchStore {
    /// Removes a job that is done, and older ones of its kind that had been given up. Returns false when the lease had
    /// passed to somebody else.
    @discardableResult
    public func complete(_ job: LeasedJob) async throws -> Bool {
        try await client.transaction(context: Context.directory) { try await job.finish(in: $0) }
    }

    /// Gives a job up: it is kept with the reason, and tried again only when somebody asks.
    public func bury(_ job: LeasedJob, failure: String, at instant: Date) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                """
                delete from rapport.job
                where kind = \(job.kind.rawValue) and alliance_id = \(job.alliance.uuid) and died_at is not null
                """)
            try await transaction.execute(
                Self.burial(
                    of: "job_id = \(job.id) and lease_token = \(job.token)", failure: "\(failure)",
                    at: instant))
        }
    }

    /// Gives up jobs whose workers died or froze again and again: what kills a worker shall not kill them all.
    public func buryExhausted(at instant: Date) async throws {
        let limit = JobKind.allCases.map(\.attemptLimit)
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                Self.burial(
                    of: """
                        died_at is null and lease_until < \(instant) and attempts >= (
                            select attempt_limit
                            from unnest(\(JobKind.allCases.map(\.rawValue)), \(limit.map { Int32($0) }))
                                as known (known_kind, attempt_limit)
                            where known_kind = kind)
                        """,
                    failure: "'its workers died or froze ' || attempts || ' times'", at: instant))
        }
    }

    /// Marks jobs as dead and tells their nights of it.
    private static func burial(of which: SQL, failure: SQL, at instant: Date) -> SQL {
        """
        with dead as (
            update rapport.job
            set died_at = \(instant), failure = \(failure), lease_token = null, lease_until = null,
                holder = null
            where \(which)
            returning kind, alliance_id, night_id, failure)
        insert into rapport.night_result (night_id, alliance_id, state, failure, people, begun, ended,
            explored, utility, present_utility, warnings, recorded_at)
        select night_id, alliance_id, 'failed', failure, 0, 0, 0, 0, 0, 0, 0, \(instant)
        from dead
        where kind = 'round'
        on conflict do nothing
        """
    }
}

extension LeasedJob {
    /// Removes the job, and dead ones of its kind, if the lease still holds: whatever else the transaction does then
    /// happens once, or not at all.
    ///
    /// - Returns: false when the lease had passed to somebody else; the transaction must then not be committed.
    func finish(in transaction: Transaction) async throws -> Bool {
        let removed = try await transaction.execute(
            "delete from rapport.job where job_id = \(id) and lease_token = \(token)")
        guard removed > 0 else { return false }
        try await transaction.execute(
            """
            delete from rapport.job
            where kind = \(kind.rawValue) and alliance_id = \(alliance.uuid) and died_at is not null
            """)
        return true
    }
}
