import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// What each role sees and does without a `where`: row-level security is the second wall, and holds alone.
@Suite struct WallTests {
    static let tables = [
        "alliance", "revision", "factor", "attribute", "company", "salesperson", "sheet", "pairing", "rule",
        "account_coverage", "posterior", "round", "round_change", "round_input", "api_key", "shared_account",
        "team", "team_member", "app_user", "session",
    ]

    /// Of these a request sees what is the viewer's own, not what is the alliance's.
    static let personal = ["sheet", "app_user"]

    @Test func `without a context nothing is seen, but the batch's directory of alliances`() async throws {
        try await withTwoAlliances { database, _, _ in
            for role in ["rapport_app", "rapport_batch"] {
                for table in Self.tables where try await mayRead(table, as: role, database) {
                    let isDirectory = table == "alliance" && role == "rapport_batch"
                    let context = TransactionContext("role", role)
                    #expect(
                        try await count(table, context, database) == (isDirectory ? 2 : 0), "\(role) \(table)"
                    )
                }
            }
        }
    }

    @Test func `inside one alliance nothing of the other is seen`() async throws {
        try await withTwoAlliances { database, own, _ in
            for (role, context) in [
                ("rapport_app", Context.request(own.id)), ("rapport_batch", Context.batch(own.id)),
            ] {
                for table in Self.tables where try await mayRead(table, as: role, database) {
                    if table == "alliance", role == "rapport_batch" { continue }
                    let expected = try await database.look(
                        """
                        select count(*) from rapport.\(quotedIdentifier: table)
                        where alliance_id = \(own.id.uuid)
                        """, as: Int.self)[0]
                    let isHidden = Self.personal.contains(table) && role == "rapport_app"
                    let seen = try await count(table, context, database)
                    #expect(seen == (isHidden ? 0 : expected), "\(role) \(table)")
                    #expect(expected > 0, "\(table) needs rows for this test to say anything")
                }
            }
        }
    }

    @Test func `a salesperson sees their own sheets alone`() async throws {
        try await withTwoAlliances { database, own, _ in
            let sheets = own.snapshot.sheets
            for rater in Set(sheets.raters).sorted().prefix(5) {
                let number = own.personNumbers[Int(rater)]
                let seen = try await database.client.read(
                    "select rater from rapport.sheet", as: Int.self,
                    context: Self.request(own, as: number))
                #expect(Set(seen) == [number])
                #expect(seen.count == sheets.raters.count { $0 == rater })
            }
        }
    }

    @Test func `an empty context on a used connection is no error and shows nothing`() async throws {
        try await withTwoAlliances { database, own, _ in
            try await database.client.withConnection { connection in
                for context in [
                    Self.request(own, as: 1), TransactionContext("role", "rapport_app"),
                ] {
                    let seen = try await connection.transaction(context: context) {
                        try await $0.query(
                            "select count(*) from rapport.sheet where rater <> 1", as: Int.self)
                    }
                    #expect(seen == [0])
                }
            }
        }
    }

    /// What no role of the service may do.
    static let refusedToAll: [TrustedScript] = [
        "update rapport.round set utility = 0", "delete from rapport.round", "truncate rapport.round",
        "update rapport.round_change set cause = 'rule'", "delete from rapport.round_change",
        "update rapport.round_input set program = 'x'",
        "delete from rapport.sheet", "truncate rapport.sheet", "truncate rapport.job",
        "delete from rapport.alliance",
        "create table rapport.mine ()", "alter table rapport.sheet disable row level security",
        "select * from rapport.schema_migration",
    ]

    /// What a request may not do.
    static let refusedToRequests: [TrustedScript] = [
        "update rapport.salesperson set number = 9", "update rapport.posterior set revision = 99",
        "insert into rapport.api_key select * from rapport.api_key", "delete from rapport.job",
        "update rapport.job set lease_token = null", "update rapport.alliance set name = 'x'",
        "insert into rapport.round select * from rapport.round",
        "update rapport.pairing set person_a = 1",
        "update rapport.api_key set role = 'admin'", "update rapport.api_key set scopes = '{export:read}'",
        "update rapport.app_user set role = 'admin'", "update rapport.app_user set disabled_at = null",
        "insert into rapport.app_user select * from rapport.app_user", "delete from rapport.app_user",
        "update rapport.session set expires_at = 'infinity'", "update rapport.session set user_id = null",
        "insert into rapport.team select * from rapport.team", "delete from rapport.team_member",
        "update rapport.team_member set team = 1", "delete from rapport.api_key",
    ]

    /// What a request may not do either that its gateway has allowed to look after users, teams and keys.
    static let refusedToAdmins: [TrustedScript] = [
        "update rapport.api_key set role = 'admin'", "update rapport.api_key set scopes = '{export:read}'",
        "update rapport.api_key set digest = sha256('known')", "update rapport.api_key set expires_at = null",
        "delete from rapport.api_key", "delete from rapport.app_user", "delete from rapport.audit",
        "update rapport.app_user set email = 'x@example.com'",
        "update rapport.session set expires_at = 'infinity'",
    ]

    /// Who may make a key that speaks for salesperson 3, without a handler that asks: the salesperson, signed in by name.
    @Test(arguments: [
        ("rapport_admin", "", "", false), ("rapport_admin", "3", "user", false),
        ("rapport_app", "", "", false), ("rapport_app", "2", "user", false), ("rapport_app", "3", "", false),
        ("rapport_app", "3", "user", true), ("rapport_batch", "", "", true),
    ])
    func `a key that speaks for somebody is theirs to make`(
        role: String, person: String, user: String, mayMake: Bool
    ) async throws {
        try await withTwoAlliances { database, own, _ in
            let context = TransactionContext("role", role)
                .setting("rapport.alliance_id", to: own.id.uuid.uuidString)
                .setting("rapport.person", to: person)
                .setting("rapport.user_id", to: user.isEmpty ? "" : UUID().uuidString)
            let statement: TrustedScript = """
                insert into rapport.api_key
                    (alliance_id, key_id, digest, label, role, person, scopes, created_at)
                select rapport.context_alliance(), gen_random_uuid(), sha256('x'), '', 'salesperson', 3, '{}', now()
                """
            guard mayMake else { return await expectRefusal(statement, context, database) }
            try await database.client.transaction(context: context) { try await $0.executeScript(statement) }
        }
    }

    @Test func `an admin's request is refused what is nobody's to change`() async throws {
        try await withTwoAlliances { database, own, _ in
            let context = TransactionContext("role", "rapport_admin")
                .setting("rapport.alliance_id", to: own.id.uuid.uuidString)
            for statement in Self.refusedToAll + Self.refusedToAdmins {
                await expectRefusal(statement, context, database)
            }
        }
    }

    @Test func `requests and the batch are refused what they have no business with`() async throws {
        try await withTwoAlliances { database, own, _ in
            for statement in Self.refusedToAll + Self.refusedToRequests {
                await expectRefusal(statement, Context.request(own.id), database)
            }
            for statement in Self.refusedToAll {
                await expectRefusal(statement, Context.batch(own.id), database)
            }
        }
    }

    /// Insert is granted, for publishing: the count that every change repeats is what keeps a round shut.
    @Test(arguments: ["1", "change_count + 1", "0"], ["change_count", "change_count + 1"])
    func `a change cannot be added to a published round`(position: String, count: String) async throws {
        try await withTwoAlliances { database, own, _ in
            await #expect(throws: PostgresError.self) {
                try await database.client.transaction(context: Context.batch(own.id)) { transaction in
                    try await transaction.executeScript(
                        TrustedScript(
                            trustedText: """
                                insert into rapport.round_change (alliance_id, round_id, position, change_count,
                                    action, person_a, person_b, cause, utility, propensity, reasons_a, reasons_b)
                                select alliance_id, round_id, \(position), \(count), action, person_a, person_b,
                                    cause, utility, propensity, reasons_a, reasons_b
                                from rapport.round_change
                                """))
                }
            }
        }
    }

    @Test func `a sheet for another alliance or in another's name is refused`() async throws {
        try await withTwoAlliances { database, own, other in
            let context = Self.request(own, as: 1)
            for (alliance, rater, isAllowed) in [(own.id, 1, true), (own.id, 2, false), (other.id, 1, false)]
            {
                let attempt: SQL = """
                    insert into rapport.sheet
                        (alliance_id, rater, target, day, ratings, success, would_continue, recorded_at)
                    values (\(alliance.uuid), \(rater), 20, '1999-12-31', '{}', null, null, \(instant))
                    """
                let refusal = await refusal(of: attempt, context, database)
                #expect(refusal == (isAllowed ? nil : .insufficientPrivilege))
            }
        }
    }

    @Test func `nobody moves a row into another alliance or takes another's sheet`() async throws {
        try await withTwoAlliances { database, own, other in
            let moved: SQL = "update rapport.pairing set alliance_id = \(other.id.uuid)"
            #expect(await refusal(of: moved, Context.batch(own.id), database) == .insufficientPrivilege)
            let taken: SQL = "update rapport.sheet set rater = 2 where day > '2000-01-01'"
            let context = Self.request(own, as: own.personNumbers[Int(own.snapshot.sheets.raters[0])])
            let refusal = await refusal(of: taken, context, database)
            #expect(refusal == .insufficientPrivilege || refusal == .uniqueViolation)
        }
    }
}

