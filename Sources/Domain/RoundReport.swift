/// What a round gave up, and for what: the churn budget, exploration and stability, in figures.
public struct RoundReport: Sendable, Hashable, Codable {
    /// What more or fewer changes would bring, by the number of changes, ascending. Every point is exactly optimal for its
    /// number of changes; the proposed round is among them or lies below their line by ``budgetGap`` at most.
    public var frontier: [FrontierPoint]
    /// Where the proposed round stands before exploration; nil in rounds of earlier releases.
    public var proposed: FrontierPoint?
    /// How far, at most, the best plan within the policy's numbers of changes could lie above the proposed one before
    /// exploration, in utility points; 0 when the budget does not bind.
    public var budgetGap: Double
    /// People who are proposed a pairing for what it teaches.
    public var explorers: Int
    /// Expected utility given up for that tonight, in points.
    public var explorationCost: Double
    /// Pairs that would both rather be together than as proposed, strongest wish first; at most ten.
    public var blockingPairs: [BlockingPair]
    /// How many such pairs there are in all.
    public var blockingPairCount: Int

    /// Makes a report.
    public init(
        frontier: [FrontierPoint] = [], proposed: FrontierPoint? = nil, budgetGap: Double = 0,
        explorers: Int = 0, explorationCost: Double = 0,
        blockingPairs: [BlockingPair] = [], blockingPairCount: Int = 0
    ) {
        self.frontier = frontier
        self.proposed = proposed
        self.budgetGap = budgetGap
        self.explorers = explorers
        self.explorationCost = explorationCost
        self.blockingPairs = blockingPairs
        self.blockingPairCount = blockingPairCount
    }
}

/// The best that so many changes can bring.
public struct FrontierPoint: Sendable, Hashable, Codable {
    /// Pairings begun and ended, apart from those that rules force.
    public var changes: Int
    /// Utility of the plan above the policy's least, in points, the price of ended pairings deducted.
    public var value: Double

    /// Makes a point.
    public init(changes: Int, value: Double) {
        self.changes = changes
        self.value = value
    }
}

/// Two people who are not paired although their utility together is above that of the worst pair of each.
public struct BlockingPair: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/people`` of the salesperson on side a.
    public var personA: Int
    /// Index in ``Snapshot/people`` of the salesperson on side b.
    public var personB: Int
    /// What the one of the two with less to gain would gain, in points.
    public var gain: Double

    /// Makes a blocking pair.
    public init(personA: Int, personB: Int, gain: Double) {
        self.personA = personA
        self.personB = personB
        self.gain = gain
    }
}
