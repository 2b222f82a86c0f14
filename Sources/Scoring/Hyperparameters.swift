import Domain

/// What an alliance's sheets have in common: means, variances and how much profiles explain.
///
/// Everything is in standardised answers (see ``AnswerScale``). Learned by maximum a posteriori; the prior is
/// either the fixed one below or what other alliances taught (``PooledPrior``).
struct Hyperparameters: Sendable, Hashable {
    /// Mean of each channel.
    var means: [Double]
    /// Covariance of person effects beyond the profile: side a, side b. Channels × channels.
    var people: [Matrix]
    /// Covariance of the dyad part beyond the profiles: relationship and noise of one occasion together.
    var dyad: Matrix
    /// Variance of a weight of the profile regression, as a multiple of ``people``: side a, side b.
    var profile: [Double]
    /// Variance of a weight of a dyad feature, as a multiple of ``dyad``: similarities, products.
    var features: [Double]
    /// Share of ``dyad`` that is stable relationship; the rest is noise of one occasion.
    var stableShare: Double

    /// Variance of an actor effect beyond the profile, as a share of one answer's variance.
    static let actorShare = 0.23
    /// The same of a partner effect.
    static let partnerShare = 0.125
    /// Relationship and noise of one occasion.
    static let dyadShare = 0.555
    /// Correlation of the two directions' dyad parts.
    static let reciprocity = 0.15
    /// Stable part of the dyad share: at most a half in real ratings (0.27 of 0.555).
    static let stableShare = 0.45

    /// Puts parameters together from stored parts.
    init(
        means: [Double], people: [Matrix], dyad: Matrix, profile: [Double], features: [Double],
        stableShare: Double
    ) {
        self.means = means
        self.people = people
        self.dyad = dyad
        self.profile = profile
        self.features = features
        self.stableShare = stableShare
    }

    /// The prior of an alliance of which nothing is known.
    ///
    /// Sources: variance shares of real two-sided ratings of strangers; correlations of factors with success
    /// from the reference means of the instrument, where it has them.
    init(prior instrument: Instrument, scale: AnswerScale, columns: Int, similarities: Int, products: Int) {
        let loadings = Self.loadings(instrument)
        let count = scale.channelCount
        means = [Double](repeating: 0, count: count)
        people = [Matrix(count, count), Matrix(count, count)]
        dyad = Matrix(count, count)
        for row in 0..<count {
            for column in 0..<count {
                let (one, two) = (row % scale.answerCount, column % scale.answerCount)
                let (from, to) = (row / scale.answerCount, column / scale.answerCount)
                let alike = one == two ? 1 : loadings[one] * loadings[two]
                let across = loadings[one] * loadings[two]
                dyad[row, column] = Self.dyadShare * (from == to ? alike : Self.reciprocity * across)
                for side in 0...1 where from == to {
                    people[side][row, column] = alike * (from == side ? Self.actorShare : Self.partnerShare)
                }
            }
        }
        profile = [Double](repeating: 0.25 / Double(max(columns, 4)), count: 2)
        features = [0.03 / Double(max(similarities, 4)), 0.01 / Double(max(products, 4))]
        stableShare = Self.stableShare
    }

    /// How strongly each answer speaks of the one thing behind them all: from the reference means where the
    /// instrument has them (spread of the level means against a spread of answers of 0.2 of the scale).
    static func loadings(_ instrument: Instrument) -> [Double] {
        let noise = 0.2 * (instrument.scale.max - instrument.scale.min)
        let factors = instrument.factors.map { factor -> Double in
            guard let reference = factor.reference else { return 0.7 }
            let levels = [reference.slight, reference.medium, reference.great]
            let mean = levels.reduce(0, +) / 3
            let variance = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
            return min(0.9, max(0.2, (variance / (variance + noise * noise)).squareRoot() / 0.8))
        }
        return factors + [0.8, 0.75]
    }
}
