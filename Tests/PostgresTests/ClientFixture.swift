import Logging
import Postgres
import TestSupport
import Testing

/// Clients of databases of their own, on the server that all tests share.
enum ClientFixture {
    /// The defaults, with limits that no slow machine reaches: for tests in which time plays no part.
    static var patient: ClientOptions {
        var options = ClientOptions()
        options.statementDeadline = .seconds(60)
        options.acquireTimeout = .seconds(60)
        options.connectTimeout = .seconds(60)
        options.cancelGrace = .seconds(20)
        return options
    }

    /// Runs `body` with a client of a new, empty database, and shuts the client down.
    static func withClient<Result: Sendable>(
        _ options: ClientOptions = patient, _ body: (PostgresClient) async throws -> Result
    ) async throws -> Result {
        try await withClient(url: try await makeDatabase(), options, body)
    }

    /// Runs `body` with a client of an existing database, and shuts the client down.
    static func withClient<Result: Sendable>(
        url: String, _ options: ClientOptions = patient,
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
