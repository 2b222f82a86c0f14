import Domain

/// Why two people cannot be proposed to each other tonight.
enum Obstacle: Hashable {
    /// A veto forbids it.
    case veto
    /// Their pairing was declined or ended a short while ago; until when, where that is known.
    case coolDown(until: Day?)
    /// A pairing of the two is proposed, accepted or on trial already.
    case underWay
    /// They share an account of which neither side yields the control.
    case openConflict(account: String)
    /// Their companies are not released for pairing; from when they will be, where that is decided.
    case companyHold(until: Day?)

    /// What is said of it: follows "because".
    var text: String {
        switch self {
        case .veto: "a veto forbids it"
        case .coolDown(let until?):
            "their last pairing ended a short while ago; they may meet again on \(until)"
        case .coolDown(nil): "their last pairing ended, and nobody knows when"
        case .underWay: "a pairing of the two is under way already"
        case .openConflict(let account): "neither side yields the control of the customer \(account)"
        case .companyHold(let until?): "their companies are released for pairing on \(until)"
        case .companyHold(nil): "their companies are not released for pairing"
        }
    }

    /// The same as a sentence.
    var sentence: String { text.asSentence }

    /// A few words for many pairs of one kind, such as `3 vetoes`.
    static func counted(_ obstacles: [Obstacle]) -> String {
        let kinds: [(one: String, many: String, is: (Obstacle) -> Bool)] = [
            ("veto", "vetoes", { $0 == .veto }),
            ("pair cooling down", "pairs cooling down", { if case .coolDown = $0 { true } else { false } }),
            ("pairing under way", "pairings under way", { $0 == .underWay }),
            (
                "open customer conflict", "open customer conflicts",
                { if case .openConflict = $0 { true } else { false } }
            ),
            (
                "counterpart of a company that is not released",
                "counterparts of companies that are not released",
                { if case .companyHold = $0 { true } else { false } }
            ),
        ]
        return kinds.compactMap { kind in
            let count = obstacles.count(where: kind.is)
            return count == 0 ? nil : "\(count) \(count == 1 ? kind.one : kind.many)"
        }.joined(separator: ", ")
    }
}

extension String {
    /// The same words with a capital and a stop.
    var asSentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
