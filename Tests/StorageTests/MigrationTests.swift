import Logging
import Postgres
import StoreTestSupport
import TestSupport
import Testing

@testable import Storage

@Suite(.serialized, .timeLimit(.minutes(5))) struct MigrationTests {
    @Test func `an empty database gets to the known version, and a second run finds nothing to do`()
        async throws
    {
        try await withDatabase { client in
            let migrator = Migrator(client: client, logger: MigratedDatabase.quietLogger)
            let mismatch = StorageError.schemaMismatch(found: 0, known: Migrator.knownVersion)
            await #expect(throws: mismatch) { try await migrator.verify() }
            try await expectEqual(migrator.migrate(), Migration.all.map(\.name))
            try await migrator.verify()
            try await expectEqual(migrator.migrate(), [])
            let versions = try await client.read(
                "select version from rapport.schema_migration order by version", as: Int.self)
            #expect(versions == Array(1...Migrator.knownVersion))
        }
    }

    @Test(arguments: 1...8)
    func `of three runners at once one migrates, and the others wait and find nothing`(round: Int)
        async throws
    {
        let url = try await TestServer.shared().makeDatabase()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...3 {
                group.addTask {
                    try await MigratedDatabase.withClient(url: url) { client in
                        try await Migrator(client: client, logger: MigratedDatabase.quietLogger).migrate()
                            .count
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 0, Migrator.knownVersion])
    }

    @Test func `several databases of a new server are migrated at once`() async throws {
        let server = try await TestServer.own(serverSettings: ["fsync": "off"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                let url = try await server.makeDatabase()
                group.addTask {
                    try await MigratedDatabase.withClient(url: url) { client in
                        let migrator = Migrator(client: client, logger: MigratedDatabase.quietLogger)
                        _ = try await migrator.migrate()
                        try await migrator.verify()
                    }
                }
            }
            try await group.waitForAll()
        }
        await server.discard()
    }

    @Test(arguments: [(1, true), (2, false)])
    func
        `a role that another database has just made is seen the second time, and one that is nowhere is told`(
            failures: Int, isMigrated: Bool
        ) async throws
    {
        try await withDatabase { client in
            // A sequence counts on when a transaction is undone.
            try await client.transaction { try await $0.executeScript("create sequence public.attempt") }
            let text = """
                do $$
                begin
                    if nextval('public.attempt') <= \(failures) then
                        raise exception 'role "x" does not exist' using errcode = '42704';
                    end if;
                end
                $$;
                """
            let migrator = migrator(client, [Migration(fileName: "0001_role.sql", text: text)])
            if isMigrated {
                try await expectEqual(migrator.migrate(), ["0001_role"])
            } else {
                await #expect(throws: PostgresError.self) { try await migrator.migrate() }
            }
            try await expectEqual(
                client.read("select last_value from public.attempt", as: Int.self), [2])
        }
    }

    @Test func `a migration that was edited after it was applied is refused`() async throws {
        try await withDatabase { client in
            _ = try await migrator(client, [first, second]).migrate()
            let edited = Migration(fileName: "0002_second.sql", text: second.text + "-- edited\n")
            await #expect(throws: StorageError.editedMigration("0002_second")) {
                try await migrator(client, [first, edited]).migrate()
            }
            let renamed = Migration(fileName: "0002_other.sql", text: second.text)
            await #expect(throws: StorageError.editedMigration("0002_second")) {
                try await migrator(client, [first, renamed]).verify()
            }
        }
    }

    @Test func `a schema that is newer than the program is refused and left alone`() async throws {
        try await withDatabase { client in
            _ = try await migrator(client, [first, second]).migrate()
            let newer = StorageError.schemaMismatch(found: 2, known: 1)
            await #expect(throws: newer) { try await migrator(client, [first]).migrate() }
            await #expect(throws: newer) { try await migrator(client, [first]).verify() }
            try await expectEqual(columns(client), ["name", "number"])
        }
    }

    @Test func `later migrations are added to earlier ones`() async throws {
        try await withDatabase { client in
            try await expectEqual(migrator(client, [first]).migrate(), ["0001_first"])
            await #expect(throws: StorageError.schemaMismatch(found: 1, known: 2)) {
                try await migrator(client, [first, second]).verify()
            }
            try await expectEqual(migrator(client, [first, second]).migrate(), ["0002_second"])
            try await expectEqual(columns(client), ["name", "number"])
        }
    }

    @Test func `a plan names what is missing and changes nothing, and a run can stop on the way`()
        async throws
    {
        try await withDatabase { client in
            let migrator = migrator(client, [first, second])
            try await expectEqual(migrator.plan(), ["0001_first", "0002_second"])
            try await expectEqual(migrator.plan(to: 1), ["0001_first"])
            try await expectEqual(migrator.migrate(to: 1), ["0001_first"])
            try await expectEqual(columns(client), ["number"])
            try await expectEqual(migrator.plan(), ["0002_second"])
            try await expectEqual(migrator.migrate(), ["0002_second"])
            try await expectEqual(migrator.plan(), [])
            for version in [0, 3] {
                await #expect(throws: StorageError.noSuchVersion(version, known: 2)) {
                    try await migrator.migrate(to: version)
                }
            }
        }
    }

    @Test func `the schema is laid whole or not at all, whichever of its statements fails`() async throws {
        try await withDatabase { client in
            let statements = Self.statements(of: Migration.all[0].text)
            #expect(statements.count > 40)
            for failing in 1...statements.count {
                let text = (statements[..<failing] + ["select 1 / 0;\n"] + statements[failing...]).joined()
                let broken = Migration(fileName: "0001_foundation.sql", text: text)
                await #expect(throws: PostgresError.self, "after statement \(failing)") {
                    try await migrator(client, [broken]).migrate()
                }
                let relations = try await client.read(
                    """
                    select count(*) from pg_class
                    where relnamespace = 'rapport'::regnamespace and relname not like 'schema_migration%'
                    """, as: Int.self)
                #expect(relations == [0], "after statement \(failing)")
            }
            _ = try await Migrator(client: client, logger: MigratedDatabase.quietLogger).migrate()
        }
    }

    /// The statements of a migration; a statement ends with a line that ends with `;`, outside of `$$`.
    private static func statements(of text: String) -> [String] {
        var statements = [""]
        var isQuoted = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            statements[statements.count - 1] += line + "\n"
            if line.split(separator: "$$", omittingEmptySubsequences: false).count % 2 == 0 {
                isQuoted.toggle()
            }
            if line.hasSuffix(";"), !isQuoted { statements.append("") }
        }
        return statements
    }
}

extension MigrationTests {
    private var first: Migration {
        Migration(fileName: "0001_first.sql", text: "create table rapport.thing (number integer not null);\n")
    }

    private var second: Migration {
        Migration(fileName: "0002_second.sql", text: "alter table rapport.thing add column name text;\n")
    }

    private func migrator(_ client: PostgresClient, _ migrations: [Migration]) -> Migrator {
        Migrator(client: client, logger: MigratedDatabase.quietLogger, migrations: migrations, views: [])
    }

    private func columns(_ client: PostgresClient) async throws -> [String] {
        try await client.read(
            """
            select attname::text from pg_attribute
            where attrelid = 'rapport.thing'::regclass and attnum > 0
            order by attname
            """, as: String.self)
    }

    private func withDatabase(_ body: (PostgresClient) async throws -> Void) async throws {
        let url = try await TestServer.shared().makeDatabase()
        try await MigratedDatabase.withClient(url: url, body)
    }
}
