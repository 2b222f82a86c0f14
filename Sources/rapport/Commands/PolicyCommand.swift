import ArgumentParser
import Foundation
import Nightly
import Planning
import Storage

/// `rapport policy ALLIANCE`: how an alliance wants its nights planned.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show, and change, how an alliance wants its nights planned.",
        discussion: """
            Prints every field with its value. Numbers of changes are for one night and for one person in one night, null for \
            any number. The next night goes by what is set; published rounds keep the policy they were planned under.

            rapport policy northwind --set changesPerNight=20 --set 'protectedAccounts=["acme"]' --set objective=worst-first
            """)

    @Argument(help: "The alliance's key.") var alliance: String
    @Option(help: "FIELD=VALUE, as often as wanted; VALUE as JSON, or a word.") var set: [String] = []
    @Flag(help: "Go back to the defaults first.") var reset = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard set.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("--set must be FIELD=VALUE.")
        }
    }

    func run() async throws {
        try await options.withDatabase { database in
            let id = try await database.batch.alliance(alliance)
            var policy = try AlliancePolicy(stored: reset ? nil : try await database.batch.policy(of: id))
            for edit in set {
                let parts = edit.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                try policy.set(String(parts[0]), to: String(parts[1]))
            }
            if reset || !set.isEmpty {
                let stored = reset && set.isEmpty ? nil : try policy.stored()
                try await database.batch.setPolicy(stored, of: id, at: Date())
            }
            Terminal.show(try policy.text())
        }
    }
}
