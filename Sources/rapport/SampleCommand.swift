import ArgumentParser
import Domain
import Folder
import Foundation
import Sample

/// `rapport sample FOLDER`: makes up an alliance to try things with.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Write the folder of a made-up alliance.",
        discussion: "The same options give the same files on every machine.")

    @Argument(help: "The folder to write: a new one, an empty one, or an alliance folder to replace.")
    var folder: String

    @Option(help: "Salespeople in all, 4 to 1000000.")
    var people = 150

    @Option(help: "Another seed gives another alliance.")
    var seed: UInt64 = 1

    @Option(help: "The last day of its two years of history, such as 2026-11-23; today if left out.")
    var today: String?

    mutating func validate() throws {
        guard (4...1_000_000).contains(people) else {
            throw ValidationError("--people: expected 4...1000000, got \(people)")
        }
        if let today, Day(today) == nil {
            throw ValidationError("--today: expected a date such as 2026-11-23, got \"\(today)\"")
        }
    }

    func run() throws {
        let seconds = Date().timeIntervalSince1970
        let now = Day(daysSince1970: Int32((seconds / 86_400).rounded(.down)))
        let snapshot = makeSample(
            SampleOptions(people: people, seed: seed, today: today.flatMap { Day($0) } ?? now))
        try writeFolder(snapshot, to: folder)
        let line =
            "\(folder): alliance \(snapshot.alliance.key) with \(snapshot.people.count) salespeople, "
            + "\(snapshot.pairings.count) pairings, \(snapshot.sheets.count) sheets"
        Terminal.say(line)
    }
}
