/// The outcome of one night's planning for one alliance: a set of proposed changes. Published rounds never change.
public struct Round: Sendable, Hashable, Codable {
    /// The day it plans for.
    public var day: Day
    /// Drives every random choice; the same snapshot, seed and policy give the same round.
    public var seed: UInt64
    /// Sum of the utilities of all pairs that would stand if every change were accepted.
    public var utility: Double
    /// Sum of the utilities of the pairs that stand now.
    public var presentUtility: Double
    /// What it proposes to change, sorted by (personA, personB).
    public var changes: [ProposedChange]
    /// What could not be planned, in the user's words; empty on most nights.
    public var warnings: [String]
    /// What the round gave up and for what.
    public var report: RoundReport

    /// Makes a round.
    public init(
        day: Day, seed: UInt64, utility: Double, presentUtility: Double, changes: [ProposedChange],
        warnings: [String] = [], report: RoundReport = RoundReport()
    ) {
        self.day = day
        self.seed = seed
        self.utility = utility
        self.presentUtility = presentUtility
        self.changes = changes
        self.warnings = warnings
        self.report = report
    }
}

/// One pairing that a round proposes to begin or to end.
public struct ProposedChange: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/people`` of the salesperson on side a.
    public var personA: Int
    /// Index in ``Snapshot/people`` of the salesperson on side b.
    public var personB: Int
    /// Whether to begin or to end.
    public var action: Action
    /// The one cause that has the most to do with it.
    public var cause: Cause
    /// What the pair is worth in the plan, in utility points.
    public var utility: Double
    /// Probability with which this change was proposed, in 0 ... 1: 1 unless exploration drew lots over it.
    public var propensity: Double
    /// Index in ``Round/changes`` of the change that this one follows from; nil when it follows from none.
    public var knockOnOf: Int?
    /// Reasons that side a may read.
    public var reasonsForA: [String]
    /// Reasons that side b may read.
    public var reasonsForB: [String]

    /// Makes a proposed change.
    public init(
        personA: Int, personB: Int, action: Action, cause: Cause, utility: Double, propensity: Double = 1,
        knockOnOf: Int? = nil, reasonsForA: [String] = [], reasonsForB: [String] = []
    ) {
        self.personA = personA
        self.personB = personB
        self.action = action
        self.cause = cause
        self.utility = utility
        self.propensity = propensity
        self.knockOnOf = knockOnOf
        self.reasonsForA = reasonsForA
        self.reasonsForB = reasonsForB
    }

    /// What to do with a pair.
    public enum Action: String, Sendable, Hashable, CaseIterable, Codable {
        /// Begin a trial.
        case begin
        /// End what is running.
        case end
    }

    /// Why a change is proposed. Of several that apply, the first in this order is named.
    ///
    /// Causes are for whoever sees the whole alliance: that a sheet was written, and by whom, is nothing the other side may
    /// read off a change. What each side may read are its reasons.
    public enum Cause: String, Sendable, Hashable, CaseIterable, Codable {
        /// A pin or veto asks for it.
        case rule
        /// A person became inactive, or has fewer places than confirmed pairings.
        case capacity
        /// Chosen because a trial would teach much at little cost.
        case exploration
        /// Another change takes the counterpart or frees them: see ``ProposedChange/knockOnOf``.
        case knockOn = "knock-on"
        /// A sheet about one of the two, or by one of them, has come since the last round.
        case newSheet = "new-sheet"
        /// One of the two was never paired before.
        case newPerson = "new-person"
        /// A pairing of one of the two ended and left a place free.
        case endedPairing = "ended-pairing"
        /// A person has a free place.
        case unpaired
        /// What is now known of the pair makes it better than what stands.
        case betterExpected = "better-expected"
    }
}
