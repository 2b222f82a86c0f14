public import Domain
public import Foundation
import Postgres

extension Store {
    /// Records a sheet, or corrects the one its rater wrote about the same target on the same day, and asks
    /// for a refit. A sheet that says what is stored already changes nothing.
    ///
    /// - Parameters:
    ///   - sheet: whose rater and target are rows of `record.snapshot`, with a day, and every answer on the scale
    ///     (preconditions: the API has checked them).
    ///   - record: the alliance as the viewer sees it.
    ///   - instant: when it happens.
    /// - Returns: the revision of the alliance that holds it.
    /// - Throws: ``StorageError/sameSide(rater:target:)``; a `PostgresError` of row-level security when the viewer may
    ///   not speak for the rater, which the gateway has kept from happening.
    public func record(
        _ sheet: Sheet, in record: AllianceRecord, for viewer: Viewer, at instant: Date
    ) async throws -> Int64 {
        let snapshot = record.snapshot
        guard snapshot.side(of: sheet.rater) != snapshot.side(of: sheet.target) else {
            throw StorageError.sameSide(
                rater: snapshot.people[sheet.rater].key, target: snapshot.people[sheet.target].key)
        }
        guard let day = sheet.day else { preconditionFailure("a sheet recorded by a request has a day") }
        let rater = record.personNumbers[sheet.rater]
        let id = viewer.alliance
        // The wall asks on whose behalf the viewer speaks, not whom the sheet names.
        let speaker: Int? =
            switch viewer.role {
            case .salesperson(let number): number
            case .integration: rater
            case .admin, .manager: nil
            }
        return try await client.transaction(context: Context.request(id, speakingFor: speaker)) {
            transaction in
            let revision = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(id.uuid) for update",
                as: Int64.self)
            guard let before = revision.first else { throw StorageError.noAlliance(id.uuid.uuidString) }
            let changed = try await transaction.execute(
                """
                insert into rapport.sheet
                    (alliance_id, rater, target, day, ratings, success, would_continue, recorded_at)
                values (\(id.uuid), \(rater), \(record.personNumbers[sheet.target]), \(Stored.date(day)),
                    \(sheet.ratings.map { $0.map { Float($0) } }), \(sheet.success.map { Float($0) }),
                    \(sheet.wouldContinue), \(instant))
                on conflict (alliance_id, rater, target, day) do update
                set ratings = excluded.ratings, success = excluded.success,
                    would_continue = excluded.would_continue, recorded_at = excluded.recorded_at
                where (sheet.ratings, sheet.success, sheet.would_continue)
                    is distinct from (excluded.ratings, excluded.success, excluded.would_continue)
                """)
            guard changed > 0 else { return before }
            try await Change.announce(id, at: instant, in: transaction)
            return before + 1
        }
    }
}