extension WallTests {
    /// Two alliances that have rows in every table.
    private func withTwoAlliances(
        _ body: (MigratedDatabase, _ own: AllianceRecord, _ other: AllianceRecord) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let own = try await filled(sample(seed: 1, key: "own"), database)
            let other = try await filled(sample(seed: 2, key: "other"), database)
            try await body(database, own, other)
        }
    }

    private static func request(_ record: AllianceRecord, as person: Int) -> TransactionContext {
        Context.request(Viewer(alliance: record.id, role: .salesperson(number: person)))
    }

    private func filled(_ snapshot: Snapshot, _ database: MigratedDatabase) async throws -> AllianceRecord {
        let record = try await database.stored(snapshot)
        try await database.batch.save(
            StoredPosterior(revision: record.revision, encoded: [1, 2, 3]), of: record.id, at: instant)
        let person = snapshot.people(on: .a)[0]
        let change = ProposedChange(
            personA: person, personB: snapshot.people(on: .b)[0], action: .begin, cause: .unpaired,
            utility: 50)
        let round = Round(day: today, seed: 1, utility: 50, presentUtility: 0, changes: [change])
        let input = RoundInput(program: "test", facts: [1], model: [2], round: [3])
        try await database.batch.publish(round, of: record, policy: "{}", input: input, at: instant)
        let admin = Viewer(alliance: record.id, role: .admin)
        _ = try await database.batch.createKey(for: admin, label: "test", at: instant)
        let user = try await database.batch.createUser(
            for: admin, email: "admin@example.com", password: "hash", subject: "s-1", at: instant)
        _ = try await database.store.openSession(
            for: Viewer(alliance: record.id, role: .admin, identity: .user(user)), at: instant,
            until: instant + 60)
        try await database.plant(
            """
            insert into rapport.team (alliance_id, number, key, name, company)
            select alliance_id, number, 'north', 'North', number from rapport.company
            on conflict do nothing;
            insert into rapport.team_member (alliance_id, person, team)
            select salesperson.alliance_id, salesperson.number, team.number from rapport.salesperson
            join rapport.team using (alliance_id, company)
            on conflict do nothing;
            """)
        return record
    }

    private func mayRead(_ table: String, as role: String, _ database: MigratedDatabase) async throws -> Bool
    {
        try await database.look(
            "select has_table_privilege(\(role), \("rapport." + table), 'select')", as: Bool.self)[0]
    }

    private func count(
        _ table: String, _ context: TransactionContext, _ database: MigratedDatabase
    ) async throws -> Int {
        try await database.client.read(
            "select count(*) from rapport.\(quotedIdentifier: table)", as: Int.self, context: context)[0]
    }

    private func refusal(
        of statement: SQL, _ context: TransactionContext, _ database: MigratedDatabase
    ) async -> SQLState? {
        do {
            try await database.client.transaction(context: context) { _ = try await $0.execute(statement) }
            return nil
        } catch {
            return (error as? PostgresError)?.sqlState
        }
    }

    private func expectRefusal(
        _ statement: TrustedScript, _ context: TransactionContext, _ database: MigratedDatabase
    ) async {
        let error = await #expect(throws: PostgresError.self) {
            try await database.client.transaction(context: context) { try await $0.executeScript(statement) }
        }
        #expect(error?.sqlState == .insufficientPrivilege, "\(statement.text)")
    }
}
