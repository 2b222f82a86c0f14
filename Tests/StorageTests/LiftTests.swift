import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// How pairings fare is released under the rules of all aggregates.
@Suite struct LiftTests {
    /// Pairs of the alliance, the first half of which a round proposed, each with a sheet of its person of side a.
    private func alliance(
        _ database: MigratedDatabase, sheets: Int
    ) async throws -> AllianceRecord {
        var snapshot = sample(people: 60, seed: 3, key: "lifted")
        let factors = snapshot.alliance.instrument.factors.count
        let (own, others) = (snapshot.people(on: .a), snapshot.people(on: .b))
        snapshot.sheets = SheetTable(factorCount: factors)
        snapshot.pairings = zip(own, others).map {
            Pairing(personA: $0, personB: $1, status: .confirmed, started: today, ended: nil, reason: nil)
        }
        // Proposed ones get 6, the others 4.
        for (index, (rater, target)) in zip(own, others).enumerated().prefix(sheets) {
            snapshot.sheets.append(
                sheet((rater, target), success: index.isMultiple(of: 2) ? 6 : 4, in: snapshot))
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

    @Test func `an origin is shown anew from the fifth new rater on and a correction is none`() async throws {
        try await MigratedDatabase.with { database in
            var record = try await alliance(database, sheets: 10)
            try await database.batch.releaseLift(of: record.id, at: instant)
            let viewer = Viewer(alliance: record.id, role: .admin)
            var snapshot = record.snapshot
            let pairs = Array(zip(snapshot.people(on: .a), snapshot.people(on: .b)))
            // Proposed pairs and those made by hand take turns; the fifth new ones are the 19th and the 20th. First
            // comes a correction.
            for (index, released) in zip([0] + Array(10..<20), Array(repeating: 0, count: 9) + [1, 1]) {
                snapshot.sheets = SheetTable(factorCount: snapshot.alliance.instrument.factors.count)
                snapshot.sheets.append(sheet(pairs[index], success: 3, in: snapshot))
                _ = try await database.batch.store(Incoming(snapshot: snapshot), over: record, at: instant)
                record = try await database.record("lifted")
                let later = instant + Double(index)
                #expect(
                    try await database.batch.releaseLift(of: record.id, at: later) == released, "\(index)")
            }
            let lift = try await database.store.lift(for: viewer)
            #expect(lift.map(\.origin) == ["people", "round"])
            // Five of 4 and five of 3; the correction is seen with the fifth new rater: one of 3, four of 6, five of 3.
            #expect(lift.map(\.mean) == [3.5, 4.25])
            #expect(lift.map(\.pairings) == [10, 10])
        }
    }

    private func sheet(_ pair: (Int, Int), success: Double, in snapshot: Snapshot) -> Sheet {
        let factors = snapshot.alliance.instrument.factors.count
        return Sheet(
            rater: pair.0, target: pair.1, day: today, ratings: Array(repeating: nil, count: factors),
            success: success, wouldContinue: nil)
    }
}
