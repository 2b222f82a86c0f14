public import Foundation
import Postgres

/// What a night did for one alliance. Holds counts, no person.
public struct NightResult: Sendable, Hashable {
    /// The alliance.
    public var alliance: AllianceID
    /// What came of it.
    public var state: State
    /// Its round of that day, when it has one.
    public var round: UUID?
    /// Why there is none, in words.
    public var failure: String?
    /// How many people the alliance has.
    public var people = 0
    /// Pairings proposed to begin.
    public var begun = 0
    /// Pairings proposed to end.
    public var ended = 0
    /// Of those proposed to begin, the ones chosen for what they teach.
    public var explored = 0
    /// Utility if every change were accepted, in points.
    public var utility = 0.0
    /// Utility of what stands, in points.
    public var presentUtility = 0.0
    /// How many things could not be planned.
    public var warnings = 0

    /// Makes a result.
    public init(alliance: AllianceID, state: State, round: UUID? = nil, failure: String? = nil) {
        self.alliance = alliance
        self.state = state
        self.round = round
        self.failure = failure
    }

    /// What came of an alliance's night.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It has a new round.
        case planned
        /// It had a round of that day already.
        case standing
        /// It was given up.
        case failed
        /// It is no longer there.
        case gone
    }
}

extension BatchStore {
    /// What a night has done so far.
    public func results(ofNight id: UUID) async throws -> [NightResult] {
        let rows = try await client.read(
            """
            select alliance_id, state, round_id, failure, people, begun, ended, explored, utility,
                present_utility, warnings
            from rapport.night_result
            where night_id = \(id)
            """,
            as: (UUID, String, UUID?, String?, Int, Int, Int, Int, Double, Double, Int).self,
            context: Context.directory)
        return try rows.map { row in
            var result = NightResult(
                alliance: AllianceID(row.0), state: try Stored.word(row.1), round: row.2, failure: row.3)
            (result.people, result.begun, result.ended, result.explored) = (row.4, row.5, row.6, row.7)
            (result.utility, result.presentUtility, result.warnings) = (row.8, row.9, row.10)
            return result
        }
    }

    /// Ends a round's job without a new round, and tells its night why.
    ///
    /// - Throws: ``StorageError/leaseLost``.
    public func conclude(_ job: LeasedJob, with result: NightResult, at instant: Date) async throws {
        try await client.transaction(context: Context.directory) { transaction in
            guard try await job.finish(in: transaction) else { throw StorageError.leaseLost }
            try await result.record(for: job.night, at: instant, in: transaction)
        }
    }
}

extension NightResult {
    /// Writes the result into its night's report.
    func record(for night: NightOrder?, at instant: Date, in transaction: Transaction) async throws {
        guard let night else { return }
        try await transaction.execute(
            """
            insert into rapport.night_result (night_id, alliance_id, state, round_id, failure, people, begun,
                ended, explored, utility, present_utility, warnings, recorded_at)
            values (\(night.id), \(alliance.uuid), \(state.rawValue), \(round), \(failure), \(people), \(begun),
                \(ended), \(explored), \(utility), \(presentUtility), \(warnings), \(instant))
            on conflict (night_id, alliance_id) do nothing
            """)
    }
}
