import ArgumentParser
import Logging
import Postgres
import Storage

/// `rapport migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to the schema of this program.",
        discussion: """
            Each step is a transaction of its own: a run that is killed is taken up where it was. Several runs at \
            once take turns.
            """)

    @Flag(help: "Only print the steps that are missing, one a line.") var plan = false
    @Flag(help: "Only check that the database has exactly this program's schema.") var verify = false
    @Option(help: "Stop at this schema version.") var to: Int?
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        if plan, verify { throw ValidationError("Say --plan or --verify, not both.") }
        if verify, to != nil { throw ValidationError("--verify asks for the last version; leave --to out.") }
    }

    func run() async throws {
        try await options.withServer { settings, _, logger in
            let client = try PostgresClient(settings: settings, logger: logger)
            do {
                try await run(Migrator(client: client, logger: logger))
                await client.shutdown()
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }

    private func run(_ migrator: Migrator) async throws {
        if plan {
            return Terminal.show(try await migrator.plan(to: to).map { $0 + "\n" }.joined())
        }
        if !verify {
            for name in try await migrator.migrate(to: to) { Terminal.say("applied \(name)") }
        }
        if to == nil { try await migrator.verify() }
        Terminal.say("the database has schema version \(try await migrator.version())")
    }
}
