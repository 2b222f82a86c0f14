import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

@Suite struct ImportTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what is stored is what was told`(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            let snapshot = sample(people: 40, seed: seed)
            let summary = try await database.batch.store(Incoming(snapshot: snapshot), over: nil, at: instant)
            #expect(summary.isNew)
            #expect(summary.people == 40)
            #expect(summary.sheets == snapshot.sheets.count)
            #expect(summary.pairings == snapshot.pairings.count)
            #expect(summary.rules == snapshot.rules.count)
            #expect(summary.coverage == snapshot.coverage.count)
            let record = try await database.record(snapshot.alliance.key)
            #expect(record.snapshot == snapshot)
            #expect(record.revision == 1)
            #expect(record.personNumbers == Array(1...40))
        }
    }

    @Test func `a login that walls hold stores the same as one that may pass by them`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = sample(people: 40)
            snapshot.sheets.append(
                Sheet(
                    rater: 0, target: snapshot.people(on: .b)[0], ratings: Array(repeating: nil, count: 6),
                    success: 4))
            let name = "held_\(UUID().uuidString.prefix(8))"
            try await database.client.withConnection { connection in
                _ = try await connection.execute(
                    "create role \(quotedIdentifier: name) login in role rapport_batch")
            }
            let url = database.url.replacing("//postgres@", with: "//\(name)@")
            #expect(url != database.url)
            try await MigratedDatabase.withClient(url: url) { client in
                _ = try await BatchStore(client: client).store(
                    Incoming(snapshot: snapshot), over: nil, at: instant)
            }
            let held = try await database.record(snapshot.alliance.key)
            snapshot.alliance.key = "another"
            let free = try await database.stored(snapshot)
            #expect(held.snapshot.sheets == free.snapshot.sheets)
            #expect(held.snapshot.sheets.count == snapshot.sheets.count)
        }
    }

    @Test func `importing twice changes nothing, not even the revision`() async throws {
        try await MigratedDatabase.with { database in
            let snapshot = sample()
            let first = try await database.stored(snapshot)
            let summary = try await database.batch.store(
                Incoming(snapshot: snapshot), over: first, at: instant.addingTimeInterval(60))
            #expect(summary == ImportSummary())
            let second = try await database.record(snapshot.alliance.key)
            #expect(second.revision == first.revision)
            #expect(second.snapshot == first.snapshot)
            let moments = try await database.look(
                "select count(distinct recorded_at) from (select recorded_at from rapport.sheet union all select recorded_at from rapport.pairing) as told",
                as: Int.self)
            #expect(moments == [1])
        }
    }

    @Test func `a later folder updates what it names and leaves the rest`() async throws {
        try await MigratedDatabase.with { database in
            let first = try await database.stored(sample())
            var later = first.snapshot
            later.people[3].capacity += 2
            later.people = [later.people[3]]
            later.people[0].company = 0
            later.companies = [first.snapshot.companies[first.snapshot.people[3].company]]
            (later.sheets, later.pairings, later.rules) = (SheetTable(factorCount: 6), [], [])
            later.coverage = []
            let summary = try await database.batch.store(
                Incoming(snapshot: later, namedCompanyCount: 0), over: first, at: instant)
            #expect(summary == ImportSummary(people: 1))
            var expected = first.snapshot
            expected.people[3].capacity += 2
            let second = try await database.record(expected.alliance.key)
            #expect(second.snapshot == expected)
            #expect(second.revision == first.revision + 1)
        }
    }

    @Test func `columns that are not told keep what is stored`() async throws {
        try await MigratedDatabase.with { database in
            var full = foursome()
            full.sheets = SheetTable([
                Sheet(rater: 0, target: 2, day: today, ratings: [5, 6], success: 4, wouldContinue: true)
            ])
            full.pairings = [
                Pairing(personA: 0, personB: 2, status: .trial, started: today, ended: today, reason: "why")
            ]
            full.rules = [Rule(personA: 1, personB: 3, kind: .veto, reason: "why not")]
            full.coverage = [AccountCoverage(account: "k", name: "K", person: 0, role: .owner, revenue: 5)]
            let stored = try await database.stored(full)
            var bare = full
            bare.sheets = SheetTable([Sheet(rater: 0, target: 2, day: today, ratings: [nil, 7])])
            bare.pairings = [Pairing(personA: 0, personB: 2, status: .trial)]
            bare.rules = [Rule(personA: 1, personB: 3, kind: .veto)]
            bare.coverage = [AccountCoverage(account: "k", person: 0)]
            let incoming = Incoming(snapshot: bare, untold: Set(Incoming.Column.allCases), untoldFactors: [0])
            let summary = try await database.batch.store(incoming, over: stored, at: instant)
            #expect(summary == ImportSummary(sheets: 1))
            full.sheets = SheetTable([
                Sheet(rater: 0, target: 2, day: today, ratings: [5, 7], success: 4, wouldContinue: true)
            ])
            let record = try await database.record("foursome")
            #expect(record.snapshot == full)
            let again = try await database.batch.store(incoming, over: record, at: instant)
            #expect(!again.changedAnything)
        }
    }

    @Test func `cells that are told to be unknown become unknown`() async throws {
        try await MigratedDatabase.with { database in
            var full = foursome()
            full.sheets = SheetTable([
                Sheet(rater: 0, target: 2, ratings: [5, 6], success: 4, wouldContinue: true)
            ])
            full.rules = [Rule(personA: 1, personB: 3, kind: .veto, reason: "why not")]
            full.coverage = [AccountCoverage(account: "k", name: "K", person: 0, role: .owner, revenue: 5)]
            let stored = try await database.stored(full)
            full.sheets = SheetTable([Sheet(rater: 0, target: 2, ratings: [nil, nil])])
            full.rules[0].reason = nil
            full.coverage = [AccountCoverage(account: "k", person: 0)]
            let summary = try await database.batch.store(Incoming(snapshot: full), over: stored, at: instant)
            #expect(summary == ImportSummary(sheets: 1, rules: 1, coverage: 1))
            let record = try await database.record("foursome")
            #expect(record.snapshot == full)
        }
    }

    @Test func `new people get later numbers, and new factors stand at the end`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            snapshot.sheets = SheetTable([Sheet(rater: 0, target: 2, day: today, ratings: [5, 6])])
            let first = try await database.stored(snapshot)
            var later = snapshot
            later.people = [Salesperson(key: "a0", company: 0), snapshot.people[2]]
            later.alliance.instrument.factors.append(Factor(key: "fit", label: "Fit"))
            later.sheets = SheetTable(factorCount: 3)
            let summary = try await database.batch.store(
                Incoming(snapshot: later, namedPersonCount: 1), over: first, at: instant)
            #expect(summary == ImportSummary(alliance: 1, people: 1))
            let record = try await database.record("foursome")
            #expect(record.snapshot.people.map(\.key) == ["a1", "a2", "b1", "b2", "a0"])
            #expect(record.personNumbers == [1, 2, 3, 4, 5])
            #expect(record.snapshot.sheets[0].ratings == [5, 6, nil])
            #expect(record.snapshot.alliance.instrument.factors.map(\.key) == ["trust", "goals", "fit"])
        }
    }

    @Test func `an import that fails leaves everything as it was`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = sample()
            snapshot.pairings = [
                Pairing(personA: 0, personB: snapshot.people(on: .b)[0], status: .trial, started: today)
            ]
            let before = try await database.stored(snapshot)
            var later = snapshot
            later.alliance.name = "Renamed"
            later.people[0].name = "Renamed"
            later.coverage = []
            later.pairings[0].status = .proposed
            later.pairings[0].started = today.advanced(byDays: 1)
            await #expect(throws: StorageError.openTwice(alliance: snapshot.alliance.key)) {
                try await database.batch.store(Incoming(snapshot: later), over: before, at: instant)
            }
            let after = try await database.record(snapshot.alliance.key)
            #expect(after.snapshot == before.snapshot)
            #expect(after.revision == before.revision)
        }
    }

    @Test func `of imports at the same time one wins, and the others are told`() async throws {
        try await MigratedDatabase.with { database in
            let stored = try await database.stored(foursome())
            for round in 0..<5 {
                for base in [nil, try await database.batch.record(of: stored.id, sheets: false)] {
                    let outcomes = await outcomes(of: base, round, database)
                    #expect(outcomes.count { $0 == nil } == 1, "round \(round)")
                    #expect(
                        outcomes.count {
                            $0 == .changedMeanwhile(alliance: base == nil ? "new\(round)" : "foursome")
                        } == 3)
                }
            }
            let job = try await database.look(
                "select count(*) from rapport.job where alliance_id = \(stored.id.uuid)", as: Int.self)
            #expect(job == [1])
        }
    }

    /// What four imports at once over the same `base` end with; nil is success.
    private func outcomes(
        of base: AllianceRecord?, _ round: Int, _ database: MigratedDatabase
    ) async -> [StorageError?] {
        await withTaskGroup(of: StorageError?.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var snapshot = base?.snapshot ?? foursome(key: "new\(round)")
                    snapshot.people[0].name = "\(round) \(worker)"
                    do {
                        _ = try await database.batch.store(
                            Incoming(snapshot: snapshot), over: base, at: instant)
                        return nil
                    } catch {
                        return error as? StorageError ?? .noAlliance("\(error)")
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `a scale changes only while no sheet is on it`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            let first = try await database.stored(snapshot)
            snapshot.alliance.instrument.scale = Scale(min: 0, max: 10)
            _ = try await database.batch.store(Incoming(snapshot: snapshot), over: first, at: instant)
            snapshot.sheets = SheetTable([Sheet(rater: 0, target: 2, day: today, ratings: [9, 9])])
            let second = try await database.record("foursome")
            _ = try await database.batch.store(Incoming(snapshot: snapshot), over: second, at: instant)
            let third = try await database.record("foursome")
            snapshot.alliance.instrument.scale = Scale(min: 1, max: 10)
            await #expect(throws: StorageError.scaleInUse(alliance: "foursome")) {
                try await database.batch.store(Incoming(snapshot: snapshot), over: third, at: instant)
            }
        }
    }

    @Test func `letters of another composition are a change`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            snapshot.people[0].name = "Ren\u{e9}"
            snapshot.pairings = [Pairing(personA: 0, personB: 2, status: .ended, reason: "caf\u{e9}")]
            let first = try await database.stored(snapshot)
            snapshot.people[0].name = "Rene\u{301}"
            snapshot.pairings[0].reason = "cafe\u{301}"
            let summary = try await database.batch.store(
                Incoming(snapshot: snapshot), over: first, at: instant)
            #expect(summary == ImportSummary(people: 1, pairings: 1))
            let record = try await database.record("foursome").snapshot
            #expect(record.people[0].name?.unicodeScalars.count == 5)
            #expect(record.pairings[0].reason?.unicodeScalars.count == 5)
        }
    }
}
