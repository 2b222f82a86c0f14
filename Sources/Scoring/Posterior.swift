public import Domain

/// What an alliance's sheets and profiles say about every possible pair: made by `fit`, asked at any time.
///
/// People are rows, in the order of ``Snapshot/people`` of the snapshot it was made of. A value: copying is
/// cheap, and nothing in it changes but by ``record(_:)`` and ``extended(to:)``.
public struct Posterior: Sendable {
    /// Keys of the people, row by row.
    public internal(set) var personKeys: [String]
    /// The side each person stands on.
    public internal(set) var sides: [Side]
    /// The questionnaire the sheets answer.
    public internal(set) var instrument: Instrument
    /// The day that ages of sheets are counted from.
    public internal(set) var day: Day
    /// How well it foretells what it has not seen.
    public internal(set) var scorecard: Scorecard

    var scale: AnswerScale
    var encoding: ProfileEncoding
    var profiles: PersonProfiles
    var features: DyadFeatures
    var parameters: Hyperparameters
    /// Effects, profile part included: `people × channels`.
    var effects: [Double]
    /// What the profile alone says: `people × channels`.
    var expected: [Double]
    /// How unsure the profile's expectation of each person is, see ``Estimation/priorSpreads``.
    var priorSpreads: [Double]
    /// Posterior covariance of each person's effects: `people × channels × channels`.
    var covariances: [Float]
    /// Regression of effects on profiles.
    var profile: ProfileRegression
    /// Weights of the profile columns that other alliances taught, in roles: `columns × channels`.
    var pooledWeights: Matrix
    /// Weights of the dyad features, `features × channels`.
    var featureWeights: Matrix
    /// What this alliance alone says of the weights of the dyad features, for other alliances.
    var featureEvidence: WeightEvidence
    /// How much the sheets of each rater, and flat sheets, count.
    var trust: SheetTrust
    var table: DyadTable
    var link: Link
    /// How levels of success are read; nil where the instrument has no reference means.
    var levelCurve: LevelCurve?

    /// Rebuilt from the above, never stored.
    var derived = Derived()

    /// Number of people.
    public var personCount: Int { personKeys.count }

    /// Row of a person, nil when the posterior does not know them. O(1).
    public func row(of key: String) -> Int? { derived.rowOfKey[key] }

    var channelCount: Int { scale.channelCount }
}
