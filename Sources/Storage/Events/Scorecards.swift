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

    /// Takes figures.
    public init(revision: Int64, fittedAt: Date, figures: String) {
        self.revision = revision
        self.fittedAt = fittedAt
        self.figures = figures
    }
}

extension BatchStore {
    /// Stores how well the newest model foretells, unless that of a newer one is there.
    public func save(_ scorecard: StoredScorecard, of id: AllianceID) async throws {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                """
                insert into rapport.scorecard (alliance_id, revision, fitted_at, figures)
                values (\(id.uuid), \(scorecard.revision), \(scorecard.fittedAt),
                    \(scorecard.figures)::text::jsonb)
                on conflict (alliance_id) do update
                set revision = excluded.revision, fitted_at = excluded.fitted_at, figures = excluded.figures
                where scorecard.revision <= excluded.revision
                """)
        }
    }
}

extension Store {
    /// How well the newest model of the viewer's alliance foretells; nil when there is none yet.
    public func scorecard(for viewer: Viewer) async throws -> StoredScorecard? {
        try await client.read(
            "select revision, fitted_at, figures::text from rapport.scorecard where alliance_id = \(viewer.alliance.uuid)",
            as: (Int64, Date, String).self, context: Context.request(viewer.alliance)
        ).first.map { StoredScorecard(revision: $0.0, fittedAt: $0.1, figures: $0.2) }
    }
}
