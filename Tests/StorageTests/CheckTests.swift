import Domain
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// Each of sql/checks finds what it is for.
@Suite struct CheckTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var check: String
        var script: TrustedScript

        init(_ check: String, _ script: TrustedScript) {
            self.check = check
            self.script = script
        }

        var testDescription: String { "\(check): \(script.text)" }
    }

    static let faults = [
        Fault(
            "audit_chain_broken.sql",
            """
            insert into rapport.audit (alliance_id, position, happened_at, actor_role, action, object_kind, object_id,
                people, evidence, seal)
            select alliance_id, 2, '2026-11-24', 'admin', 'rule.made', 'rule', '1', '{}', '{}', sha256('')
            from rapport.alliance
            """),
        Fault("pair_on_one_side.sql", "update rapport.sheet set target = 2 where rater = 1"),
        Fault("pair_on_one_side.sql", "update rapport.pairing set person_b = 2"),
        Fault("pair_on_one_side.sql", "update rapport.pairing set person_a = person_b, person_b = person_a"),
        Fault("pair_on_one_side.sql", "update rapport.rule set person_a = 3, person_b = 1"),
        Fault("posterior_of_the_future.sql", "update rapport.posterior set revision = 2"),
        Fault(
            "released_of_unknown_person.sql",
            """
            insert into rapport.aggregate_release (alliance_id, target, question, raters, mean, released_at)
            select alliance_id, 99, 'success', '{1,2,3,4,5}', 4, '2026-11-24' from rapport.alliance
            """),
        Fault(
            "released_without_reason.sql",
            """
            insert into rapport.occasion (alliance_id, occasion_id, pairing_id, kind, opens, deadline, released_at)
            select alliance_id, pairing_id, pairing_id, 'sheet', '2026-11-01', '2026-11-30', '2026-11-24'
            from rapport.pairing
            """),
        Fault(
            "round_short_of_changes.sql",
            """
            insert into rapport.round (alliance_id, round_id, day, seed, revision, policy, utility, present_utility,
                warnings, published_at, change_count)
            select alliance_id, alliance_id, '2026-11-24', 1, 1, '{}', 0, 0, '{}', '2026-11-24', 1 from rapport.alliance
            """),
        Fault("sheet_of_unknown_person.sql", "update rapport.sheet set rater = 99 where rater = 1"),
        Fault("sheet_of_unknown_person.sql", "update rapport.sheet set target = 99 where rater = 1"),
        Fault("sheet_off_the_instrument.sql", "update rapport.sheet set ratings = '{1,2,3}'"),
        Fault("sheet_off_the_instrument.sql", "update rapport.sheet set ratings = '{1,7.5}'"),
        Fault("sheet_off_the_instrument.sql", "update rapport.sheet set ratings = '{NaN,1}'"),
        Fault("sheet_off_the_instrument.sql", "update rapport.sheet set success = 0.5"),
        Fault("table_without_wall.sql", "create table rapport.bad (alliance_id uuid)"),
        Fault("table_without_wall.sql", "alter table rapport.rule no force row level security"),
        Fault("table_without_wall.sql", "alter table rapport.rule disable row level security"),
        Fault(
            "trial_without_consent.sql",
            """
            insert into rapport.pairing_life (alliance_id, pairing_id, accepted_a, accepted_b, trial_days, if_undecided,
                extensions, never_again, version, changed_at)
            select alliance_id, pairing_id, true, false, 30, 'end', 0, false, 1, '2026-11-24' from rapport.pairing
            """),
    ]

    @Test(arguments: faults)
    func `a planted fault is found`(_ fault: Fault) async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            snapshot.sheets = SheetTable([
                Sheet(rater: 0, target: 2, day: today, ratings: [1, 7], success: 1),
                Sheet(rater: 2, target: 0, ratings: [nil, nil]),
            ])
            snapshot.pairings = [Pairing(personA: 0, personB: 2, status: .trial)]
            snapshot.rules = [Rule(personA: 0, personB: 2, kind: .pin)]
            let record = try await database.stored(snapshot)
            try await database.batch.save(
                StoredPosterior(revision: 1, encoded: [1]), of: record.id, at: instant)
            let check = IntegrityCheck(client: database.client)
            try await expectEqual(check.findings(), [])
            try await database.plant(fault.script)
            let findings = try await check.findings()
            #expect(findings.count == 1)
            #expect(findings.first?.hasPrefix("foursome: \(fault.check) returns") == true, "\(findings)")
        }
    }

    @Test func `every check has a fault that it finds`() {
        #expect(Set(Self.faults.map(\.check)) == Set(IntegrityCheck.names))
    }
}
