public import Domain
public import Foundation
import Postgres

/// A published round with everything it was planned from.
public struct StoredRound: Sendable, Hashable {
    /// Which round.
    public var id: UUID
    /// The key of its alliance.
    public var alliance: String
    /// The day it plans for.
    public var day: Day
    /// What drove its random choices.
    public var seed: UInt64
    /// JSON of the policy it was planned under.
    public var policy: String
    /// The rest.
    public var input: RoundInput
}

extension BatchStore {
    /// The round with this id, or the newest one of the alliance with this key.
    ///
    /// - Throws: ``StorageError/noRound(_:)``, also when its input is no longer kept.
    public func storedRound(_ name: String) async throws -> StoredRound {
        let round = UUID(uuidString: name)
        for alliance in try await alliances() where round != nil || alliance.key == name {
            if let found = try await storedRound(round, of: alliance.id, alliance.key) { return found }
        }
        throw StorageError.noRound(name)
    }

    private func storedRound(_ round: UUID?, of id: AllianceID, _ key: String) async throws -> StoredRound? {
        let rows = try await client.read(
            """
            select round.round_id, round.day, round.seed, round.policy::text, input.program, input.facts,
                input.model, input.round
            from rapport.round
            join rapport.round_input as input using (alliance_id, round_id)
            where round.alliance_id = \(id.uuid) and (\(round)::uuid is null or round.round_id = \(round))
            order by round.published_at desc
            limit 1
            """, as: (UUID, PostgresDate, Int64, String, String, [UInt8], [UInt8], [UInt8]).self,
            context: Context.batch(id))
        return rows.first.map { roundID, day, seed, policy, program, facts, model, encoded in
            StoredRound(
                id: roundID, alliance: key, day: Stored.day(day), seed: UInt64(bitPattern: seed),
                policy: policy,
                input: RoundInput(program: program, facts: facts, model: model, round: encoded))
        }
    }

    /// Deletes what rounds of an alliance were planned from, where it is older than `instant`. The rounds stay.
    ///
    /// - Returns: how many inputs there were.
    @discardableResult
    public func forgetInputs(of id: AllianceID, before instant: Date) async throws -> Int {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                """
                delete from rapport.round_input
                where alliance_id = \(id.uuid) and published_at < \(instant)
                """)
        }
    }

    /// Who wrote a sheet, or was written about, since the newest round was published; nobody before the first one.
    public func news(since record: AllianceRecord) async throws -> News {
        let numbers = try await client.read(
            """
            select distinct told.person
            from rapport.sheet
            cross join lateral (values (rater), (target)) as told (person)
            where alliance_id = \(record.id.uuid) and \(Occasion.isUnsealed)
                and \(Occasion.knownSince) > (select max(published_at) from rapport.round where alliance_id = \(record.id.uuid))
            order by told.person
            """, as: Int.self, context: Context.batch(record.id), deadline: .seconds(60))
        return News(people: numbers.compactMap { record.index(ofPersonNumber: $0) })
    }

    /// What a published round could not plan, in the user's words.
    public func warnings(of round: UUID, in id: AllianceID) async throws -> [String] {
        try await client.read(
            "select warnings from rapport.round where alliance_id = \(id.uuid) and round_id = \(round)",
            as: [String].self, context: Context.batch(id)
        ).first ?? []
    }
}
