import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// A person who is erased leaves no trace; what others know stays.
@Suite struct ErasureTests {
    @Test func `the data map knows every table and every column`() async throws {
        let catalogue = try await MigratedDatabase.catalogue.value
        let rows = try await catalogue.read(
            """
            select class.relname::text, attribute.attname::text
            from pg_class as class
            join pg_attribute as attribute on attribute.attrelid = class.oid
            where class.relnamespace = 'rapport'::regnamespace and class.relkind in ('r', 'p')
                and attribute.attnum > 0 and not attribute.attisdropped
            """, as: (String, String).self)
        let stored = Dictionary(grouping: rows, by: \.0).mapValues { Set($0.map(\.1)) }
        for (table, columns) in stored where table != "schema_migration" {
            let entry = try #require(
                DataMap.all.first { $0.table.description == table }, "\(table) is not in the map")
            let known = Set((entry.people + entry.told + entry.withheld).map(\.description))
            #expect(columns.subtracting(["alliance_id"]) == known, "\(table)")
        }
        #expect(Set(DataMap.all.map(\.table.description)) == Set(stored.keys))
    }

    @Test func `a planted marker is found nowhere after the erasure`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(marked())
            try await leaveTraces(of: record, database)
            try await leaveWords(of: record, database)
            let before = try await traces(database)
            #expect(before.count >= 12, "\(before)")
            #expect(try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant))
            let after = try await traces(database)
            #expect(after == [])
        }
    }

    @Test func `aggregates of others stay as they were and the person's own go`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(Self.rated())
            #expect(try await database.batch.releaseAggregates(of: record.id, at: instant) > 0)
            let before = try await means(ofOthersThan: 1, database)
            #expect(!before.isEmpty)
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            try await database.batch.releaseAggregates(of: record.id, at: instant)
            #expect(try await means(ofOthersThan: 1, database) == before)
            #expect(
                try await database.look("select count(*) from rapport.sheet where target = 1", as: Int.self)
                    == [0])
            #expect(
                try await database.look("select count(*) from rapport.sheet where rater = 1", as: Int.self)
                    != [0])
            #expect(
                try await database.look(
                    "select count(*) from rapport.aggregate_release where target = 1", as: Int.self) == [0])
        }
    }

    @Test func `words about others stay, and so does whoever has a longer name`() async throws {
        try await MigratedDatabase.with { database in
            var told = sample(seed: 1, key: "own")
            (told.people[0].key, told.people[0].name, told.people[0].email) = ("al", "Al (1)", nil)
            let record = try await database.stored(told)
            let support = "Also ask Al (1), AL and alice; al.b too."
            try await database.client.transaction { transaction in
                _ = try await transaction.execute(
                    """
                    insert into rapport.control_agreement (alliance_id, agreement_id, account, lead, support, shared,
                        signed_a, version, proposed_at)
                    values (\(record.id.uuid), \(UUID()), 'acme', 'a', \(support), \(["calls, by al", "c\"al\\"]),
                        \(instant), 1, \(instant))
                    """)
            }
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            let texts = try await database.look(
                "select support from rapport.control_agreement", as: String.self)
            #expect(texts == ["Also ask erased, erased and alice; erased.b too."])
            let lists = try await database.look(
                "select shared from rapport.control_agreement", as: [String].self)
            #expect(lists == [["calls, by erased", "c\"erased\\"]])
        }
    }

    @Test func `a first name alone goes from what is the person's own, and from nothing else`() async throws {
        try await MigratedDatabase.with { database in
            var told = sample(seed: 1, key: "own")
            told.people[0].name = "Xaver Lund"
            let other = told.people(on: told.side(of: 0).opposite)[0]
            told.coverage = [0, other].map { AccountCoverage(account: "acme", person: $0) }
            told.coverage.append(AccountCoverage(account: "globex", person: other))
            let record = try await database.stored(told)
            try await database.client.transaction { transaction in
                for account in ["acme", "globex"] {
                    _ = try await transaction.execute(
                        """
                        insert into rapport.control_agreement (alliance_id, agreement_id, account, lead, support, shared,
                            signed_a, version, proposed_at)
                        values (\(record.id.uuid), \(UUID()), \(account), 'a', 'Xaver Lund and xaver.', '{Xavers notes}',
                            \(instant), 1, \(instant))
                        """)
                }
                for number in [1, 2] {
                    _ = try await transaction.execute(
                        """
                        insert into rapport.team (alliance_id, number, key, name, company)
                        values (\(record.id.uuid), \(number), \("t\(number)"), 'Team Xaver',
                            (select company from rapport.salesperson where number = 1))
                        """)
                }
                _ = try await transaction.execute(
                    "insert into rapport.team_member (alliance_id, person, team) values (\(record.id.uuid), 1, 1)"
                )
            }
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            let texts = try await database.look(
                "select support from rapport.control_agreement order by account", as: String.self)
            #expect(texts == ["erased and erased.", "erased and xaver."])
            let lists = try await database.look(
                "select shared from rapport.control_agreement order by account", as: [String].self)
            #expect(lists == [["eraseds notes"], ["Xavers notes"]])
            let teams = try await database.look(
                "select name from rapport.team order by number", as: String.self)
            #expect(teams == ["Team erased", "Team Xaver"])
        }
    }

    @Test func `what others ticked about the person goes with what they rated`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(Self.rated())
            let others = record.snapshot.people(on: record.snapshot.side(of: 0).opposite).map {
                record.personNumbers[$0]
            }
            let colleague = record.personNumbers[record.snapshot.people(on: record.snapshot.side(of: 0))[1]]
            for (person, other) in [(1, others[0]), (colleague, others[1])] {
                try await Self.plantPulses(of: person, other, record, database)
            }
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            let raters = try await database.look(
                "select rater from rapport.pulse order by rater", as: Int.self)
            #expect(raters == [colleague, others[1]].sorted())
            let noticed = try await database.look(
                """
                select noticed_a from rapport.occasion join rapport.pairing using (alliance_id, pairing_id)
                order by person_a
                """, as: Bool?.self)
            #expect(noticed == [nil, true])
        }
    }

    @Test func `nobody is asked anything any more about a person who is erased`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(Self.rated())
            let others = record.snapshot.people(on: record.snapshot.side(of: 0).opposite).map {
                record.personNumbers[$0]
            }
            let colleague = record.personNumbers[record.snapshot.people(on: record.snapshot.side(of: 0))[1]]
            _ = try await database.client.transaction { transaction in
                try await transaction.execute("delete from rapport.pairing")
            }
            for (person, other) in [(1, others[0]), (colleague, others[1])] {
                try await Self.plantPulses(of: person, other, record, database)
            }
            let open = ["proposed", "accepted", "confirmed"]
            for (other, status) in zip(others.dropFirst(2), open) {
                try await Self.plant(1, other, status, in: record, database)
                try await Self.plant(colleague, other, status, in: record, database)
            }
            // As if they had parted before, on the same first day: that one cannot be told from another end.
            try await Self.plant(1, others[4], "ended", in: record, database)
            try await database.batch.erase(person: 1, of: record.id, by: nil, at: instant)
            func statuses(of person: Int) async throws -> [String] {
                try await database.look(
                    "select status from rapport.pairing where person_a = \(person) order by person_b, status",
                    as: String.self)
            }
            try await #expect(statuses(of: 1) == ["ended", "declined", "declined", "confirmed", "ended"])
            try await #expect(statuses(of: colleague) == ["trial"] + open)
            let waiting = try await database.look(
                """
                select person_a from rapport.occasion join rapport.pairing using (alliance_id, pairing_id)
                where released_at is null
                """, as: Int.self)
            #expect(waiting == [colleague])
        }
    }

    @Test func `a personal record holds what the person said and nothing that others did`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(Self.rated())
            let viewer = Viewer(alliance: record.id, role: .salesperson(number: 1))
            let tables = try await database.store.personalRecord(ofPerson: 1, for: viewer)
            let sheets = try #require(tables.first { $0.table == "sheet" })
            let own = try await database.look(
                "select count(*) from rapport.sheet where rater = 1", as: Int.self)[0]
            #expect(sheets.rows.split(separator: "\"target\"").count - 1 == own && own > 0)
            let all = tables.map(\.rows).joined()
            #expect(all.contains(record.snapshot.people[0].key))
        }
    }
}
