import Domain
import Foundation
import Postgres
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

extension ErasureTests {
    static let marker = "Zq7Marker"

    /// An alliance in which everybody rated everybody on the other side.
    static func rated() -> Snapshot {
        var snapshot = sample(seed: 3, key: "rated")
        snapshot.sheets = SheetTable(factorCount: snapshot.alliance.instrument.factors.count)
        let factors = snapshot.alliance.instrument.factors.count
        for rater in snapshot.people.indices {
            for target in snapshot.people.indices where snapshot.side(of: target) != snapshot.side(of: rater)
            {
                let answer = Double(1 + (rater * 7 + target * 3) % 7)
                snapshot.sheets.append(
                    Sheet(
                        rater: rater, target: target, day: today,
                        ratings: Array(repeating: answer, count: factors), success: answer, wouldContinue: nil
                    ))
            }
        }
        return snapshot
    }

    private static func plant(
        _ personA: Int, _ personB: Int, _ status: String, in record: AllianceRecord,
        _ database: MigratedDatabase
    ) async throws {
        let hasBegun = ["confirmed", "ended"].contains(status)
        _ = try await database.client.transaction { transaction in
            try await transaction.execute(
                """
                insert into rapport.pairing (alliance_id, pairing_id, person_a, person_b, status, started, recorded_at)
                values (\(record.id.uuid), \(UUID()), \(personA), \(personB), \(status),
                    case when \(hasBegun) then '2026-11-01'::date end, \(instant))
                """)
        }
    }

    /// A trial of two people (numbers of side a and b) in which both have ticked a sign.
    private static func plantPulses(
        of personA: Int, _ personB: Int, _ record: AllianceRecord, _ database: MigratedDatabase
    ) async throws {
        let (alliance, pairing, occasion) = (record.id.uuid, UUID(), UUID())
        try await database.client.transaction { transaction in
            for statement in [
                """
                insert into rapport.pairing (alliance_id, pairing_id, person_a, person_b, status, started, recorded_at)
                values (\(alliance), \(pairing), \(personA), \(personB), 'trial', '2026-11-01', \(instant))
                """,
                """
                insert into rapport.occasion
                    (alliance_id, occasion_id, pairing_id, kind, opens, deadline, noticed_a, noticed_b)
                values (\(alliance), \(occasion), \(pairing), 'pulse', '2026-11-01', '2026-11-10', true, true)
                """,
                """
                insert into rapport.pulse (alliance_id, occasion_id, rater, meetings, signs, recorded_at)
                values (\(alliance), \(occasion), \(personA), 1, '{blame}', \(instant)),
                    (\(alliance), \(occasion), \(personB), 1, '{doubt}', \(instant))
                """,
            ] as [SQL] { _ = try await transaction.execute(statement) }
        }
    }

    /// An alliance whose first person carries the marker wherever a text can stand.
    private func marked() -> Snapshot {
        let marker = Self.marker
        var snapshot = sample(seed: 1, key: "own")
        snapshot.people[0].key = "p.\(marker)"
        snapshot.people[0].name = "Name \(marker)"
        snapshot.people[0].email = "\(marker)@example.com"
        if let row = snapshot.alliance.attributes.firstIndex(where: { $0.kind == .category }) {
            snapshot.people[0].attributes[row] = .category(marker)
        }
        let others = snapshot.people(on: snapshot.side(of: 0).opposite)
        snapshot.rules = [Rule(personA: 0, personB: others[0], kind: .veto, reason: "because \(marker)")]
        snapshot.pairings = [
            Pairing(
                personA: 0, personB: others[1], status: .ended, started: today, ended: today,
                reason: "told \(marker)")
        ]
        snapshot.coverage.append(
            AccountCoverage(account: marker, name: marker, person: 0, role: nil, revenue: nil))
        return snapshot
    }

