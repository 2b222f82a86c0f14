/// How a contender fared, averaged over worlds.
public struct Outcome: Sendable, Hashable {
    /// Who it was.
    public var contender: Contender
    /// Loss against the oracle of each night: 0 none, 1 that of a random matching.
    public var regrets: [Double]
    /// Standard error of the summed loss over worlds; 0 for one world.
    public var regretError: Double
    /// Share of people who from some night on had a right counterpart every night.
    public var settled: Double
    /// Mean night from which that holds; one after the last for those whom it never did.
    public var settledNight: Double
    /// Mean night of the first right counterpart; one after the last for those who had none.
    public var firstNight: Double
    /// Different counterparts tried for each right one found, over all people: up to and including the first right one.
    public var trialsUntilRight: Double

    /// Loss summed over all nights.
    public var regret: Double { regrets.reduce(0, +) }
    /// Mean loss of the last three nights.
    public var finalRegret: Double { regrets.suffix(3).reduce(0, +) / Double(max(1, min(3, regrets.count))) }
}
