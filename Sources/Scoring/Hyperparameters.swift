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
    /// Covariance of the weights of one profile column, in roles (actor, then partner).
    var profile: Matrix
    /// Covariance of the weights of one dyad feature.
    var features: Matrix
    /// Share of ``dyad`` that is stable relationship; the rest is noise of one occasion.
    var stableShare: Double
    /// Days after which half of a relationship has changed, and a sheet counts half.
    var halfLife: Double

    /// The variances whose standing still ends the learning.
    var variances: [Double] { people[0].diagonal + people[1].diagonal + dyad.diagonal + profile.diagonal }

    /// Shares of one answer's variance.
    struct Shares {
        /// Actor effects beyond the profile.
        var actor: Double
        /// Partner effects beyond the profile.
        var partner: Double
        /// Relationship and noise of one occasion.
        var dyad: Double
    }

    /// Shares of ratings of people.
    static let ofRatings = Shares(actor: 0.23, partner: 0.125, dyad: 0.555)
    /// Shares of the decision to continue, a yes or no and so the noisier answer.
    static let ofDecisions = Shares(actor: 0.14, partner: 0.11, dyad: 0.62)
    /// What all attributes of the profile together explain, as a multiple of the rest of a person's effects.
    static let profileShare = 0.25
    /// What all features of a dyad together explain, as a multiple of the rest of the dyad part.
    static let featureShare = 0.02
    /// Correlation of the two directions' dyad parts.
    static let reciprocity = 0.15
    /// Stable part of the dyad share: at most a half in real ratings (0.27 of 0.555).
    static let stableShare = 0.45
    /// Two years: a guess that alliances with dated sheets replace.
    static let halfLife = 730.0

    /// Puts parameters together from stored parts.
    init(
        means: [Double], people: [Matrix], dyad: Matrix, profile: Matrix, features: Matrix,
        stableShare: Double, halfLife: Double
    ) {
        self.halfLife = halfLife
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
    ///
    /// - Parameters:
    ///   - fields: attributes that have columns; each may explain as much as any other.
    ///   - features: features of a dyad.
    init(prior instrument: Instrument, scale: AnswerScale, fields: Int, features featureCount: Int) {
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
                let shares = [one, two].map { $0 == scale.decision ? Self.ofDecisions : Self.ofRatings }
                func share(_ part: KeyPath<Shares, Double>) -> Double {
                    (shares[0][keyPath: part] * shares[1][keyPath: part]).squareRoot()
                }
                dyad[row, column] = share(\.dyad) * (from == to ? alike : Self.reciprocity * across)
                for side in 0...1 where from == to {
                    people[side][row, column] = alike * (from == side ? share(\.actor) : share(\.partner))
                }
            }
        }
        profile = people[0].scaled(by: Self.profileShare / Double(max(fields, 4)))
        features = dyad.scaled(by: Self.featureShare / Double(max(featureCount, 4)))
        stableShare = Self.stableShare
        halfLife = Self.halfLife
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
