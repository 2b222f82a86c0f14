/// What is foretold of one pair: the columns of `rapport predict`.
public struct Prediction: Sendable, Hashable {
    /// Posterior mean of the mutual chemistry, 0 ... 100.
    public var chemistry: Double
    /// Its posterior standard deviation, in points of chemistry.
    public var chemistrySD: Double
    /// Expected `success` that the person of side a would write about the other, in scale points.
    public var successA: Double
    /// Expected `success` that the person of side b would write, in scale points.
    public var successB: Double
    /// Standard deviation of one `success` answer of a about b, noise of the occasion included.
    public var successSDA: Double
    /// Standard deviation of one `success` answer of b about a, noise of the occasion included.
    public var successSDB: Double
    /// Probability that the person of side a would go on with the other.
    public var continueA: Double
    /// Probability that the person of side b would.
    public var continueB: Double
    /// Probability that both would; never above either of them.
    public var continueBoth: Double
    /// Probabilities of the levels of success; nil where the instrument has no reference means.
    public var levels: LevelProbabilities?
    /// Where the number comes from.
    public var evidence: Evidence
}

/// Probabilities of slight, medium and great success; they add up to 1.
public struct LevelProbabilities: Sendable, Hashable {
    /// Probability that success is slight.
    public var slight: Double
    /// Probability that success is medium.
    public var medium: Double
    /// Probability that success is great.
    public var great: Double
}

/// Shares of what is known about a pair: they add up to 1.
///
/// `people` is the share of the variance among strangers' pairs that sheets about the two people (with
/// anyone) removed, `pair` the share that their own sheets about each other removed, `prior` what is left
/// to the alliance's average and the profiles.
public struct Evidence: Sendable, Hashable {
    /// Share of average and profiles.
    public var prior: Double
    /// Share of what is known of the two people.
    public var people: Double
    /// Share of what the two said of each other.
    public var pair: Double
}

/// One candidate of a ranking.
public struct RankedCandidate: Sendable, Hashable {
    /// Row of the candidate in the posterior.
    public var person: Int
    /// What is foretold of the pair.
    public var prediction: Prediction
    /// The two or three largest reasons, for the side of the person who asked.
    public var reasons: [Reason]
    /// Candidates of one band (0 is the best) cannot be told apart on what is known.
    public var tieBand: Int
}
