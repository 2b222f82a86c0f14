/// A pairing with all that its life cycle goes by: proposed → accepted by both sides → trial → confirmed, extended or ended.
///
/// A value that changes by ``taking(_:by:on:)`` alone. Every step is one side's; what takes both sides happens with the
/// second side's step, and either side's no is enough to end it.
public struct PairingLife: Sendable, Hashable {
    /// Where it stands.
    public var status: PairingStatus
    /// Sides that said yes to the pairing and its terms.
    public var acceptedBy: Set<Side>
    /// How the trial will be judged; fixed once it has started.
    public var terms: TrialTerms
    /// First day of the trial; nil before it.
    public var started: Day?
    /// The day by which the sides are to decide; nil before the trial.
    public var plannedEnd: Day?
    /// How often the trial was extended, 0 or 1.
    public var extensions: Int
    /// What sides have said of the trial that the other has not answered yet.
    public var verdicts: [Side: Verdict]
    /// Last day; nil while it is open.
    public var ended: Day?
    /// Why it was declined or ended, in a person's words.
    public var reason: String?
    /// The side that declined or ended it; nil when it ran out by itself or while it is open.
    public var endedBy: Side?
    /// Whether the two are never to be paired again.
    public var neverAgain: Bool

    /// A side's word on a trial that goes on.
    public enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
        /// It shall last.
        case confirm
        /// It needs more time.
        case extend
    }

    /// How often a trial may be extended: a trial that has not convinced twice has not convinced.
    public static let extensionLimit = 1

    /// A new proposal.
    ///
    /// - Parameter acceptedBy: the sides whose people propose it themselves; empty when a round does.
    public init(acceptedBy: Set<Side> = [], terms: TrialTerms = TrialTerms()) {
        precondition(acceptedBy.count < 2, "a proposal is somebody's to answer")
        self.init(status: .proposed, acceptedBy: acceptedBy, terms: terms)
    }

    /// A pairing as it is stored, or as an alliance folder tells it.
    public init(
        status: PairingStatus, acceptedBy: Set<Side>, terms: TrialTerms = TrialTerms(), started: Day? = nil,
        plannedEnd: Day? = nil, extensions: Int = 0, verdicts: [Side: Verdict] = [:], ended: Day? = nil,
        reason: String? = nil, endedBy: Side? = nil, neverAgain: Bool = false
    ) {
        self.status = status
        self.acceptedBy = acceptedBy
        self.terms = terms
        self.started = started
        self.plannedEnd = plannedEnd
        self.extensions = extensions
        self.verdicts = verdicts
        self.ended = ended
        self.reason = reason
        self.endedBy = endedBy
        self.neverAgain = neverAgain
    }
}
