import ArgumentParser
import Domain
import Foundation
import Storage

/// `rapport teams set | list | remove`.
struct TeamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teams", abstract: "Say which people of a company a manager looks after.",
        subcommands: [Set.self, List.self, Remove.self])

    /// Which team it is about.
    struct TeamArguments: ParsableArguments {
        @Argument(help: "The alliance's key.") var alliance: String
        @Argument(help: "Key of the company.") var company: String
        @Argument(help: "Key of the team.") var team: String
        @OptionGroup var options: DatabaseOptions

        func validate() throws {
            if team.wholeMatch(of: /[a-z0-9][a-z0-9.-]{0,62}/) == nil {
                throw ValidationError("TEAM must be of a-z, 0-9, '.' and '-'.")
            }
        }

        /// Runs `body` with the alliance and the row of the company.
        func run(_ body: (Database, AllianceRecord, Int) async throws -> Void) async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                let record = try await database.batch.record(of: id, sheets: false)
                guard let row = record.snapshot.companies.firstIndex(where: { $0.key == company }) else {
                    throw StorageError.noCompany(company, alliance: alliance)
                }
                try await body(database, record, row)
            }
        }
    }

    /// `rapport teams set ALLIANCE COMPANY TEAM --members A,B`.
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a team, or give it other members. Whoever was in another team leaves it.")

        @OptionGroup var team: TeamArguments
        @Option(help: "Keys of its people, with commas between.") var members: String
        @Option(help: "Its name for people; its key when left out.") var name: String?

        func run() async throws {
            try await team.run { database, record, company in
                let keys = members.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                let rows = try keys.map { key in
                    guard let row = record.snapshot.people.firstIndex(where: { $0.key == key }),
                        record.snapshot.people[row].company == company
                    else { throw NotOfThisCompany(person: key, company: team.company) }
                    return row
                }
                try await database.batch.setTeam(
                    team.team, name: name ?? team.team, ofCompany: company, members: rows, in: record,
                    at: Date())
                Terminal.say("\(team.team) has \(rows.count) people")
            }
        }
    }

    /// `rapport teams list ALLIANCE`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the teams of an alliance.")

        @Argument(help: "The alliance's key.") var alliance: String
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            try await options.withDatabase { database in
                let id = try await database.batch.alliance(alliance)
                for team in try await database.batch.teams(of: id) {
                    Terminal.show(
                        "\(team.company)  \(team.key)  \(team.name)  \(team.members.joined(separator: ","))\n"
                    )
                }
            }
        }
    }

    /// `rapport teams remove ALLIANCE COMPANY TEAM`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a team, and with it its managers' keys and users.")

        @OptionGroup var team: TeamArguments

        func run() async throws {
            try await team.run { database, record, company in
                guard
                    try await database.batch.removeTeam(
                        team.team, ofCompany: company, in: record, at: Date())
                else { throw StorageError.noTeam(team.team, alliance: team.alliance) }
                Terminal.say("removed")
            }
        }
    }
}

/// Somebody who is to be in a team is not in the company.
private struct NotOfThisCompany: Problem {
    let person: String
    let company: String

    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "teams.not-of-this-company",
            message: "\(company) has no salesperson \"\(person)\".",
            hint: "Use keys from the person column of salespeople.csv.")
    }
}
