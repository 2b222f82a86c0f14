public import Foundation
import Postgres

extension BatchStore {
    /// Jobs are announced on this channel; the payload says which kind.
    public static var jobChannel: String { Change.jobChannel }

    /// Takes the job that has been due for longest; nil when none is due.
    ///
    /// A job whose lease ran out (its worker died or froze) counts as due.
    /// - Parameters:
    ///   - kinds: what the worker is able to do.
    ///   - night: the only night whose rounds are wanted; any night's when left out.
    ///   - holder: who asks, for people to read.
    ///   - instant: the present moment.
    ///   - dueBy: the latest moment at which the job may have become due; `instant` when left out.
    ///   - duration: how long the lease holds unless it is renewed, in seconds.
    public func lease(
        _ kinds: [JobKind] = JobKind.allCases, ofNight night: UUID? = nil, holder: String = "",
        at instant: Date,
        dueBy: Date? = nil, for duration: TimeInterval
    ) async throws -> LeasedJob? {
        let limit = JobKind.allCases.map(\.attemptLimit)
        // No join: each of the thousand jobs of a night would be joined for every lease, which took two thirds of the time.
        let rows = try await client.transaction(context: Context.directory) { transaction in
            try await transaction.query(
                """
                with next as (
                    select job_id
                    from rapport.job
                    where kind = any(\(kinds.map(\.rawValue))) and died_at is null
                        and due_at <= \(dueBy ?? instant)
                        and (lease_until is null or lease_until < \(instant))
                        and attempts < (\(limit.map { Int32($0) })::integer[])[
                            array_position(\(JobKind.allCases.map(\.rawValue))::text[], kind)]
                        and (\(night)::uuid is null or night_id = \(night))
                    order by due_at
                    for update skip locked
                    limit 1),
                leased as (
                    update rapport.job
                    set lease_token = \(UUID()), lease_until = \(instant + duration), holder = \(holder),
                        attempts = attempts + 1
                    from next
                    where job.job_id = next.job_id
                    returning job.job_id, kind, alliance_id, lease_token, attempts, night_id)
                select leased.job_id, leased.kind, leased.alliance_id, leased.lease_token, leased.attempts,
                    night.night_id, night.day, night.seed, night.again
                from leased
                left join rapport.night using (night_id)
                """,
                as: (UUID, String, UUID, UUID, Int, UUID?, PostgresDate?, Int64?, Bool?).self)
        }
        guard let (id, kind, alliance, token, attempt, night, day, seed, again) = rows.first else {
            return nil
        }
        var order: NightOrder?
        if let night, let day, let seed, let again {
            order = NightOrder(id: night, day: Stored.day(day), seed: UInt64(bitPattern: seed), again: again)
        }
        return LeasedJob(
            id: id, kind: try Stored.word(kind), alliance: AllianceID(alliance), token: token,
            attempt: attempt,
            night: order)
    }

    /// Keeps a job for longer. Returns false when the lease had passed to somebody else.
    public func renew(_ job: LeasedJob, until: Date) async throws -> Bool {
        try await client.transaction(context: Context.directory) { transaction in
            try await transaction.execute(
                """
                update rapport.job
                set lease_until = \(until)
                where job_id = \(job.id) and lease_token = \(job.token)
                """) > 0
        }
    }

    /// Gives a job back after a failure, to be tried again later; the reason stays with it.
    ///
    /// When the same work has been asked for meanwhile, the failed job goes: the newer one will do it.
    ///
    /// - Parameter countsAsAttempt: false when nothing is wrong with the job, only with its worker.
    public func giveBack(
        _ job: LeasedJob, failure: String, due: Date, countsAsAttempt: Bool = true
    ) async throws {
        do {
            try await tryToGiveBack(job, failure: failure, due: due, attempts: countsAsAttempt ? 0 : 1)
        } catch let error as PostgresError where error.constraint == "job_waiting_once" {
            // The same work was asked for between the two statements; now it can be seen.
            try await tryToGiveBack(job, failure: failure, due: due, attempts: countsAsAttempt ? 0 : 1)
        }
    }

    private func tryToGiveBack(
        _ job: LeasedJob, failure: String, due: Date, attempts forgiven: Int
    ) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            let replaced = try await transaction.execute(
                """
                delete from rapport.job
                where job_id = \(job.id) and lease_token = \(job.token)
                    and exists (
                        select from rapport.job as newer
                        where newer.kind = job.kind and newer.alliance_id = job.alliance_id
                            and newer.lease_token is null and newer.died_at is null)
                """)
            guard replaced == 0 else { return }
            _ = try await transaction.execute(
                """
                update rapport.job
                set lease_token = null, lease_until = null, holder = null, failure = \(failure),
                    due_at = \(due), attempts = attempts - \(forgiven)
                where job_id = \(job.id) and lease_token = \(job.token)
                """)
        }
    }
}
