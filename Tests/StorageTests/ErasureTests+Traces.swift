import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing
@testable import Storage

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

    static func plant(
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
    static func plantPulses(
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
    func marked() -> Snapshot {
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
    func leaveTraces(of record: AllianceRecord, _ database: MigratedDatabase) async throws {
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
    func leaveWords(of record: AllianceRecord, _ database: MigratedDatabase) async throws {
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
    func traces(_ database: MigratedDatabase) async throws -> [String] {
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

    func means(ofOthersThan person: Int, _ database: MigratedDatabase) async throws -> [String] {
        try await database.look(
            """
            select target || ' ' || question || ' ' || mean from rapport.aggregate_release
            where target <> \(person) order by target, question
            """, as: String.self)
    }
}
