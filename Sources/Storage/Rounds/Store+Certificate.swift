public import Domain
public import Foundation
import Postgres

/// What proves that a round came of what it was planned from: whoever plans it again from facts, model, policy and seed
/// of these digests gets a round of this digest (`rapport replay`).
public struct RoundCertificate: Sendable, Hashable {
    /// The day it plans for.
    public var day: Day
    /// What drove its random choices.
    public var seed: UInt64
    /// JSON of the policy it was planned under.
    public var policy: String
    /// The version of the program that planned it.
    public var program: String
    /// When it was published.
    public var publishedAt: Date
    /// SHA-256 of the snapshot, encoded as it is kept.
    public var factsDigest: [UInt8]
    /// SHA-256 of the model.
    public var modelDigest: [UInt8]
    /// SHA-256 of the round.
    public var roundDigest: [UInt8]
}

extension Store {
    /// What proves a round.
    ///
    /// - Throws: ``LifeStoreError/noRound(_:)``; ``CertificateGone`` when its input is no longer kept.
    public func certificate(ofRound round: UUID, for viewer: Viewer) async throws -> RoundCertificate {
        let rows = try await client.read(
            """
            select round.day, round.seed, round.policy::text, input.program, round.published_at,
                input.facts_sha256, input.model_sha256, input.round_sha256
            from rapport.round
            left join rapport.round_input as input using (alliance_id, round_id)
            where round.alliance_id = \(viewer.alliance.uuid) and round.round_id = \(round)
            """,
            as: (PostgresDate, Int64, String, String?, Date, [UInt8]?, [UInt8]?, [UInt8]?).self,
            context: Context.request(viewer))
        guard let row = rows.first else { throw LifeStoreError.noRound(round.text) }
        guard let program = row.3, let facts = row.5, let model = row.6, let planned = row.7 else {
            throw CertificateGone()
        }
        return RoundCertificate(
            day: Stored.day(row.0), seed: UInt64(bitPattern: row.1), policy: row.2, program: program,
            publishedAt: row.4, factsDigest: facts, modelDigest: model, roundDigest: planned)
    }
}

/// What a round was planned from is no longer kept.
public struct CertificateGone: Problem, Hashable {
    /// Nothing more is known of it.
    public init() {}

    /// What to show.
    public var problem: ProblemText {
        ProblemText(
            kind: .gone, code: "round.input-gone",
            message: "What the round was planned from is no longer kept: nothing can be proved of it.",
            hint: "Inputs are kept for RAPPORT_REPLAY_DAYS days, and go when a person is erased.")
    }
}
