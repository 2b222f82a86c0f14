/// A rater's few ticks between two sheets. Seen by the rater alone.
public struct Pulse: Sendable, Hashable {
    /// Joint customer calls since the last pulse.
    public var meetings: Int
    /// What the rater has noticed; empty on most days.
    public var signs: Set<WarningSign>

    /// Makes a pulse.
    public init(meetings: Int, signs: Set<WarningSign> = []) {
        self.meetings = meetings
        self.signs = signs
    }
}

/// The warning signs of the study of 175 field salespeople.
public enum WarningSign: String, Sendable, Hashable, CaseIterable, Codable {
    /// Information that would have been needed was not given.
    case withheldInformation = "withheld-information"
    /// The fault was looked for in the rater.
    case blame
    /// The rater's competence or integrity was doubted.
    case doubt
    /// The rater was spoken ill of before others.
    case badMouthing = "bad-mouthing"

    /// What a person ticks.
    public var statement: String {
        switch self {
        case .withheldInformation: "I was not told something that I needed to know."
        case .blame: "I was blamed for what went wrong."
        case .doubt: "My competence or my honesty was doubted."
        case .badMouthing: "I was spoken ill of in front of others."
        }
    }
}

/// How a pairing does, as the manager of one of its people may know: what their own person noticed, never in whose words.
public enum PairingHealth: String, Sendable, Hashable, CaseIterable, Codable {
    /// No pulse has been asked for yet, or the own person has answered none.
    case tooEarly = "too-early"
    /// The own person's last pulse tells of no warning sign.
    case onTrack = "on-track"
    /// The own person has noticed something: talk with them.
    case needsTalk = "needs-talk"
}
