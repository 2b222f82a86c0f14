import ArgumentParser
import Domain
import Foundation
import Gateway
import Storage

extension UsersCommand {
    /// Which user a change is for.
    struct UserArguments: ParsableArguments {
        @Argument(help: "The alliance's key.") var alliance: String
        @Argument(help: "The e-mail address that they sign in with.") var email: String
        @OptionGroup var options: DatabaseOptions

        var name: String { email.lowercased() }

        /// Runs a change that says whether there is such a user.
        func change(
            saying done: String, _ body: (Database, AllianceID) async throws -> Bool
        ) async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                guard try await body(database, id) else { throw NoSuchUser(email: name) }
                Terminal.say(done)
            }
        }
    }

    /// `rapport users disable ALLIANCE EMAIL`.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a user out: sessions and tokens are refused at once.")
        @OptionGroup var user: UserArguments

        func run() async throws {
            try await user.change(saying: "disabled") { database, id in
                try await database.batch.setDisabled(true, user: user.name, of: id, at: Date())
            }
        }
    }

    /// `rapport users enable ALLIANCE EMAIL`.
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a user in again.")
        @OptionGroup var user: UserArguments

        func run() async throws {
            try await user.change(saying: "enabled") { database, id in
                try await database.batch.setDisabled(false, user: user.name, of: id, at: Date())
            }
        }
    }

    /// `rapport users invite ALLIANCE EMAIL`.
    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the page of the console where a user chooses a password, once.",
            discussion: "Send them the service's address with it. A password that they have stays until then."
        )
        @OptionGroup var user: UserArguments

        func run() async throws {
            try await user.change(saying: "The invitation is good for \(Invitation.days) days.") {
                database, id in
                let token = try await database.batch.invite(user: user.name, of: id, at: Date())
                if let token { Terminal.show(token.invitationPage + "\n") }
                return token != nil
            }
        }
    }

    /// `rapport users vouch ALLIANCE EMAIL`.
    struct Vouch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a salesperson's user, made over HTTP, is theirs.",
            discussion: """
                Whoever made it could have come in first, so it reads only the sheets, pulses and wishes that were written with \
                it. Ask the person; from then on it reads all that they have written.
                """)
        @OptionGroup var user: UserArguments

        func run() async throws {
            try await user.change(saying: "They read all that they have written.") { database, id in
                try await database.batch.vouch(forUser: user.name, of: id, at: Date())
            }
        }
    }

    /// `rapport users password ALLIANCE EMAIL`.
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a user a new password, read from standard input, and end their sessions.")
        @OptionGroup var user: UserArguments

        func run() async throws {
            try await user.change(saying: "The password is set; the user's sessions have ended.") {
                database, id in
                let hash = try await NewPassword.hash(for: user.name, in: database)
                return try await database.batch.setPassword(hash, user: user.name, of: id, at: Date())
            }
        }
    }
}

/// A password that an operator gives somebody. It is no argument: those are seen by everybody on the machine.
enum NewPassword {
    /// Reads a line of standard input and hashes it.
    static func hash(for name: String, in database: Database) async throws -> String {
        if isatty(0) == 1 { Terminal.say("Type the new password, then Enter (it is shown):") }
        guard let password = readLine(), !password.isEmpty else { throw NoPassword() }
        return try await PasswordSignIn(store: database.store).hash(of: password, user: name)
    }
}

/// Standard input held no password.
private struct NoPassword: Problem {
    var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "users.no-password", message: "Standard input holds no password.",
            hint: "Send one line, or make the user with --no-password.")
    }
}

/// The alliance has no user of this name.
private struct NoSuchUser: Problem {
    let email: String

    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "users.no-such-user",
            message: "There is no user \(email) in this alliance.",
            hint: "rapport users list shows them.")
    }
}
