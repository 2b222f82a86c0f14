public import Planning

/// What to simulate.
public struct SimulationOptions: Sendable {
    /// People on each side, 2 or more.
    public var people: Int
    /// Nights, 1 or more.
    public var nights: Int
    /// Worlds, each with a seed of its own from ``seed`` on; 1 or more.
    public var worlds: Int
    /// The first world's seed.
    public var seed: UInt64
    /// Who plays.
    public var contenders: [Contender]
    /// Earlier alliances of the same installation for each world, which the product's fits start from; 0 or more. In each as
    /// many people as here met at random for as many nights.
    public var earlierAlliances: Int
    /// Where the variance of ratings comes from.
    public var shares: WorldShares
    /// How the product's plans are made; its horizon is set each night to what is left, see ``simulate(_:watch:)``.
    public var policy: Policy

    /// Makes options.
    public init(
        people: Int = 100, nights: Int = 30, worlds: Int = 4, seed: UInt64 = 1,
        contenders: [Contender] = Contender.allCases, earlierAlliances: Int = 0,
        shares: WorldShares = WorldShares(),
        policy: Policy = Policy()
    ) {
        self.people = people
        self.nights = nights
        self.worlds = worlds
        self.seed = seed
        self.contenders = contenders
        self.earlierAlliances = earlierAlliances
        self.shares = shares
        self.policy = policy
    }
}
