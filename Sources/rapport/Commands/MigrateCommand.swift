import ArgumentParser
import Logging
import Postgres
import Storage

/// `rapport migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to the schema of this program.")

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withServer { settings, _, logger in
            let client = try PostgresClient(settings: settings, logger: logger)
            do {
                let names = try await Migrator(client: client, logger: logger).migrate()
                for name in names { Terminal.say("applied \(name)") }
                Terminal.say("the database has schema version \(Migrator.knownVersion)")
                await client.shutdown()
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }
}
