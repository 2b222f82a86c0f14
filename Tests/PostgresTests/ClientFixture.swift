import Logging
import Postgres
import TestSupport
import Testing

/// Clients of databases of their own, on the server that all tests share.
enum ClientFixture {
    /// Runs `body` with a client of a new, empty database, and shuts the client down.
    static func withClient<Result: Sendable>(
        _ options: ClientOptions = ClientOptions(), _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        try await withClient(url: try await makeDatabase(), options, body)
    }

    /// Runs `body` with a client of an existing database, and shuts the client down.
    static func withClient<Result: Sendable>(
        url: String, _ options: ClientOptions = ClientOptions(),
        _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        let client = try PostgresClient(
            settings: ConnectionSettings(url: url), options: options, logger: quietLogger)
        do {
            let result = try await body(client)
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// Whether the pool has a connection that works.
    static func expectUsablePool(of client: PostgresClient) async throws {
        let answer = try await client.transaction { try await $0.query("select 1", as: Int.self) }
        #expect(answer == [1])
    }

    /// URL of a new, empty database.
    static func makeDatabase() async throws -> String {
        try await TestServer.shared().makeDatabase()
    }

    /// Logs nothing.
    static var quietLogger: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }
}
