/// How an alliance wants its nights planned. Stored with every round.
public struct Policy: Sendable, Hashable, Codable {
    /// What ending a confirmed pairing costs, in points of utility: a better pair must be better by this much.
    public var changeCost: Double
    /// The least utility at which a new pair is proposed, in points.
    public var leastUtility: Double
    /// What each shared customer adds to a pair's utility, in points.
    public var sharedAccountBonus: Double
    /// The most that shared customers add to one pair, in points.
    public var sharedAccountLimit: Double
    /// Weight of what a trial would teach, against what it is expected to bring; 0 never explores.
    public var explorationWeight: Double
    /// How long two people are not proposed to each other after their pairing was declined or ended, in days.
    public var coolDownDays: Int

    /// Makes a policy; the defaults suit an alliance that has none of its own.
    public init(
        changeCost: Double = 5, leastUtility: Double = 20, sharedAccountBonus: Double = 1,
        sharedAccountLimit: Double = 5, explorationWeight: Double = 0.5, coolDownDays: Int = 365
    ) {
        self.changeCost = changeCost
        self.leastUtility = leastUtility
        self.sharedAccountBonus = sharedAccountBonus
        self.sharedAccountLimit = sharedAccountLimit
        self.explorationWeight = explorationWeight
        self.coolDownDays = coolDownDays
    }
}
