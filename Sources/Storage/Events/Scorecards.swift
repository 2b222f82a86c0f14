import Domain
public import Foundation
import Postgres

/// How well a model foretells, as it is stored.
public struct StoredScorecard: Sendable, Hashable {
    /// The revision that the model was fitted to.
    public var revision: Int64
    /// When that was.
    public var fittedAt: Date
    /// The figures, a JSON object.
    public var figures: String
    /// What the model and simpler forecasts make of sheets that were kept from them, a JSON object; nil when that was never
    /// found, or there was nothing to keep.
    public var heldOut: String?
    /// When that was found.
    public var heldOutAt: Date?

    /// Takes figures.
    public init(revision: Int64, fittedAt: Date, figures: String) {
        self.revision = revision
        self.fittedAt = fittedAt
        self.figures = figures
    }
}

extension BatchStore {
    /// From how many raters answers must be new before a scorecard follows them: from the difference of two scorecards
    /// nobody reads what one of them said.
    public static let fewestNewRaters = 5

    /// From how many raters there are answers that count since an instant; ever, when it is nil.
    public func raters(of id: AllianceID, since instant: Date?) async throws -> Int {
        try await client.read(
            "select \(Self.newRaters(of: id, since: "coalesce(\(instant), '-infinity'::timestamptz)"))",
            as: Int.self, context: Context.batch(id), deadline: ImportWriter.bulkDeadline
        ).first ?? 0
    }

    private static func newRaters(of id: AllianceID, since instant: SQL) -> SQL {
        """
        (select count(distinct sheet.rater) from \(sheets(of: id, since: instant)))
        """
    }

    /// Whether there are as many new raters as it takes: the sheets are looked at in the order of raters, up to the last of them.
    private static func hasNewRaters(of id: AllianceID, since instant: SQL) -> SQL {
        """
        (select count(*) = \(Int64(fewestNewRaters))
            from (
                select distinct sheet.rater from \(sheets(of: id, since: instant))
                limit \(Int64(fewestNewRaters))) as new_rater)
        """
    }

    private static func sheets(of id: AllianceID, since instant: SQL) -> SQL {
        """
        rapport.sheet
            where sheet.alliance_id = \(id.uuid) and \(Occasion.isUnsealed)
                and \(Occasion.knownSince) > \(instant)
        """
    }

    /// Stores how well the newest model foretells, unless that of a newer one is there, or the one that is there was
    /// found before five raters and more have answered anew.
    public func save(_ scorecard: StoredScorecard, of id: AllianceID) async throws {
        let last: SQL = """
            coalesce((select fitted_at from rapport.scorecard where alliance_id = \(id.uuid)), '-infinity')
            """
        try await client.transaction(context: Context.batch(id), deadline: ImportWriter.bulkDeadline) {
            transaction in
            try await transaction.execute(
                """
                insert into rapport.scorecard (alliance_id, revision, fitted_at, figures)
                select \(id.uuid), \(scorecard.revision), \(scorecard.fittedAt),
                    \(scorecard.figures)::text::jsonb
                where \(Self.hasNewRaters(of: id, since: last))
                on conflict (alliance_id) do update
                set revision = excluded.revision, fitted_at = excluded.fitted_at, figures = excluded.figures
                where scorecard.revision <= excluded.revision
                """)
        }
    }

    /// Stores what forecasts make of sheets that were kept from them.
    ///
    /// - Parameter heldOut: a JSON object; nil when there was nothing to keep.
    public func save(heldOut: String?, of id: AllianceID, at instant: Date) async throws {
        _ = try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                """
                update rapport.scorecard
                set held_out = \(heldOut)::text::jsonb, held_out_at = \(instant)
                where alliance_id = \(id.uuid)
                """)
        }
    }

    /// When sheets were last kept from the model of an alliance to see what it foretells of them; nil when never.
    public func heldOutAt(of id: AllianceID) async throws -> Date? {
        try await client.read(
            "select held_out_at from rapport.scorecard where alliance_id = \(id.uuid)", as: Date?.self,
            context: Context.batch(id)
        ).first ?? nil
    }
}

extension Store {
    /// How well the newest model of the viewer's alliance foretells; nil when there is none yet.
    public func scorecard(for viewer: Viewer) async throws -> StoredScorecard? {
        try await client.read(
            """
            select revision, fitted_at, figures::text, held_out::text, held_out_at
            from rapport.scorecard
            where alliance_id = \(viewer.alliance.uuid)
            """, as: (Int64, Date, String, String?, Date?).self, context: Context.request(viewer.alliance)
        ).first.map { row in
            var scorecard = StoredScorecard(revision: row.0, fittedAt: row.1, figures: row.2)
            scorecard.heldOut = row.3
            scorecard.heldOutAt = row.4
            return scorecard
        }
    }
}
