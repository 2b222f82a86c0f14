import ArgumentParser
import Domain
import Foundation
import Gateway
import Storage

/// `rapport users create | list | disable | enable | invite | vouch | password`.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Make and look after the people who sign in with a name.",
        subcommands: [
            Create.self, List.self, Disable.self, Enable.self, Invite.self, Vouch.self, Password.self,
        ])

    /// `rapport users create ALLIANCE EMAIL --role …`.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user.",
            discussion:
                "The password is read from standard input, one line; with --no-password there is none.")

        @Argument(help: "The alliance's key.") var alliance: String
        @Argument(help: "The e-mail address that they sign in with.") var email: String
        @OptionGroup var role: RoleOptions
        @Option(help: "How the identity provider names them (sub); by their address when left out.")
        var subject: String?
        @Flag(help: "They sign in with the identity provider alone.") var noPassword = false
        @OptionGroup var options: DatabaseOptions

        func validate() throws {
            if role.role == .integration { throw ValidationError("Programs have keys: rapport keys create.") }
            guard email.contains("@"), email.utf8.count <= 254, !email.contains(where: \.isWhitespace) else {
                throw ValidationError("EMAIL must be an e-mail address.")
            }
        }

        func run() async throws {
            let name = email.lowercased()
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                let viewer = Viewer(
                    alliance: id, role: try await role.stored(of: id, scopes: [], in: database.batch))
                let hash = noPassword ? nil : try await NewPassword.hash(for: name, in: database)
                let user = try await database.batch.createUser(
                    for: viewer, email: name, password: hash, subject: subject, at: Date())
                Terminal.show("\(user)\n")
            }
        }
    }

    /// `rapport users list ALLIANCE`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users of an alliance.")

        @Argument(help: "The alliance's key.") var alliance: String
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                for user in try await database.batch.users(of: id) {
                    let state = user.disabledAt.map { "disabled \($0.formatted(.iso8601))" } ?? "good"
                    let subject = user.role.subject.map { " \($0)" } ?? ""
                    let way = user.hasPassword ? "password" : "identity provider"
                    Terminal.show("\(user.email)  \(user.role.role)\(subject)  \(state)  \(way)\n")
                }
            }
        }
    }
}
