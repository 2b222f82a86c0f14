public import Domain
public import Foundation
import Planning
import Scoring
public import Storage

/// Plans the round of one alliance: reads it, fits it if need be, plans.
public struct RoundPlanner: Sendable {
    private let store: BatchStore
    /// The version of the program, which is kept with every round.
    private let program: String
    private let refitter: Refitter

    /// Makes a planner over a store; one that plans for many alliances is given teachers that it keeps.
    public init(store: BatchStore, program: String, teachers: Teachers? = nil) {
        self.store = store
        self.program = program
        refitter = Refitter(store: store, teachers: teachers)
    }

    /// A round that is not published yet.
    public struct Draft: Sendable {
        /// What it was planned from.
        public var record: AllianceRecord
        /// The round.
        public var round: Round
        /// JSON of the policy.
        public var policy: String
        /// Whether the policy takes the round's changes as accepted by both sides.
        public var autoAccepts: Bool
        /// What is needed to plan it again.
        public var input: RoundInput
    }

    /// Plans from what is stored now. Stores a model when there is none of this revision, and publishes nothing.
    ///
    /// - Throws: a problem of scoring or planning, which the same facts would meet again, or a `PostgresError`.
    public func draft(
        of id: AllianceID, on day: Day, seed: UInt64, at instant: Date
    ) async throws -> Draft {
        let policy = try AlliancePolicy(stored: try await store.policy(of: id)).policy
        // What time has decided comes first: the plan rests on it.
        try await store.settle(id, at: instant)
        let (record, fitted, isNew) = try await refitter.fitted(id, sheets: false, at: instant)
        try Task.checkCancellation()
        let facts = PlanningFacts(record.snapshot, news: try await store.news(since: record))
        // A model that was fitted to this very record knows everybody in it.
        let posterior = isNew ? fitted : fitted.extended(to: record.snapshot)
        let round = try planRound(
            from: facts.snapshot, by: posterior, policy: policy, on: day, seed: seed, news: facts.news)
        try Task.checkCancellation()
        let input = RoundInput(
            program: program, facts: try CanonicalJSON.bytes(facts), model: fitted.encoded(),
            round: try CanonicalJSON.bytes(round))
        return Draft(
            record: record, round: round,
            policy: String(decoding: try CanonicalJSON.bytes(policy), as: UTF8.self),
            autoAccepts: policy.autoAccept, input: input)
    }
}
