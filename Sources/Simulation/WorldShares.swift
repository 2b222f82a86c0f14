/// Where the variance of one rating comes from in a simulated alliance; the parts of the default add up to 1.
///
/// Source of the default: variance decomposition of real two-sided ratings (speed dating): actor 0.29, partner 0.155, dyad
/// 0.555, of which at most half is stable.
public struct WorldShares: Sendable, Hashable {
    /// How this rater rates everybody.
    public var actor = 0.29
    /// How everybody rates this target.
    public var partner = 0.155
    /// What two profiles say of the pair: a bilinear form of both.
    public var profile = 0.02
    /// Hidden tastes of low rank.
    public var taste = 0.04
    /// What is between these two alone.
    public var pair = 0.21
    /// Noise of one occasion.
    public var noise = 0.285
    /// Correlation of the two directions of each relationship part.
    public var reciprocity = 0.43
    /// Share of a person's effects that their profile explains.
    public var profileOfEffects = 0.2
    /// How well earlier alliances taught what profiles say of a pair: a correlation.
    public var experience = 0.6

    /// The default shares.
    public init() {}

    /// The same with the stable relationship this many times as large and the noise less by as much, the sum unchanged; the
    /// noise keeps a twentieth at least.
    public func relationship(times factor: Double) -> WorldShares {
        var shares = self
        let stable = profile + taste + pair
        shares.profile *= factor
        shares.taste *= factor
        shares.pair *= factor
        shares.noise = max(0.05, noise + stable - stable * factor)
        return shares
    }
}
