import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// What raters said of a person is released over five of them or more, and again over five new ones.
@Suite struct AggregateTests {
    /// An alliance in which the first so many people of side a have rated the first person of side b.
    private static func alliance() -> (snapshot: Snapshot, raters: [Int], target: Int) {
        var snapshot = sample(people: 40, seed: 3, key: "released")
        let factors = snapshot.alliance.instrument.factors.count
        snapshot.sheets = SheetTable(factorCount: factors)
        return (snapshot, snapshot.people(on: .a), snapshot.people(on: .b)[0])
    }

    private static func sheet(_ rater: Int, _ target: Int, _ success: Double, _ snapshot: Snapshot) -> Sheet {
        Sheet(
            rater: rater, target: target, day: today,
            ratings: Array(repeating: nil, count: snapshot.alliance.instrument.factors.count),
            success: success, wouldContinue: nil)
    }

    private func mean(_ database: MigratedDatabase) async throws -> Double? {
        try await database.look(
            "select mean::double precision from rapport.aggregate_release where question = 'success'",
            as: Double.self
        ).first
    }

    @Test func `the fifth rater releases a mean and only the tenth another one`() async throws {
        try await MigratedDatabase.with { database in
            let (told, raters, target) = Self.alliance()
            var snapshot = told
            var record = try await database.stored(snapshot)
            // The mean after so many raters: five of 3 make 3; five more of 6 make 4.5.
            let released: [Double?] = [nil, nil, nil, nil, 3, 3, 3, 3, 3, 4.5, 4.5, 4.5]
            for (count, expected) in released.enumerated() {
                let answer = count < 5 ? 3.0 : 6.0
                snapshot.sheets.append(Self.sheet(raters[count], target, answer, snapshot))
                _ = try await database.batch.store(Incoming(snapshot: snapshot), over: record, at: instant)
                record = try await database.record("released")
                let isNew = expected != nil && expected != (count > 0 ? released[count - 1] : nil)
                let releases = try await database.batch.releaseAggregates(of: record.id, at: instant)
                #expect(releases == (isNew ? 1 : 0), "rater \(count + 1)")
                #expect(try await mean(database) == expected, "rater \(count + 1)")
            }
        }
    }

    @Test func `a correction releases nothing by itself and means are rounded to quarters`() async throws {
        try await MigratedDatabase.with { database in
            let (told, raters, target) = Self.alliance()
            var snapshot = told
            for (index, answer) in [2, 3, 3, 3, 3].enumerated() {
                snapshot.sheets.append(Self.sheet(raters[index], target, Double(answer), snapshot))
            }
            let record = try await database.stored(snapshot)
            try await database.batch.releaseAggregates(of: record.id, at: instant)
            // 2.8 in quarters.
            #expect(try await mean(database) == 2.75)
            snapshot.sheets = SheetTable(factorCount: snapshot.alliance.instrument.factors.count)
            snapshot.sheets.append(Self.sheet(raters[0], target, 7, snapshot))
            _ = try await database.batch.store(Incoming(snapshot: snapshot), over: record, at: instant)
            #expect(try await database.batch.releaseAggregates(of: record.id, at: instant) == 0)
            #expect(try await mean(database) == 2.75)
        }
    }

    @Test func `what was read before a change is read again, and what is as it was read is not`() async throws
    {
        try await MigratedDatabase.with { database in
            let (told, raters, target) = Self.alliance()
            var snapshot = told
            for rater in raters.prefix(5) { snapshot.sheets.append(Self.sheet(rater, target, 3, snapshot)) }
            let record = try await database.stored(snapshot)
            let before = try await database.batch.record(of: record.id, sheets: true)
            snapshot.sheets = SheetTable(factorCount: snapshot.alliance.instrument.factors.count)
            for rater in raters.prefix(5) { snapshot.sheets.append(Self.sheet(rater, target, 6, snapshot)) }
            _ = try await database.batch.store(Incoming(snapshot: snapshot), over: record, at: instant)
            try await database.batch.releaseAggregates(of: record.id, knowing: before, at: instant)
            #expect(try await mean(database) == 6)
            // Nobody stored these: they are taken from what was read at this revision.
            var now = try await database.batch.record(of: record.id, sheets: true)
            for rater in raters.dropFirst(5).prefix(5) {
                now.snapshot.sheets.append(Self.sheet(rater, target, 2, snapshot))
            }
            try await database.batch.releaseAggregates(of: record.id, knowing: now, at: instant)
            #expect(try await mean(database) == 4)
        }
    }

    @Test func `a sealed sheet is in no mean and its rater no fifth one until it is released`() async throws {
        try await MigratedDatabase.with { database in
            let (told, raters, target) = Self.alliance()
            var snapshot = told
            for rater in raters.prefix(5) {
                snapshot.sheets.append(Self.sheet(rater, target, 4, snapshot))
            }
            let record = try await database.stored(snapshot)
            let rater = record.personNumbers[raters[0]]
            let occasion = UUID()
            try await database.client.transaction { transaction in
                let pairing = UUID()
                _ = try await transaction.execute(
                    """
                    insert into rapport.pairing
                        (alliance_id, pairing_id, person_a, person_b, status, started, recorded_at)
                    values (\(record.id.uuid), \(pairing), \(rater), \(record.personNumbers[target]), 'trial',
                        \(Stored.date(today)), \(instant))
                    """)
                _ = try await transaction.execute(
                    """
                    insert into rapport.occasion (alliance_id, occasion_id, pairing_id, kind, opens, deadline)
                    values (\(record.id.uuid), \(occasion), \(pairing), 'sheet', \(Stored.date(today)),
                        \(Stored.date(today)))
                    """)
                _ = try await transaction.execute(
                    "update rapport.sheet set occasion_id = \(occasion) where rater = \(rater)")
            }
            #expect(try await database.batch.releaseAggregates(of: record.id, at: instant) == 0)
            #expect(try await mean(database) == nil)
            try await database.client.transaction { transaction in
                _ = try await transaction.execute("update rapport.occasion set released_at = \(instant)")
            }
            #expect(try await database.batch.releaseAggregates(of: record.id, at: instant) == 1)
            #expect(try await mean(database) == 4)
        }
    }
}
