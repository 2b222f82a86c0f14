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
    /// Counts the changes to it that both sides may know; 0 when only a folder has told of it. What a side sees of it is
    /// ``version(for:)``.
    public var version: Int64
    /// When it changed last, as far as both sides may know.
    public var changedAt: Date
    /// The round's change it came from; nil when people proposed it.
    public var origin: ChangePlace?
    /// What its people are asked, earliest first.
    public var occasions: [StoredOccasion] = []

    /// The version that a side sees, or whoever looks after both or neither: another one once it has said something of the
    /// trial itself, and the same when the other side has, which it is not told.
    public func version(for side: Side?) -> Int64 {
        // A folder's pairing begins to be counted with the first step, which may be a word that the other side is not told.
        let told = max(1, version)
        switch side.flatMap({ life.verdicts[$0] }) {
        case nil: return told
        case .confirm: return told + 1 << 40
        case .extend: return told + 1 << 41
        }
    }

    /// The row of the person of a side.
    public func person(on side: Side) -> Int { side == .a ? personA : personB }

    /// Whether a step to this life is one side's word on the trial, of which the other side is told with its own.
    func isSecret(_ next: PairingLife) -> Bool {
        var (before, after) = (life, next)
        before.verdicts = [:]
        after.verdicts = [:]
        return before == after && life.verdicts != next.verdicts
    }

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
