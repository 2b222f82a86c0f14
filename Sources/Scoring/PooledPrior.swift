/// What the alliances of an installation taught: where a new alliance starts from.
public struct PooledPrior: Sendable, Hashable {
    /// Number of alliances behind it.
    public let allianceCount: Int

    /// Pools posteriors of other alliances.
    public init(pooling posteriors: [Posterior]) {
        allianceCount = posteriors.count
    }
}
