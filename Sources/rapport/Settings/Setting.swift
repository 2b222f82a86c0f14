import Domain
import Foundation

/// A setting that the program reads from its environment. There are no others: a test holds the list against the source,
/// and `rapport settings` prints it.
struct Setting: Sendable {
    /// The variable.
    let name: String
    /// What it counts in; empty for texts.
    var unit = ""
    /// What counts when it is not set; for a text, in words.
    let standard: String
    /// Where a number must lie; nil for texts.
    var range: ClosedRange<Int>?
    /// What it is for.
    let meaning: String

    /// The text of a setting; nil when it is not set or empty.
    func text(in environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of a setting that counts something.
    /// - Throws: ``BadSetting`` for what is no whole number of its range.
    func number(
        in environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(BadSetting) -> Int {
        let text = text(in: environment) ?? standard
        guard let range, let number = Int(text), range.contains(number) else {
            throw BadSetting(setting: self, text: text)
        }
        return number
    }
}

extension Setting {
    static let databaseURL = Setting(
        name: "RAPPORT_DATABASE_URL", standard: "libpq's PG* variables, else a private PostgreSQL",
        meaning: "Where PostgreSQL is, as postgresql://user@host:5432/database.")
    static let dataFolder = Setting(
        name: "RAPPORT_DATA_FOLDER", standard: "/var/lib/rapport for root, ~/.local/share/rapport for others",
        meaning: "Where a private PostgreSQL is kept.")
    static let serverPrograms = Setting(
        name: "RAPPORT_PG_BIN", standard: "the newest that is found",
        meaning: "The folder of the programs of a private PostgreSQL.")
    static let host = Setting(
        name: "RAPPORT_HOST", standard: "127.0.0.1", meaning: "The address that serve listens on.")
    static let port = Setting(
        name: "RAPPORT_PORT", unit: "port", standard: "8080", range: 1...65_535,
        meaning: "The port that serve listens on.")
    static let workers = Setting(
        name: "RAPPORT_WORKERS", unit: "alliances", standard: "2", range: 1...1024,
        meaning: "How many alliances rematch and worker work on at once, in one process.")
    static let lease = Setting(
        name: "RAPPORT_LEASE_SECONDS", unit: "seconds", standard: "30", range: 1...3600,
        meaning: "After how long without a sign of life the work of a process passes to another one.")
    static let replayDays = Setting(
        name: "RAPPORT_REPLAY_DAYS", unit: "days", standard: "30", range: 0...3650,
        meaning: "How long what a round was planned from is kept for replay.")

    /// All of them, in the order in which they are shown.
    static let all = [databaseURL, dataFolder, serverPrograms, host, port, workers, lease, replayDays]
}

/// A setting that cannot be used.
struct BadSetting: Problem {
    let setting: Setting
    let text: String

    var problem: ProblemText {
        let range = setting.range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? ""
        return ProblemText(
            kind: .invalid, code: "settings.bad-value", message: "\(setting.name) is \"\(text)\".",
            hint: "Give a whole number of \(setting.unit), from \(range).")
    }
}
