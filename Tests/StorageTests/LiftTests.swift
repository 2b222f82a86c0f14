import Domain
import Foundation
import Postgres
import Testing

@testable import Storage

/// How pairings fare is released under the rules of all aggregates.
@Suite struct LiftTests {
    /// Pairs of the alliance, the first half of which a round proposed, each with a sheet of its person of side a.
    private func alliance(
        _ database: MigratedDatabase, sheets: Int
    ) async throws -> AllianceRecord {
        var snapshot = sample(people: 40, seed: 3, key: "lifted")
        let factors = snapshot.alliance.instrument.factors.count
        let (own, others) = (snapshot.people(on: .a), snapshot.people(on: .b))
        snapshot.sheets = SheetTable(factorCount: factors)
        snapshot.pairings = zip(own, others).map {
            Pairing(personA: $0, personB: $1, status: .confirmed, started: today, ended: nil, reason: nil)
        }
        // Proposed ones get 6, the others 4.
        for (index, (rater, target)) in zip(own, others).enumerated().prefix(sheets) {
            snapshot.sheets.append(
                Sheet(
                    rater: rater, target: target, day: today, ratings: Array(repeating: nil, count: factors),
                    success: index.isMultiple(of: 2) ? 6 : 4, wouldContinue: nil))
        }
        let record = try await database.stored(snapshot)
        let changes = zip(own, others).enumerated().filter { $0.offset.isMultiple(of: 2) }.map {
            ProposedChange(
                personA: $0.element.0, personB: $0.element.1, action: .begin, cause: .unpaired, utility: 50)
        }
        let round = Round(day: today, seed: 1, utility: 50, presentUtility: 0, changes: changes, warnings: [])
        try await database.batch.publish(round, of: record, policy: "{}", at: instant)
        try await database.client.transaction { transaction in
            _ = try await transaction.execute(
                """
                insert into rapport.pairing_life (alliance_id, pairing_id, accepted_a, accepted_b, trial_days,
                    if_undecided, extensions, never_again, round_id, position, version, changed_at)
                select alliance_id, pairing_id, true, true, 42, 'end', 0, false, round_id, position, 1,
                    \(instant)
                from rapport.round_change
                join rapport.pairing using (alliance_id, person_a, person_b)
                """)
        }
        return record
    }

    @Test(arguments: [
        (8, [String]()), (9, ["round"]), (10, ["people", "round"]), (16, ["people", "round"]),
    ])
    func `an origin is shown from its fifth rater on`(sheets: Int, origins: [String]) async throws {
        try await MigratedDatabase.with { database in
            let record = try await alliance(database, sheets: sheets)
            #expect(try await database.batch.releaseLift(of: record.id, at: instant) == origins.count)
            let viewer = Viewer(alliance: record.id, role: .admin)
            let lift = try await database.store.lift(for: viewer)
            #expect(lift.map(\.origin) == origins)
            #expect(lift.allSatisfy { $0.mean == ($0.origin == "round" ? 6 : 4) })
            // Nobody new has answered.
            #expect(try await database.batch.releaseLift(of: record.id, at: instant) == 0)
        }
    }
}
