import ArgumentParser
import Domain
import Foundation
import Storage

/// `rapport keys create | list | revoke`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and revoke the keys that requests are signed in with.",
        subcommands: [Create.self, List.self, Revoke.self])

    /// `rapport keys create ALLIANCE --role …`.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print it, this once: only a digest is stored.")

        @Argument(help: "The alliance's key.") var alliance: String
        @OptionGroup var role: RoleOptions
        @Option(
            help:
                "What an integration may do, as people:read,sheets:write; the scopes are \(ScopeList.words).")
        var scopes: ScopeList?
        @Option(help: "What to call it in the list.") var label = ""
        @Option(help: "After how many days it stops working; never when left out.") var days: Int?
        @OptionGroup var options: DatabaseOptions

        func validate() throws {
            if (role.role == .integration) != (scopes != nil) {
                throw ValidationError("--scopes goes with --role integration, and only with it.")
            }
            if let days, days < 1 { throw ValidationError("--days must be 1 or more.") }
        }

        func run() async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                let viewer = Viewer(
                    alliance: id,
                    role: try await role.stored(of: id, scopes: scopes?.scopes ?? [], in: database.batch))
                let now = Date()
                let token = try await database.batch.createKey(
                    for: viewer, label: label, at: now, expiring: days.map { now + Double($0) * 86_400 })
                Terminal.show(token.text + "\n")
            }
        }
    }

    /// `rapport keys list ALLIANCE`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys of an alliance, without secrets.")

        @Argument(help: "The alliance's key.") var alliance: String
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                for key in try await database.batch.keys(of: id) {
                    let state =
                        key.revokedAt.map { "revoked \($0.formatted(.iso8601))" }
                        ?? key.expiresAt.map { "until \($0.formatted(.iso8601))" } ?? "good"
                    let subject = (key.role.subject.map { [$0] } ?? key.scopes).map { " \($0)" }.joined()
                    Terminal.show("\(key.id)  \(key.role.role)\(subject)  \(state)  \(key.label)\n")
                }
            }
        }
    }

    /// `rapport keys revoke ALLIANCE KEY`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key useless at once.")

        @Argument(help: "The alliance's key.") var alliance: String
        @Argument(help: "The id that the list shows.") var key: String
        @OptionGroup var options: DatabaseOptions

        func validate() throws {
            if UUID(uuidString: key) == nil {
                throw ValidationError("KEY must be an id as rapport keys list shows it.")
            }
        }

        func run() async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                guard let key = UUID(uuidString: key),
                    try await database.batch.revokeKey(key, of: id, at: Date())
                else { throw NoSuchKey(key: key) }
                Terminal.say("revoked")
            }
        }
    }
}

/// The key to revoke is not there, or was revoked before.
private struct NoSuchKey: Problem {
    let key: String

    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "keys.no-such-key",
            message: "There is no good key \(key) in this alliance.",
            hint: "rapport keys list shows the ids.")
    }
}
