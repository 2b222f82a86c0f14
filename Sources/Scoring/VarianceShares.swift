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
    /// They are laid around the log-odds of a share and Fisher's z of the correlation, whose errors are nearly
    /// symmetric where those of the share itself are not. Before any sheet they are the prior's.
    /// Source: Fisher 1921, Metron 1, 3–32, for z.
    public func varianceShares(of side: Side) -> VarianceShares {
        let direction = side == .a ? 0 : 1
        let channel = scale.channel(scale.success, direction: direction)
        let other = scale.channel(scale.success, direction: 1 - direction)
        let freedom = dyadFreedom
        let dyad = parameters.dyad[channel, channel]
        let parts = [
            effectVariance(side: direction, channel), effectVariance(side: 1 - direction, channel),
            (variance: dyad, error: dyad * (2 / freedom).squareRoot()),
        ]
        let correlation =
            parameters.dyad[channel, other] / (dyad * parameters.dyad[other, other]).squareRoot()
        return VarianceShares(
            actor: Self.share(0, of: parts), partner: Self.share(1, of: parts),
            dyad: Self.share(2, of: parts),
            reciprocity: Self.correlation(correlation, error: 1 / freedom.squareRoot()))
    }

    /// Dyads that are left to learn the dyad part from once each person's effects have taken one; never fewer than
    /// the sixty that the prior counts as.
    private var dyadFreedom: Double {
        let met = derived.dyadsOfPerson.count { !$0.isEmpty }
        return Double(max(60, table.count - met))
    }

    /// Variance of the effects of one side in a channel, and its standard error.
    private func effectVariance(side: Int, _ channel: Int) -> (variance: Double, error: Double) {
        let rated = sides.indices.filter {
            (sides[$0] == .a ? 0 : 1) == side && !derived.dyadsOfPerson[$0].isEmpty
        }
        // The prior counts as a few people here, so that one rater alone says little; the grand mean took one.
        let count = Double(max(0, rated.count - 1)) + 4
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

    /// One variance's share of the sum, with its interval on the scale of log-odds.
    static func share(
        _ index: Int, of parts: [(variance: Double, error: Double)]
    ) -> VarianceShares.Share {
        let total = parts.reduce(0) { $0 + $1.variance }
        let share = parts[index].variance / total
        let squares = parts.indices.reduce(0) { sum, part in
            let slope = (part == index ? 1 - share : -share) / total
            return sum + slope * slope * parts[part].error * parts[part].error
        }
        let held = min(1 - 1e-9, max(1e-9, share))
        let (centre, reach) = (Double.logit(held), 1.96 * squares.squareRoot() / (held * (1 - held)))
        return .init(
            estimate: share, low: Double.logistic(centre - reach), high: Double.logistic(centre + reach))
    }

    /// A correlation with its interval, `error` being that of Fisher's z.
    static func correlation(_ value: Double, error: Double) -> VarianceShares.Share {
        let held = min(1 - 1e-9, max(-1 + 1e-9, value))
        // z = ½ log((1 + r) / (1 − r)), so r = 2 σ(2 z) − 1.
        let z = Double.logit((1 + held) / 2) / 2
        func back(_ z: Double) -> Double { 2 * Double.logistic(2 * z) - 1 }
        return .init(estimate: value, low: back(z - 1.96 * error), high: back(z + 1.96 * error))
    }
}
