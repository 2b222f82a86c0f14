import Domain
import Foundation
import Nightly
import Postgres
import Storage
import StoreTestSupport
import Testing

/// What a night goes by and tells, through the database.
@Suite(.timeLimit(.minutes(5))) struct NightFactsTests {
    @Test func `absences, company holds and open customer conflicts are planned by`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("facts")
            let id = record.id.uuid
            let far: PostgresDate? = nil
            try await database.client.transaction { transaction in
                _ = try await transaction.execute(
                    """
                    insert into rapport.absence (alliance_id, person, first_day, last_day)
                    values (\(id), \(record.personNumbers[2]), '2026-11-01', \(far)), (\(id), \(record.personNumbers[3]),
                        '2026-12-01', '2026-12-24')
                    """)
                _ = try await transaction.execute(
                    """
                    insert into rapport.company_hold (alliance_id, company_a, company_b, until)
                    select a.alliance_id, a.number, b.number, '2027-01-01'
                    from rapport.company as a
                    join rapport.company as b using (alliance_id)
                    where alliance_id = \(id) and a.side = 'a' and b.side = 'b'
                    """)
                _ = try await transaction.execute(
                    """
                    insert into rapport.account_conflict (alliance_id, account, opened, settled)
                    values (\(id), 'zeta', '2026-11-01', null), (\(id), 'alpha', '2026-11-02', null),
                        (\(id), 'done', '2026-11-01', '2026-11-03')
                    """)
            }
            let read = try await database.batch.record(of: record.id, sheets: false).snapshot
            #expect(read.absences.map(\.person) == [2, 3])
            #expect(read.absences.map { "\($0.first)" } == ["2026-11-01", "2026-12-01"])
            #expect(read.absences.map { $0.last.map { "\($0)" } } == [nil, "2026-12-24"])
            #expect(read.openConflicts == ["alpha", "zeta"])
            let sides = Set(read.companyHolds.map { [$0.companyA, $0.companyB] })
            let companies = read.companies.indices
            let expected = companies.filter { read.companies[$0].side == .a }.flatMap { a in
                companies.filter { read.companies[$0].side == .b }.map { [a, $0] }
            }
            #expect(sides == Set(expected))
            #expect(read.companyHolds.allSatisfy { $0.until == Day("2027-01-01") })
            let planner = RoundPlanner(store: database.batch, program: "test")
            let round = try await planner.draft(of: record.id, on: today, seed: 1, at: instant).round
            #expect(!round.changes.contains { $0.action == .begin })
            #expect(!round.warnings.isEmpty)
        }
    }

    @Test func `a round's report and what follows from what are stored with it`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("reports", seed: 3)
            let planner = RoundPlanner(store: database.batch, program: "test")
            let round = try await planner.draft(of: record.id, on: today, seed: 1, at: instant).round
            try await database.runNight(["reports"])
            let parents = try await database.client.read(
                "select knock_on_of from rapport.round_change order by position", as: Int?.self)
            #expect(parents == round.changes.map { $0.knockOnOf.map { $0 + 1 } })
            let stored = try await database.client.read(
                "select report::text from rapport.round", as: String.self)
            var report = try JSONDecoder().decode(
                RoundReport.self, from: Data(try #require(stored.first).utf8))
            for index in report.blockingPairs.indices {
                report.blockingPairs[index].personA -= 1
                report.blockingPairs[index].personB -= 1
            }
            #expect(report == round.report)
        }
    }
}
