import ArgumentParser
import Storage

/// `rapport doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the schema and the integrity of what is stored.")

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withDatabase { database in
            Terminal.say("schema version \(Migrator.knownVersion), as this program knows it")
            let findings = try await IntegrityCheck(client: database.client).findings()
            for finding in findings { Terminal.say(finding) }
            if !findings.isEmpty { throw ExitCode(1) }
            Terminal.say("\(IntegrityCheck.names.count) integrity checks, nothing found")
        }
    }
}
