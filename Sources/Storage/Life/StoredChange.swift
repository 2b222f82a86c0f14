public import Domain
public import Foundation

/// A published round without its changes.
public struct RoundSummary: Sendable, Hashable {
    /// Which round.
    public var id: UUID
    /// The day it plans for.
    public var day: Day
    /// When it was published.
    public var publishedAt: Date
    /// Sum of the utilities of all pairs that would stand if every change were accepted.
    public var utility: Double
    /// Sum of the utilities of the pairs that stood.
    public var presentUtility: Double
    /// How many changes it proposes.
    public var changeCount: Int
    /// What could not be planned, in the user's words.
    public var warnings: [String]
}

/// A change of a published round, with what people have said to it.
public struct StoredChange: Sendable, Hashable {
    /// Its position in the round, from 1.
    public var position: Int
    /// What is proposed; people are rows of the record it was read with.
    public var change: ProposedChange
    /// What the sides have said.
    public var decisions: [Side: RoundDecision.Answer]
    /// The pairing that came of it, or that it is to end; nil when there is none.
    public var pairing: UUID?
    /// Where that pairing stands.
    public var status: PairingStatus?
}

/// What a side says to a change of a round.
public struct RoundDecision: Sendable, Hashable {
    /// The change's position, from 1.
    public var position: Int
    /// The side that decides.
    public var side: Side
    /// Yes or no.
    public var answer: Answer
    /// Why, in a person's words.
    public var reason: String?
    /// Whether the two are never to be proposed to each other again; goes with a no to a beginning, or a yes to an end.
    public var neverAgain: Bool

    /// Makes a decision.
    public init(
        position: Int, side: Side, answer: Answer, reason: String? = nil, neverAgain: Bool = false
    ) {
        self.position = position
        self.side = side
        self.answer = answer
        self.reason = reason
        self.neverAgain = neverAgain
    }

    /// Yes or no.
    public enum Answer: String, Sendable, Hashable, CaseIterable, Codable {
        case accept
        case decline
    }
}
