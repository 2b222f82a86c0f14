public import Domain
import Foundation

/// What a night did for one alliance.
public struct NightOutcome: Sendable {
    /// The alliance's key.
    public var alliance: String
    /// The round; nil when it failed.
    public var round: Round?
    /// How many people it has.
    public var people: Int
    /// Why it failed, in words; nil when it did not.
    public var failure: String?

    /// One line of JSON.
    public var line: String {
        var fields: [(String, any Encodable)] = [("alliance", alliance)]
        if let round {
            fields += [
                ("people", people), ("begin", round.changes.count { $0.action == .begin }),
                ("end", round.changes.count { $0.action == .end }),
                ("explore", round.changes.count { $0.cause == .exploration }),
                ("utility", (round.utility * 10).rounded() / 10),
                ("present_utility", (round.presentUtility * 10).rounded() / 10), ("warnings", round.warnings),
            ]
        }
        if let failure { fields.append(("failure", failure)) }
        return jsonLine(fields)
    }
}

/// What a night did in all.
public struct NightSummary: Sendable {
    /// Alliances that have a new round.
    public private(set) var planned = 0
    /// Alliances that have none, because of a failure.
    public private(set) var failed = 0
    /// Pairings proposed to begin.
    public private(set) var begun = 0
    /// Pairings proposed to end.
    public private(set) var ended = 0

    mutating func add(_ outcome: NightOutcome) {
        guard let round = outcome.round else {
            failed += 1
            return
        }
        planned += 1
        begun += round.changes.count { $0.action == .begin }
        ended += round.changes.count { $0.action == .end }
    }

    /// One line of JSON.
    public var line: String {
        jsonLine([("planned", planned), ("failed", failed), ("begin", begun), ("end", ended)])
    }
}

/// An object on one line, its fields in the order given.
private func jsonLine(_ fields: [(String, any Encodable)]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let parts = fields.compactMap { name, value in
        (try? encoder.encode(value)).map { "\"\(name)\": " + String(decoding: $0, as: UTF8.self) }
    }
    return "{" + parts.joined(separator: ", ") + "}"
}
