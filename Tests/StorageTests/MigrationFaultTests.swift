import LocalPostgres
import Logging
import Postgres
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Runners that are killed midway, and runners that others keep waiting.
@Suite(.serialized, .timeLimit(.minutes(5))) struct MigrationFaultTests {
    enum Death: CaseIterable {
        case sessionEnded, taskCancelled, serverKilled
    }

    @Test(arguments: Death.allCases)
    func `a runner that dies midway leaves the database as it was, and the next one migrates it`(
        death: Death
    ) async throws {
        let server =
            death == .serverKilled ? try await TestServer.own() : try await TestServer.shared()
        let url = try await server.makeDatabase()
        try await MigratedDatabase.withClient(url: url) { client in
            try await client.withConnection { gatekeeper in
                _ = try await gatekeeper.query("select pg_advisory_lock(7)::text", as: String.self)
                let runner = Task {
                    try await MigratedDatabase.withClient(url: url) { client in
                        try await migrator(client, gated).migrate()
                    }
                }
                let session = try await waitingSession(gatekeeper)
                switch death {
                case .sessionEnded:
                    _ = try await gatekeeper.execute("select pg_terminate_backend(\(session))")
                case .taskCancelled: runner.cancel()
                case .serverKilled: try await server.cluster.kill()
                }
                await #expect(throws: PostgresError.self) { try await runner.value }
            }
        }
        if death == .serverKilled { try await server.cluster.start() }
        try await MigratedDatabase.withClient(url: url) { client in
            try await expectNothing(client)
            let finished = Migration(fileName: gated.name, text: gated.text.replacing("(7)", with: "(8)"))
            try await expectEqual(migrator(client, finished).migrate(), ["0001_gated"])
        }
        if death == .serverKilled { await server.discard() }
    }

    @Test func `a long reader makes a migration try again until it is let in`() async throws {
        try await withReader { client, release in
            let waits = Counter()
            let migrator = Migrator(
                client: client, logger: waits.logger { if $0 == 3 { release() } },
                migrations: [base, alteration], views: [], lockTimeout: .milliseconds(20))
            try await expectEqual(migrator.migrate(), ["0002_alteration"])
            #expect(waits.count >= 3)
        }
    }

    @Test func `a long reader makes the views wait, too`() async throws {
        try await withReader { client, release in
            let waits = Counter()
            let migrator = Migrator(
                client: client, logger: waits.logger { if $0 == 3 { release() } }, migrations: [base],
                views: [view], lockTimeout: .milliseconds(20))
            try await expectEqual(migrator.migrate(), [])
            #expect(waits.count >= 3)
        }
    }

    @Test func `a reader that never ends makes the migration give up with nothing done`() async throws {
        try await withReader { client, _ in
            let waits = Counter()
            let migrator = Migrator(
                client: client, logger: waits.logger { _ in }, migrations: [base, alteration], views: [],
                lockTimeout: .milliseconds(10))
            let error = await #expect(throws: PostgresError.self) { try await migrator.migrate() }
            #expect(error?.sqlState == .lockNotAvailable)
            #expect(waits.count == 9)
            let versions = try await client.read(
                "select version from rapport.schema_migration", as: Int.self)
            #expect(versions == [1])
        }
    }
}

extension MigrationFaultTests {
    /// Waits for the advisory lock 7 between two statements.
    private var gated: Migration {
        Migration(
            fileName: "0001_gated.sql",
            text:
                "create table rapport.early ();\nselect pg_advisory_xact_lock(7);\ncreate table rapport.late ();\n"
        )
    }

    private var base: Migration {
        Migration(fileName: "0001_base.sql", text: "create table rapport.thing (number integer);\n" + view)
    }

    private var alteration: Migration {
        Migration(fileName: "0002_alteration.sql", text: "alter table rapport.thing add column name text;\n")
    }

    private var view: String { "create or replace view rapport.seen as select number from rapport.thing;\n" }

    private func migrator(_ client: PostgresClient, _ migration: Migration) -> Migrator {
        Migrator(client: client, logger: MigratedDatabase.quietLogger, migrations: [migration], views: [])
    }

    /// The session that waits for the advisory lock 7 of this database, as soon as there is one.
    private func waitingSession(_ connection: Connection) async throws -> Int32 {
        while true {
            let sessions = try await connection.query(
                """
                select pid from pg_locks
                where locktype = 'advisory' and objid = 7 and not granted
                    and database = (select oid from pg_database where datname = current_database())
                """, as: Int32.self)
            if let session = sessions.first { return session }
        }
    }

    private func expectNothing(_ client: PostgresClient) async throws {
        let found = try await client.read(
            """
            select to_regclass('rapport.early') is null and to_regclass('rapport.late') is null
                and not exists (select from rapport.schema_migration)
            """, as: Bool.self)
        #expect(found == [true])
    }

    /// Runs `body` while a transaction reads the table and the view, until `body` lets it end.
    private func withReader(
        _ body: (PostgresClient, _ release: @escaping @Sendable () -> Void) async throws -> Void
    ) async throws {
        let url = try await TestServer.shared().makeDatabase()
        try await MigratedDatabase.withClient(url: url) { client in
            _ = try await Migrator(
                client: client, logger: MigratedDatabase.quietLogger, migrations: [base], views: []
            ).migrate()
            let (isReading, reading) = AsyncStream<Void>.makeStream()
            let (released, release) = AsyncStream<Void>.makeStream()
            let reader = Task {
                try await client.transaction { transaction in
                    _ = try await transaction.query("select number from rapport.seen", as: Int32?.self)
                    reading.finish()
                    for await _ in released {}
                }
            }
            for await _ in isReading {}
            try await body(client) { release.finish() }
            release.finish()
            try await reader.value
        }
    }
}

/// Counts how often a migrator says that it waits.
private final class Counter: Sendable {
    private let waits = Mutex(0)

    var count: Int { waits.withLock { $0 } }

    /// A logger that counts, and tells of each count.
    func logger(_ told: @escaping @Sendable (Int) -> Void) -> Logger {
        Logger(label: "test") { _ in
            Handler {
                told(
                    self.waits.withLock {
                        $0 += 1
                        return $0
                    })
            }
        }
    }

    private struct Handler: LogHandler {
        let wait: @Sendable () -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(_ wait: @escaping @Sendable () -> Void) { self.wait = wait }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if event.message.description.hasPrefix("waiting for a lock") { wait() }
        }
    }
}
