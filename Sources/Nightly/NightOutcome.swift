import Foundation
public import Storage

/// What a night did for one alliance.
public struct NightOutcome: Sendable {
    /// The alliance's key.
    public var key: String
    /// What came of it.
    public var result: NightResult
    /// What could not be planned, in the user's words.
    public var warnings: [String]

    /// Makes an outcome.
    public init(key: String, result: NightResult, warnings: [String] = []) {
        self.key = key
        self.result = result
        self.warnings = warnings
    }

    /// One line of JSON.
    public var line: String {
        var fields: [(String, any Encodable)] = [("alliance", key), ("state", result.state.rawValue)]
        if let round = result.round { fields.append(("round", round.uuidString.lowercased())) }
        if result.state == .planned {
            fields += [
                ("people", result.people), ("begin", result.begun), ("end", result.ended),
                ("explore", result.explored), ("utility", (result.utility * 10).rounded() / 10),
                ("present_utility", (result.presentUtility * 10).rounded() / 10), ("warnings", warnings),
            ]
        }
        if let failure = result.failure { fields.append(("failure", failure)) }
        return jsonLine(fields)
    }
}

/// What a night did in all.
public struct NightSummary: Sendable, Hashable {
    /// Alliances that have a new round.
    public private(set) var planned = 0
    /// Alliances that had a round of that day already, or have gone.
    public private(set) var standing = 0
    /// Keys of alliances that have none, because of a failure, in the order of failing.
    public private(set) var failed: [String] = []
    /// Pairings proposed to begin.
    public private(set) var begun = 0
    /// Pairings proposed to end.
    public private(set) var ended = 0

    mutating func add(_ outcome: NightOutcome) {
        switch outcome.result.state {
        case .planned: planned += 1
        case .standing, .gone: standing += 1
        case .failed: failed.append(outcome.key)
        }
        begun += outcome.result.begun
        ended += outcome.result.ended
    }

    /// One line of JSON.
    public var line: String {
        jsonLine([
            ("planned", planned), ("standing", standing), ("failed", failed.count), ("begin", begun),
            ("end", ended),
        ])
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
