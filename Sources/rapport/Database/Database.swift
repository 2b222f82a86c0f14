import ArgumentParser
import Foundation
import LocalPostgres
import Logging
import Postgres
import Storage

/// The option that every command with a database has.
struct DatabaseOptions: ParsableArguments {
    @Option(name: .long, help: "Where PostgreSQL is, as postgresql://user@host:5432/database.")
    var databaseURL: String?

    @Flag(name: .long, help: "Say more about what happens, on standard error.")
    var verbose = false

    /// Runs `body` with an open database of the schema that this binary knows.
    ///
    /// A private cluster is migrated first: nobody else looks after it. Any other database is only checked.
    func withDatabase<Result: Sendable>(_ body: (Database) async throws -> Result) async throws -> Result {
        try await withServer { settings, isPrivate, logger in
            let database = try Database(settings: settings, logger: logger)
            do {
                let migrator = Migrator(client: database.client, logger: logger)
                if isPrivate { _ = try await migrator.migrate() } else { try await migrator.verify() }
                let result = try await body(database)
                await database.client.shutdown()
                return result
            } catch {
                await database.client.shutdown()
                throw error
            }
        }
    }

    /// Runs `body` with the settings of a server that answers, whatever its schema.
    func withServer<Result: Sendable>(
        _ body: (ConnectionSettings, _ isPrivate: Bool, Logger) async throws -> Result
    ) async throws -> Result {
        let logger = makeLogger()
        let environment = ProcessInfo.processInfo.environment
        if let url = databaseURL ?? Setting.databaseURL.text(in: environment) {
            return try await body(ConnectionSettings(url: url), false, logger)
        }
        if ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"].contains(where: { environment[$0] != nil }) {
            return try await body(ConnectionSettings(environment: environment), false, logger)
        }
        return try await PrivateDatabase(environment: environment, logger: logger).use { url in
            try await body(ConnectionSettings(url: url), true, logger)
        }
    }

    /// A logger on standard error: warnings, or everything down to debug when asked for.
    func makeLogger() -> Logger {
        var logger = Logger(label: "rapport") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .warning
        return logger
    }
}

/// An open database and the two ways of working on it.
struct Database: Sendable {
    let client: PostgresClient
    /// What imports, fits and nights use.
    let batch: BatchStore
    /// What requests use.
    let store: Store
    let logger: Logger

    init(settings: ConnectionSettings, logger: Logger) throws {
        client = try PostgresClient(settings: settings, logger: logger)
        batch = BatchStore(client: client)
        store = Store(client: client)
        self.logger = logger
    }
}
