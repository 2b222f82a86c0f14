public import Foundation
import Postgres

/// A piece of work that a worker holds for a while.
public struct LeasedJob: Sendable, Hashable {
    /// Which job it is.
    public let id: UUID
    /// The alliance it is about.
    public let alliance: AllianceID
    /// Proves that the worker still holds it; a later holder has another one.
    public let token: UUID
    /// How often it was begun, this time included.
    public let attempt: Int
}

extension BatchStore {
    /// Jobs are announced on this channel; the payload says which kind.
    public static var jobChannel: String { Change.jobChannel }

    /// Takes the refit that has been due for longest; nil when none is due.
    ///
    /// A job whose lease ran out (its worker died or froze) counts as due.
    /// - Parameters:
    ///   - instant: the present moment.
    ///   - dueBy: the latest moment at which the job may have become due; `instant` when left out.
    ///   - duration: how long the lease holds.
    public func leaseRefit(
        at instant: Date, dueBy: Date? = nil, for duration: TimeInterval
    ) async throws -> LeasedJob? {
        let rows = try await client.transaction(context: Context.directory) { transaction in
            try await transaction.query(
                """
                update rapport.job
                set lease_token = \(UUID()), lease_until = \(instant + duration),
                    attempts = attempts + 1
                where job_id = (
                    select job_id
                    from rapport.job
                    where kind = 'refit' and due_at <= \(dueBy ?? instant)
                        and (lease_until is null or lease_until < \(instant))
                    order by due_at
                    for update skip locked
                    limit 1)
                returning job_id, alliance_id, lease_token, attempts
                """, as: (UUID, UUID, UUID, Int).self)
        }
        return rows.first.map {
            LeasedJob(id: $0.0, alliance: AllianceID($0.1), token: $0.2, attempt: $0.3)
        }
    }

    /// Removes a job that is done. Returns false when the lease had passed to somebody else.
    @discardableResult
    public func complete(_ job: LeasedJob) async throws -> Bool {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                "delete from rapport.job where job_id = \(job.id) and lease_token = \(job.token)") > 0
        }
    }

    /// Gives a job back after a failure, to be tried again later; the reason stays with it.
    ///
    /// When the same work has been asked for meanwhile, the failed job goes: the newer one will do it.
    public func giveBack(_ job: LeasedJob, failure: String, due: Date) async throws {
        do {
            try await tryToGiveBack(job, failure: failure, due: due)
        } catch let error as PostgresError where error.constraint == "job_waiting_once" {
            // The same work was asked for between the two statements; now it can be seen.
            try await tryToGiveBack(job, failure: failure, due: due)
        }
    }

    private func tryToGiveBack(_ job: LeasedJob, failure: String, due: Date) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            let replaced = try await transaction.execute(
                """
                delete from rapport.job
                where job_id = \(job.id) and lease_token = \(job.token)
                    and exists (
                        select from rapport.job as newer
                        where newer.kind = job.kind and newer.alliance_id = job.alliance_id
                            and newer.lease_token is null)
                """)
            guard replaced == 0 else { return }
            _ = try await transaction.execute(
                """
                update rapport.job
                set lease_token = null, lease_until = null, failure = \(failure), due_at = \(due)
                where job_id = \(job.id) and lease_token = \(job.token)
                """)
        }
    }
}
