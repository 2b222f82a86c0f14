import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// The second wall around pairings' lives, answers, agreements and wishes: it holds alone, without a `where`.
@Suite struct LifeWallTests {
    static let shared = [
        "pairing_life", "round_decision", "occasion", "alliance_terms", "gate_answer", "deputy",
        "control_agreement",
    ]
    static let personal = ["pulse", "preference"]

    @Test func `without a context nothing is seen, and inside one alliance nothing of the other`()
        async throws
    {
        try await withTwoAlliances { database, own, _ in
            for table in Self.shared + Self.personal {
                for role in ["rapport_app", "rapport_batch"] {
                    let seen = try await rows(of: table, TransactionContext("role", role), database)
                    #expect(seen == [], "\(role) \(table)")
                }
                let batch = Context.batch(own)
                let seen = try await rows(of: table, batch, database)
                #expect(Set(seen) == [own.uuid], "\(table)")
            }
            for table in Self.shared {
                let seen = try await rows(of: table, request(own, as: 1), database)
                #expect(Set(seen) == [own.uuid], "\(table)")
            }
        }
    }

    @Test func `pulses and wishes are seen by whose they are alone`() async throws {
        try await withTwoAlliances { database, own, _ in
            for table in Self.personal {
                let mine = try await rows(of: table, request(own, as: 1), database)
                let others = try await rows(of: table, request(own, as: 2), database)
                #expect(mine.count == 1 && others == [], "\(table)")
            }
        }
    }

    /// What a request may not do about the life of pairings.
    static let refused: [TrustedScript] = [
        "delete from rapport.pairing", "update rapport.pairing set person_a = 1",
        "delete from rapport.pairing_life",
        "delete from rapport.pulse", "update rapport.round_decision set decision = 'accept'",
        "delete from rapport.round_decision", "delete from rapport.control_agreement",
        "update rapport.salesperson set number = 9", "update rapport.salesperson set key = 'x'",
        "update rapport.company set side = 'b'", "delete from rapport.salesperson",
        "delete from rapport.occasion",
    ]

    @Test(arguments: refused)
    func `requests are refused what nobody may undo`(statement: TrustedScript) async throws {
        try await withTwoAlliances { database, own, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.client.transaction(context: request(own, as: 1)) {
                    try await $0.executeScript(statement)
                }
            }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `nobody writes a pulse or a wish in another's name`() async throws {
        try await withTwoAlliances { database, own, _ in
            for statement in [
                "update rapport.pulse set rater = 2", "update rapport.preference set person = 2, other = 1",
            ] as [TrustedScript] {
                await #expect(throws: PostgresError.self) {
                    try await database.client.transaction(context: request(own, as: 1)) {
                        try await $0.executeScript(statement)
                    }
                }
            }
        }
    }

    private func request(_ id: AllianceID, as person: Int) -> TransactionContext {
        Context.request(Viewer(alliance: id, role: .salesperson(number: person)))
    }

    private func rows(
        of table: String, _ context: TransactionContext, _ database: MigratedDatabase
    ) async throws -> [UUID] {
        try await database.client.read(
            "select alliance_id from rapport.\(quotedIdentifier: table)", as: UUID.self, context: context)
    }

    /// Two alliances with a row in every table.
    private func withTwoAlliances(
        _ body: (MigratedDatabase, _ own: AllianceID, _ other: AllianceID) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let own = try await filled(sample(seed: 1, key: "own"), database)
            let other = try await filled(sample(seed: 2, key: "other"), database)
            try await database.plant(Self.rows)
            try await body(database, own, other)
        }
    }

    private func filled(_ snapshot: Snapshot, _ database: MigratedDatabase) async throws -> AllianceID {
        let record = try await database.stored(snapshot)
        let change = ProposedChange(
            personA: snapshot.people(on: .a)[0], personB: snapshot.people(on: .b)[0], action: .begin,
            cause: .unpaired,
            utility: 50)
        let round = Round(day: today, seed: 1, utility: 50, presentUtility: 0, changes: [change])
        try await database.batch.publish(round, of: record, policy: "{}", at: instant)
        return record.id
    }

    private static let rows: TrustedScript =
        """
        insert into rapport.pairing_life (alliance_id, pairing_id, accepted_a, accepted_b, trial_days, if_undecided,
            extensions, never_again, version, changed_at)
        select distinct on (alliance_id) alliance_id, pairing_id, true, true, 42, 'end', 0, false, 1, now()
        from rapport.pairing;
        insert into rapport.round_decision
            (alliance_id, round_id, position, side, decision, never_again, automatic, decided_at)
        select alliance_id, round_id, position, 'a', 'accept', false, false, now() from rapport.round_change;
        insert into rapport.occasion (alliance_id, occasion_id, pairing_id, kind, opens, deadline)
        select alliance_id, gen_random_uuid(), pairing_id, 'pulse', '2026-11-01', '2026-11-10'
        from rapport.pairing_life;
        insert into rapport.pulse (alliance_id, occasion_id, rater, meetings, signs, recorded_at)
        select alliance_id, occasion_id, 1, 2, '{blame}', now() from rapport.occasion;
        insert into rapport.alliance_terms
            (alliance_id, shared_information, shares_names_a, shares_names_b, auto_accept, version)
        select alliance_id, '{}', false, false, false, 1 from rapport.alliance;
        insert into rapport.gate_answer (alliance_id, company, other_company, version, recorded_at)
        select one.alliance_id, one.number, other.number, 1, now()
        from rapport.company as one
        join rapport.company as other on other.alliance_id = one.alliance_id and other.side > one.side;
        insert into rapport.deputy (alliance_id, person, deputy) select alliance_id, 1, 2 from rapport.alliance;
        insert into rapport.preference (alliance_id, person, other, wish, recorded_at)
        select alliance_id, 1, 2, 'with', now() from rapport.alliance;
        insert into rapport.control_agreement
            (alliance_id, agreement_id, account, lead, shared, signed_a, version, proposed_at)
        select alliance_id, gen_random_uuid(), 'acme', 'a', '{}', now(), 1, now() from rapport.alliance;
        """
}