    /// What a service at work leaves of a person: a model, a round, a key, an answer, an event.
    private func leaveTraces(of record: AllianceRecord, _ database: MigratedDatabase) async throws {
        let marker = Array(Self.marker.utf8)
        try await database.batch.save(
            StoredPosterior(revision: record.revision, encoded: marker), of: record.id, at: instant)
        let other = record.snapshot.people(on: record.snapshot.side(of: 0).opposite)[0]
        let change = ProposedChange(
            personA: 0, personB: other, action: .begin, cause: .unpaired, utility: 50,
            reasonsForA: ["\(Self.marker) is near."])
        let round = Round(
            day: today, seed: 1, utility: 50, presentUtility: 0, changes: [change],
            warnings: ["\(Self.marker) has no room."])
        try await database.batch.publish(
            round, of: record, policy: "{\"protectedPeople\": [\"p.\(Self.marker)\"]}",
            input: RoundInput(program: "test", facts: marker, model: marker, round: marker), at: instant)
        let viewer = Viewer(alliance: record.id, role: .salesperson(number: 1))
        _ = try await database.batch.createKey(for: viewer, label: "key of \(Self.marker)", at: instant)
        _ = try await database.store.once(
            Submission(key: "k", fingerprint: [1], at: instant), for: viewer
        ) { store in
            try await store.write(for: viewer) { transaction in
                try await Deed("person.changed", on: "person", "1", people: [1])
                    .record(by: viewer, at: instant, in: transaction)
            }
            return Receipt(
                status: 200, headers: ["Location", "/v1/salespeople/p.\(Self.marker)"], body: marker)
        }
    }

    /// What others write of the person where they may write what they like, and a user of theirs with another role.
    private func leaveWords(of record: AllianceRecord, _ database: MigratedDatabase) async throws {
        let marker = Self.marker
        try await database.client.transaction { transaction in
            let alliance = record.id.uuid
            for statement in [
                """
                insert into rapport.alliance_terms (alliance_id, lead_rule, support_rule, shared_information,
                    shares_names_a, shares_names_b, auto_accept, version)
                values (\(alliance), \("As name \(marker) says."), 'p.' || \(marker), \(["fine", "of P.\(marker)"]), false,
                    false, false, 1)
                """,
                """
                insert into rapport.control_agreement (alliance_id, agreement_id, account, lead, support, shared,
                    signed_a, version, proposed_at)
                values (\(alliance), \(UUID()), 'acme', 'a', \("Ask \(marker)@example.com, please."),
                    \(["p.\(marker), his \"notes\""]), \(instant), 1, \(instant))
                """,
                "insert into rapport.team (alliance_id, number, key, name, company) values (\(alliance), 9, 't', \("Team of p.\(marker)"), 1)",
                """
                insert into rapport.rule (alliance_id, person_a, person_b, kind, reason)
                select \(alliance), a.number, b.number, 'pin', \("Instead of Name \(marker).")
                from rapport.salesperson as a, rapport.salesperson as b
                where a.number = \(record.personNumbers[record.snapshot.people(on: .a)[1]])
                    and b.number = \(record.personNumbers[record.snapshot.people(on: .b)[1]])
                """,
                """
                insert into rapport.app_user (alliance_id, user_id, email, role, spoke_for, created_at)
                values (\(alliance), \(UUID()), \("\(marker.lowercased())@example.com"), 'auditor', 1, \(instant))
                """,
            ] as [SQL] { _ = try await transaction.execute(statement) }
        }
        let admin = Viewer(alliance: record.id, role: .admin)
        _ = try await database.batch.createKey(for: admin, label: "p.\(marker)'s laptop", at: instant)
    }

    /// The columns of the whole schema that hold the marker, as text or as bytes.
    private func traces(_ database: MigratedDatabase) async throws -> [String] {
        let tables = try await database.look(
            "select relname::text from pg_class where relnamespace = 'rapport'::regnamespace and relkind = 'r'",
            as: String.self)
        var found: [String] = []
        for table in tables {
            let hexadecimal = Self.marker.utf8.map { String($0, radix: 16) }.joined()
            let rows = try await database.look(
                """
                select count(*) from rapport.\(quotedIdentifier: table) as row
                where row::text ilike '%' || \(Self.marker) || '%' or row::text like '%' || \(hexadecimal) || '%'
                """, as: Int.self)
            if rows[0] > 0 { found.append(table) }
        }
        return found.sorted()
    }

    private func means(ofOthersThan person: Int, _ database: MigratedDatabase) async throws -> [String] {
        try await database.look(
            """
            select target || ' ' || question || ' ' || mean from rapport.aggregate_release
            where target <> \(person) order by target, question
            """, as: String.self)
    }
}
