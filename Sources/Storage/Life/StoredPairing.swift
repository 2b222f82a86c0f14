public import Domain
public import Foundation

/// A pairing with its life, as it is stored.
public struct StoredPairing: Sendable, Hashable {
    /// Which pairing.
    public var id: UUID
    /// Row of the person of side a in the snapshot that it was read with.
    public var personA: Int
    /// Row of the person of side b.
    public var personB: Int
    /// Where it stands.
    public var life: PairingLife
    /// Counts the changes to it; 0 when only a folder has told of it.
    public var version: Int64
    /// When it changed last.
    public var changedAt: Date
    /// The round's change it came from; nil when people proposed it.
    public var origin: ChangePlace?
    /// What its people are asked, earliest first.
    public var occasions: [StoredOccasion] = []

    /// The row of the person of a side.
    public func person(on side: Side) -> Int { side == .a ? personA : personB }

    /// How the pairing does, as far as what the person of one side has noticed tells.
    public func health(for side: Side) -> PairingHealth {
        let pulses = occasions.filter { $0.occasion.kind == .pulse }
        guard let last = pulses.last(where: { $0.noticed[side] != nil }) else { return .tooEarly }
        return last.noticed[side] == true ? .needsTalk : .onTrack
    }

    /// Joint customer calls that both have reported.
    public var meetings: Int {
        let reported = Side.allCases.map { side in occasions.reduce(0) { $0 + ($1.meetings[side] ?? 0) } }
        return reported.min() ?? 0
    }
}

/// Names a change of a published round.
public struct ChangePlace: Sendable, Hashable {
    /// Which round.
    public var round: UUID
    /// Its position there, from 1.
    public var position: Int

    /// Names the change.
    public init(round: UUID, position: Int) {
        self.round = round
        self.position = position
    }
}

/// An occasion as it is stored.
public struct StoredOccasion: Sendable, Hashable {
    /// Which one.
    public var id: UUID
    /// When and what.
    public var occasion: Occasion
    /// Joint customer calls by side; of who has answered a pulse.
    public var meetings: [Side: Int]
    /// Whether the person of a side has noticed a warning sign; of who has answered a pulse.
    public var noticed: [Side: Bool]
}
