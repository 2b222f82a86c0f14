import ArgumentParser
import Domain
import Foundation
import Nightly
import Storage

/// `rapport rematch [ALLIANCE ...]`: the nightly batch.
struct RematchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rematch",
        abstract: "Plan the night for some or all alliances and publish the rounds.",
        discussion: "Prints one line of JSON for each alliance and a summary.")

    @Argument(help: "Keys of alliances; all when none is named.") var alliances: [String] = []
    @Option(help: "The day to plan for, as 2026-11-23; today (UTC) when left out.") var date: String?
    @Option(help: "Recorded with the round; equal input gives an equal round.") var seed: UInt64 = 1
    @Option(help: "How many alliances to plan at once, 1 or more.") var workers = 2
    @Flag(help: "Plan, and publish nothing.") var dryRun = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard workers >= 1 else { throw ValidationError("--workers must be 1 or more.") }
        guard date == nil || date.flatMap({ Day($0) }) != nil else {
            throw ValidationError("--date must be a day, such as 2026-11-23.")
        }
    }

    func run() async throws {
        let summary = try await options.withDatabase { database in
            let night = Night(
                store: database.batch, day: date.flatMap { Day($0) } ?? Day(Date()), seed: seed,
                publishes: !dryRun)
            let chosen = try await database.batch.chosen(alliances)
            return try await night.run(chosen, workers: workers, clock: { Date() }) { outcome in
                Terminal.show(outcome.line + "\n")
            }
        }
        Terminal.show(summary.line + "\n")
        if summary.failed > 0 { throw ExitCode(1) }
    }
}
