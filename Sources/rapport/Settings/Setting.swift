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
    static let replicaURL = Setting(
        name: "RAPPORT_REPLICA_URL", standard: "none",
        meaning: "A hot standby of the database that serve reads from as far as it has caught up.")
    static let transactionPooler = Setting(
        name: "RAPPORT_TRANSACTION_POOLER", unit: "no or yes", standard: "0", range: 0...1,
        meaning: "1 when both URLs lead through a pooler of transactions, such as pgbouncer.")
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
    static let connections = Setting(
        name: "RAPPORT_CONNECTIONS", unit: "connections", standard: "8192", range: 16...1_000_000,
        meaning: "How many clients may be connected to serve at once; others wait to be let in.")
    static let webhookTargets = Setting(
        name: "RAPPORT_WEBHOOK_TARGETS", standard: "public",
        meaning:
            "Where webhooks may listen: public (HTTPS to the public internet) or any (this network too, and HTTP)."
    )
    static let workers = Setting(
        name: "RAPPORT_WORKERS", unit: "alliances", standard: "4", range: 1...1024,
        meaning:
            "How many alliances rematch and worker work on at once, in one process; two keep a core busy."
    )
    static let lease = Setting(
        name: "RAPPORT_LEASE_SECONDS", unit: "seconds", standard: "30", range: 1...3600,
        meaning: "After how long without a sign of life the work of a process passes to another one.")
    static let replayDays = Setting(
        name: "RAPPORT_REPLAY_DAYS", unit: "days", standard: "30", range: 0...3650,
        meaning: "How long what a round was planned from is kept for replay.")

    /// All of them, in the order in which they are shown.
    static let all =
        [
            databaseURL, replicaURL, transactionPooler, dataFolder, serverPrograms, host, port, connections,
            webhookTargets, workers, lease, replayDays,
        ] + admission
}

extension Setting {
    static let tokenIssuer = Setting(
        name: "RAPPORT_OIDC_ISSUER", standard: "no identity provider",
        meaning: "The issuer (iss) of an identity provider whose tokens sign people in.")
    static let tokenAudience = Setting(
        name: "RAPPORT_OIDC_AUDIENCE", standard: "no identity provider",
        meaning: "What the provider's tokens call this service (aud).")
    static let tokenKeys = Setting(
        name: "RAPPORT_OIDC_KEYS", standard: "no identity provider",
        meaning: "The provider's JWK set: a path, or an https:// address.")
    static let requestsAMinute = Setting(
        name: "RAPPORT_REQUESTS_A_MINUTE", unit: "requests", standard: "6000", range: 1...1_000_000,
        meaning: "How many requests each key and user may send in a minute, to each process.")
    static let proxy = Setting(
        name: "RAPPORT_PROXY", standard: "none",
        meaning: "The address of a proxy whose X-Forwarded-For says who asks.")

    /// The settings of ``AdmissionSettings``.
    static let admission = [tokenIssuer, tokenAudience, tokenKeys, requestsAMinute, proxy]
}

/// A setting that cannot be used.
struct BadSetting: Problem {
    let setting: Setting
    let text: String

    var problem: ProblemText {
        guard let range = setting.range.map({ "\($0.lowerBound) to \($0.upperBound)" }) else {
            return ProblemText(
                kind: .invalid, code: "settings.bad-value", message: "\(setting.name) is \"\(text)\".",
                hint: setting.meaning)
        }
        return ProblemText(
            kind: .invalid, code: "settings.bad-value", message: "\(setting.name) is \"\(text)\".",
            hint: "Give a whole number from \(range). \(setting.meaning)")
    }
}
