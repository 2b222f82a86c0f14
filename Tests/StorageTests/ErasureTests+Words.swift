import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// What people wrote about pairings and proposals: of the erased person's own it goes, of others' only the name does.
extension ErasureTests {
    @Test func `criteria and reasons about others stay, but for the name`() async throws {
        try await MigratedDatabase.with { database in
            var told = Self.rated()
            (told.people[0].name, told.pairings) = ("Xaver Lund", [])
            let record = try await database.stored(told)
            try await Self.plantCriteria("Two meetings; ask Xaver Lund.", in: record, database)
            try await Self.plantDecisions("Like xaver lund, Lundgren said.", in: record, database)
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            let criteria = try await database.look(
                """
                select criterion from rapport.pairing_life join rapport.pairing using (alliance_id, pairing_id)
                order by 1 in (person_a, person_b) desc
                """, as: String?.self)
            #expect(criteria == [nil, "Two meetings; ask erased."])
            let reasons = try await database.look(
                "select reason from rapport.round_decision order by position", as: String?.self)
            #expect(reasons == [nil, "Like erased, Lundgren said."])
        }
    }

    /// People who meet in what is planted: the erased one with somebody, and a colleague with somebody.
    private static func pairs(_ record: AllianceRecord) -> [(personA: Int, personB: Int)] {
        let snapshot = record.snapshot
        let side = snapshot.side(of: 0)
        let (mates, others) = (snapshot.people(on: side), snapshot.people(on: side.opposite))
        return zip([0, mates[1]], others).map { side == .a ? ($0, $1) : ($1, $0) }
    }

    private static func plantCriteria(
        _ criterion: String, in record: AllianceRecord, _ database: MigratedDatabase
    ) async throws {
        try await database.client.transaction { transaction in
            for pair in pairs(record) {
                let pairing = UUID()
                let (a, b) = (record.personNumbers[pair.personA], record.personNumbers[pair.personB])
                try await transaction.execute(
                    """
                    insert into rapport.pairing (alliance_id, pairing_id, person_a, person_b, status, started, recorded_at)
                    values (\(record.id.uuid), \(pairing), \(a), \(b), 'trial', '2026-11-01', \(instant))
                    """)
                try await transaction.execute(
                    """
                    insert into rapport.pairing_life (alliance_id, pairing_id, accepted_a, accepted_b, trial_days,
                        criterion, if_undecided, extensions, never_again, version, changed_at)
                    values (\(record.id.uuid), \(pairing), true, true, 30, \(criterion), 'end', 0, false, 1, \(instant))
                    """)
            }
        }
    }

    /// A round of two changes, both declined for the same reason.
    private static func plantDecisions(
        _ reason: String, in record: AllianceRecord, _ database: MigratedDatabase
    ) async throws {
        let changes = pairs(record).map {
            ProposedChange(
                personA: $0.personA, personB: $0.personB, action: .begin, cause: .unpaired, utility: 50)
        }
        let round = Round(day: today, seed: 1, utility: 50, presentUtility: 0, changes: changes)
        let input = RoundInput(program: "test", facts: [], model: [], round: [])
        try await database.batch.publish(round, of: record, policy: "{}", input: input, at: instant)
        try await database.client.transaction { transaction in
            _ = try await transaction.execute(
                """
                insert into rapport.round_decision (alliance_id, round_id, position, side, decision, reason,
                    never_again, automatic, decided_at)
                select alliance_id, round_id, position, 'a', 'decline', \(reason), false, false, \(instant)
                from rapport.round_change
                """)
        }
    }
}
