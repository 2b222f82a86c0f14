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
        discussion: """
            Prints one line of JSON for each alliance and a summary, or shows a progress bar on a terminal. An alliance \
            that has a round of the day keeps it. Ctrl-C leaves whole rounds only. Processes of `rapport worker` share \
            the work.

            Exit status: 0 done; 1 some alliances failed, and are named; 3 nothing to do; 75 another run holds the night; \
            130 stopped.
            """)

    @Argument(help: "Keys of alliances; all when none is named.") var alliances: [String] = []
    @Option(help: "The day to plan for, as 2026-11-23; today (UTC) when left out.") var date: String?
    @Option(help: "Recorded with the round; equal input gives an equal round.") var seed: UInt64 = 1
    @Option(help: "How many alliances to plan at once in this process; RAPPORT_WORKERS when left out.")
    var workers: Int?
    @Flag(help: "Plan, and publish nothing.") var dryRun = false
    @Flag(help: "Plan also what has a round of that day; the new round is then the one that counts.")
    var again = false
    @OptionGroup var options: DatabaseOptions

    /// Every alliance had its round already.
    static let nothingToDo = ExitCode(3)

    func validate() throws {
        guard workers.map({ $0 >= 1 }) ?? true else { throw ValidationError("--workers must be 1 or more.") }
        guard date == nil || date.flatMap({ Day($0) }) != nil else {
            throw ValidationError("--date must be a day, such as 2026-11-23.")
        }
    }

    func run() async throws {
        let workers = try workers ?? Setting.workers.number()
        let settings = try WorkerSettings.ofThisProcess()
        let summary = try await untilInterrupted {
            try await options.withDatabase { database in
                try await night(database, settings, workers)
            }
        }
        if !summary.failed.isEmpty {
            Terminal.say("rapport: no round for \(summary.failed.sorted().joined(separator: ", "))")
            throw ExitCode(1)
        }
        if summary.planned == 0 { throw Self.nothingToDo }
    }

    private func night(
        _ database: Database, _ settings: WorkerSettings, _ workers: Int
    ) async throws -> NightSummary {
        let day = date.flatMap { Day($0) } ?? Day(Date())
        let chosen = try await database.batch.chosen(alliances)
        let display = NightDisplay(count: chosen.count)
        let summary: NightSummary
        if dryRun {
            let planner = RoundPlanner(store: database.batch, program: settings.program)
            summary = try await DryNight(planner: planner, day: day, seed: seed)
                .run(chosen, workers: workers) { await display.show($0) }
        } else {
            let night = Night(
                store: database.batch, order: NightOrder(day: day, seed: seed, again: again),
                settings: settings,
                logger: database.logger)
            summary = try await night.run(chosen, workers: workers) { await display.show($0) }
        }
        await display.end(summary)
        return summary
    }
}

extension WorkerSettings {
    /// As the environment says.
    static func ofThisProcess() throws -> WorkerSettings {
        var settings = WorkerSettings(
            holder:
                "\(ProcessInfo.processInfo.hostName), process \(ProcessInfo.processInfo.processIdentifier)",
            program: Rapport.version)
        settings.lease = TimeInterval(try Setting.lease.number())
        settings.replayDays = try Setting.replayDays.number()
        return settings
    }
}
