/// Two salespeople of opposite sides who work together, are about to, or did.
public struct Pairing: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/people`` of the salesperson on side a.
    public var personA: Int
    /// Index in ``Snapshot/people`` of the salesperson on side b.
    public var personB: Int
    /// Where it stands in its life.
    public var status: PairingStatus
    /// First day; nil when unknown or not begun.
    public var started: Day?
    /// Last day; nil when unknown or not ended.
    public var ended: Day?
    /// Why it is what it is, in a person's words.
    public var reason: String?

    /// Makes a pairing.
    public init(
        personA: Int, personB: Int, status: PairingStatus, started: Day? = nil, ended: Day? = nil,
        reason: String? = nil
    ) {
        self.personA = personA
        self.personB = personB
        self.status = status
        self.started = started
        self.ended = ended
        self.reason = reason
    }
}

/// Where a pairing stands in its life: proposed → accepted → trial → confirmed; declined and ended are final.
public enum PairingStatus: String, Sendable, Hashable, CaseIterable, Codable {
    case proposed
    case accepted
    case trial
    case confirmed
    case declined
    case ended

    /// Whether it may still come to something, or goes on.
    public var isOpen: Bool { self != .declined && self != .ended }

    /// Whether the two people work together now.
    public var isRunning: Bool { self == .trial || self == .confirmed }

    /// Whether each of the two people has given the other a place. A mere proposal holds none: of several that wait for an
    /// answer, the first to be accepted gets the place. The night alone looks ahead, and proposes nobody for a place that
    /// proposals ask for already; it ends nothing for their sake.
    public var holdsPlace: Bool { self == .accepted || isRunning }

    /// The statuses that may follow, in the order people are offered them. Either side's no counts the same.
    public var followers: [PairingStatus] {
        switch self {
        case .proposed: [.accepted, .declined]
        case .accepted: [.trial, .declined]
        case .trial: [.confirmed, .ended]
        case .confirmed: [.ended]
        case .declined, .ended: []
        }
    }
}
