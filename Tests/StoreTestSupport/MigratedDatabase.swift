public import Logging
public import Postgres
public import Storage
import TestSupport

/// A migrated database of its own for one test, on the server that all tests of the process share.
public struct MigratedDatabase: Sendable {
    /// libpq URL, signed in as superuser.
    public let url: String
    /// Signed in as superuser: only a transaction's `role` puts it behind the walls.
    public let client: PostgresClient

    /// What requests use.
    public var store: Store { Store(client: client) }
    /// What imports, fits and nights use.
    public var batch: BatchStore { BatchStore(client: client) }

    /// Runs `body` on a copy of a database that was migrated once.
    ///
    /// A few tests at a time: all at once would only make each other late. Whoever has a database gets a second one right away.
    public static func with<Result: Sendable>(
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        if hasPlace { return try await withCopy(body) }
        await turnstile.enter()
        defer { Task { await turnstile.leave() } }
        return try await $hasPlace.withValue(true) { try await withCopy(body) }
    }

    /// Makes a copy of a database that was migrated once.
    ///
    /// - Returns: its libpq URL, signed in as superuser.
    public static func makeURL() async throws -> String {
        try await TestServer.shared().makeDatabase(template: try await template.value)
    }

    /// Runs `body` with a client, and shuts the client down.
    public static func withClient<Result: Sendable>(
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
    public static var quietLogger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private static func withCopy<Result: Sendable>(
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        let url = try await makeURL()
        return try await withClient(url: url) { try await body(MigratedDatabase(url: url, client: $0)) }
    }

    @TaskLocal private static var hasPlace = false

    private static let turnstile = Turnstile(places: 6)

    private static let template = Task {
        let url = try await TestServer.shared().makeDatabase()
        try await withClient(url: url) {
            _ = try await Migrator(client: $0, logger: quietLogger).migrate()
        }
        return url
    }
}
