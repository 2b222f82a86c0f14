public import Domain

/// Where the success answers of one side come from, as shares of their variance, profiles included.
public struct VarianceShares: Sendable, Hashable {
    /// A share with its 95 % interval.
    public struct Share: Sendable, Hashable {
        /// Best guess.
        public var estimate: Double
        /// Lower end of the interval.
        public var low: Double
        /// Upper end of the interval.
        public var high: Double
    }

    /// How the raters of this side differ from each other.
    public var actor: Share
    /// How the targets on the other side differ from each other.
    public var partner: Share
    /// Relationship and the noise of one occasion.
    public var dyad: Share
    /// Correlation of the two directions' dyad parts (not a share).
    public var reciprocity: Share
}

extension Posterior {
    /// Shares of the variance of `success` as the people of one side answer it.
    ///
    /// Intervals are those of a normal sample of the same size: a variance v that is seen through effects of
    /// reliability r in n people has the standard error v / r · √(2 / n), and shares follow by linearisation.
    /// Before any sheet they are the prior's.
    public func varianceShares(of side: Side) -> VarianceShares {
        let direction = side == .a ? 0 : 1
        let channel = scale.channel(scale.success, direction: direction)
        let other = scale.channel(scale.success, direction: 1 - direction)
        // The prior counts as sixty dyads.
        let dyads = Double(table.count + 60)
        let dyad = parameters.dyad[channel, channel]
        let parts = [
            effectVariance(side: direction, channel), effectVariance(side: 1 - direction, channel),
            (variance: dyad, error: dyad * (2 / dyads).squareRoot()),
        ]
        let correlation =
            parameters.dyad[channel, other] / (dyad * parameters.dyad[other, other]).squareRoot()
        let error = 1.96 * (1 - correlation * correlation) / dyads.squareRoot()
        return VarianceShares(
            actor: Self.share(0, of: parts), partner: Self.share(1, of: parts),
            dyad: Self.share(2, of: parts),
            reciprocity: .init(
                estimate: correlation, low: max(-1, correlation - error), high: min(1, correlation + error)))
    }

    /// Variance of the effects of one side in a channel, and its standard error.
    private func effectVariance(side: Int, _ channel: Int) -> (variance: Double, error: Double) {
        let rated = sides.indices.filter {
            (sides[$0] == .a ? 0 : 1) == side && !derived.dyadsOfPerson[$0].isEmpty
        }
        // The prior counts as a few people here, so that one rater alone says little.
        let count = Double(rated.count) + 4
        var (squares, unsure) = (4 * parameters.people[side][channel, channel], 0.0)
        for person in rated {
            let effect = effects[person * channelCount + channel]
            let variance = Double(
                covariances[(person * channelCount + channel) * channelCount + channel])
            squares += effect * effect + variance
            unsure += variance
        }
        let variance = squares / count
        let reliability = rated.isEmpty ? 1 : max(0.1, 1 - unsure / Double(rated.count) / variance)
        return (variance, variance / reliability * (2 / count).squareRoot())
    }

    private static func share(
        _ index: Int, of parts: [(variance: Double, error: Double)]
    ) -> VarianceShares.Share {
        let total = parts.reduce(0) { $0 + $1.variance }
        let share = parts[index].variance / total
        let squares = parts.indices.reduce(0) { sum, part in
            let slope = (part == index ? 1 - share : -share) / total
            return sum + slope * slope * parts[part].error * parts[part].error
        }
        let error = 1.96 * squares.squareRoot()
        return .init(estimate: share, low: max(0, share - error), high: min(1, share + error))
    }
}
