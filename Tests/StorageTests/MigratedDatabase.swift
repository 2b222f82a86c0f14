import Domain
import Folder
import Logging
import Postgres
import Storage
import TestSupport

/// A migrated database of its own for one test.
struct MigratedDatabase: Sendable {
    /// libpq URL, signed in as superuser.
    let url: String
    /// Signed in as superuser: only a transaction's `role` puts it behind the walls.
    let client: PostgresClient

    /// What requests use.
    var store: Store { Store(client: client) }
    /// What imports, fits and nights use.
    var batch: BatchStore { BatchStore(client: client) }

    /// Runs `body` on a copy of a database that was migrated once.
    static func with<Result: Sendable>(
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        await turnstile.enter()
        defer { Task { await turnstile.leave() } }
        let server = try await TestServer.shared()
        let url = try await server.makeDatabase(template: try await template.value)
        return try await withClient(url: url) { try await body(MigratedDatabase(url: url, client: $0)) }
    }

    /// A migrated database that tests share which only look at the catalogue.
    static let catalogue = Task {
        let url = try await TestServer.shared().makeDatabase(template: try await template.value)
        return try PostgresClient(settings: ConnectionSettings(url: url), logger: quietLogger)
    }

    /// Runs `body` with a client, and shuts the client down.
    static func withClient<Result: Sendable>(
        url: String, _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        let client = try PostgresClient(settings: ConnectionSettings(url: url), logger: quietLogger)
        do {
            let result = try await body(client)
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// Logs nothing.
    static var quietLogger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private static let template = Task {
        let url = try await TestServer.shared().makeDatabase()
        try await withClient(url: url) {
            _ = try await Migrator(client: $0, logger: quietLogger).migrate()
        }
        return url
    }
}

extension MigratedDatabase {
    /// Stores a snapshot as a new alliance and reads it back, sheets included.
    func stored(_ snapshot: Snapshot) async throws -> AllianceRecord {
        _ = try await batch.store(Incoming(snapshot: snapshot), over: nil, at: instant)
        return try await record(snapshot.alliance.key)
    }

    /// A stored alliance, sheets included.
    func record(_ key: String) async throws -> AllianceRecord {
        try await batch.record(of: try await batch.alliance(key), sheets: true)
    }

    /// Runs a script as superuser, past all walls.
    func plant(_ script: TrustedScript) async throws {
        try await client.transaction { try await $0.executeScript(script) }
    }

    /// Rows of one column, read as superuser.
    func look<Column: PostgresDecodable & Sendable>(_ sql: SQL, as type: Column.Type) async throws -> [Column]
    {
        try await client.read(sql, as: type)
    }
}

/// Lets a few tests at a time at the server: all at once would only make each other late.
let turnstile = Turnstile(places: 6)
