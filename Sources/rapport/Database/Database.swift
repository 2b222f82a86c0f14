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
            let database = try Database(
                settings: settings, replica: isPrivate ? nil : Self.replicaSettings(), logger: logger)
            do {
                let migrator = Migrator(client: database.client, logger: logger)
                if isPrivate { _ = try await migrator.migrate() } else { try await migrator.verify() }
                let result = try await body(database)
                await database.shutdown()
                return result
            } catch {
                await database.shutdown()
                throw error
            }
        }
    }

    /// Where a standby is that may be read from.
    private static func replicaSettings() throws -> ConnectionSettings? {
        try Setting.replicaURL.text().map { try ConnectionSettings(url: $0) }
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
    /// A standby that requests read from.
    private let replica: PostgresClient?
    /// What imports, fits and nights use.
    let batch: BatchStore
    /// What requests use.
    let store: Store
    let logger: Logger

    init(settings: ConnectionSettings, replica: ConnectionSettings? = nil, logger: Logger) throws {
        var options = ClientOptions()
        options.isBehindTransactionPooler = try Setting.transactionPooler.number() == 1
        client = try PostgresClient(settings: settings, options: options, logger: logger)
        self.replica = try replica.map { try PostgresClient(settings: $0, options: options, logger: logger) }
        batch = BatchStore(client: client)
        store = Store(client: client, replica: self.replica)
        self.logger = logger
    }

    /// Closes all connections when the work under way is done.
    func shutdown() async {
        await client.shutdown()
        await replica?.shutdown()
    }
}
