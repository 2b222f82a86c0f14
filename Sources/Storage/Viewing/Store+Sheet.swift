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
    ///   - version: of the sheet that it corrects; nil when there is none.
    ///   - instant: when it happens.
    /// - Returns: the revision of the alliance, and until when the sheet is sealed.
    /// - Throws: ``StorageError/sameSide(rater:target:)``, ``LifeStoreError/fixed``, ``VersionMissing``, ``OutdatedVersion``; a `PostgresError` of row-level security
    ///   when the viewer may not speak for the rater, which the gateway has kept from happening.
    public func record(
        _ sheet: Sheet, in record: AllianceRecord, over version: ExpectedVersion?, for viewer: Viewer,
        at instant: Date
    ) async throws -> RecordedSheet {
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
            case .integration: viewer.has(.sheetsWrite) ? rater : nil
            case .admin, .companyAdmin, .manager, .auditor: nil
            }
        return try await write(for: viewer, speakingFor: speaker) { transaction in
            let revision = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(id.uuid) for update",
                as: Int64.self)
            guard let before = revision.first else { throw StorageError.noAlliance(id.uuid.uuidString) }
            let writer = SheetWriter(
                desk: OccasionDesk(transaction: transaction, id: id, instant: instant), sheet: sheet,
                day: day,
                rater: rater, target: record.personNumbers[sheet.target],
                side: snapshot.side(of: sheet.rater),
                isByRater: viewer.person != nil, expected: version)
            let outcome = try await writer.write()
            guard outcome.isLearnedFrom else {
                return RecordedSheet(
                    revision: before, sealedUntil: outcome.sealedUntil, version: outcome.version)
            }
            try await Change.announce(id, at: instant, in: transaction, isOfSheets: true)
            return RecordedSheet(revision: before + 1, sealedUntil: nil, version: outcome.version)
        }
    }
}

/// What became of a sheet.
public struct RecordedSheet: Sendable, Hashable {
    /// The alliance's revision; the one that holds the sheet, when it is not sealed.
    public var revision: Int64
    /// The last day on which it can be corrected and counts for nothing yet; nil when it counts.
    public var sealedUntil: Day?
    /// The version of the sheet, for whoever corrects it.
    public var version: Int64
}
