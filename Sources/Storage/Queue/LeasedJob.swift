public import Domain
public import Foundation

/// What a job asks for.
public enum JobKind: String, Sendable, Hashable, CaseIterable {
    /// Fit an alliance's model to its newest sheets.
    case refit
    /// Plan an alliance's round of a night, and publish it.
    case round
    /// Tell an alliance's webhooks what happened.
    case deliver
    /// Forget the people of an alliance who are to be forgotten.
    case erase

    /// After how many beginnings a job is given up. A refit is asked for again by the next sheet
    /// anyway, and a delivery that fails is not a failed job: it keeps its own count.
    public var attemptLimit: Int { 5 }
}

/// A piece of work that a worker holds for a while.
public struct LeasedJob: Sendable, Hashable {
    /// Which job it is.
    public let id: UUID
    /// What it asks for.
    public let kind: JobKind
    /// The alliance it is about.
    public let alliance: AllianceID
    /// Proves that the worker still holds it; a later holder has another one.
    public let token: UUID
    /// How often it was begun, this time included.
    public let attempt: Int
    /// The night that a round is for; nil for a refit.
    public let night: NightOrder?
}

/// What one run of the nightly batch is asked to do.
public struct NightOrder: Sendable, Hashable {
    /// Which run it is, and the token that its holder proves itself with.
    public var id: UUID
    /// The day that is planned for.
    public var day: Day
    /// Drives every random choice.
    public var seed: UInt64
    /// Whether alliances that have a round of that day are planned again.
    public var again: Bool

    /// Makes an order.
    public init(id: UUID = UUID(), day: Day, seed: UInt64, again: Bool = false) {
        self.id = id
        self.day = day
        self.seed = seed
        self.again = again
    }
}
