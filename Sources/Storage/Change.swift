import Foundation
import Postgres

/// What every change to the facts of an alliance leaves behind, in its own transaction.
enum Change {
    /// Workers listen here for work.
    static let jobChannel = "rapport_job"

    /// Raises the revision and asks for a refit, once however many changes wait for it.
    ///
    /// - Parameters:
    ///   - isNew: the alliance was made in this transaction; its revision is 1 already.
    ///   - isOfSheets: nothing but sheets has changed.
    static func announce(
        _ id: AllianceID, at instant: Date, in transaction: Transaction, isNew: Bool = false,
        isOfSheets: Bool = false
    ) async throws {
        if !isNew {
            _ = try await transaction.execute(
                """
                update rapport.revision
                set revision = revision + 1, version = version + \(isOfSheets ? 0 : 1)
                where alliance_id = \(id.uuid)
                """)
        }
        try await ask(for: .refit, of: id, at: instant, in: transaction)
    }

    /// Asks for work on an alliance, once however often it is asked for before somebody begins.
    static func ask(
        for kind: JobKind, of id: AllianceID, at instant: Date, in transaction: Transaction
    ) async throws {
        // Touching a waiting job holds it until this change is committed: a worker that took it a moment earlier
        // would fit without the change and leave nobody to fit with it.
        _ = try await transaction.execute(
            """
            insert into rapport.job (job_id, kind, alliance_id, due_at)
            values (gen_random_uuid(), \(kind.rawValue), \(id.uuid), \(instant))
            on conflict (kind, alliance_id) where lease_token is null and died_at is null
            do update set due_at = least(job.due_at, excluded.due_at)
            """)
        _ = try await transaction.query(
            "select pg_notify(\(jobChannel), \(kind.rawValue))::text", as: String.self)
    }
}
