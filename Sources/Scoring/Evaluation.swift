public import Domain

/// How well a fit foretells sheets that were kept from it, beside what simpler forecasts make of the same sheets.
public struct Evaluation: Sendable, Hashable, Codable {
    /// One kind of figure for each forecast; lower is better.
    public struct Figures: Sendable, Hashable, Codable {
        /// Everybody gets the average of their side.
        public var baseRate: Double
        /// Shrunken means of rater and target, one answer at a time.
        public var personMeans: Double
        /// Actor and partner effects of all answers together, without profiles.
        public var additive: Double
        /// Profiles alone, as for two strangers.
        public var profilesOnly: Double
        /// The model without what two profiles say of a pair.
        public var withoutRelationship: Double
        /// The model.
        public var model: Double
    }

    /// Sheets that were foretold.
    public var sheets: Int
    /// Log loss and Brier score of the decision to continue, both directions pooled; nil without decisions.
    public var decisionLogLoss: Figures?
    /// Brier score of the same.
    public var decisionBrier: Figures?
    /// Log loss of both going on; nil where no pair has both decisions.
    public var bothLogLoss: Figures?
    /// Brier score of the same.
    public var bothBrier: Figures?
    /// Root mean squared error of success, in scale points.
    public var successError: Figures?
    /// Calibration curve of the decision: ten groups of equal size, from the least to the most likely.
    public var calibration: [Scorecard.CalibrationPoint]
    /// Whether the fit kept what profiles say of a pair; where it found that this does not pay, it left it out.
    public var relationshipPays: Bool
}

/// Keeps sheets from a fit, and compares what it foretells of them with simpler forecasts.
///
/// - Parameters:
///   - snapshot: the alliance.
///   - day: the day that ages of sheets are counted from.
///   - pooled: what other alliances taught.
///   - holdOut: which sheets are kept back.
/// - Returns: nil when there is nothing to keep back, or nothing left to learn from.
/// - Throws: ``ScoringError/tooManyFactors(count:limit:)``.
/// - Complexity: that of three fits.
public func evaluate(
    _ snapshot: Snapshot, on day: Day, from pooled: PooledPrior? = nil, holdingOut holdOut: HoldOut
) throws(ScoringError) -> Evaluation? {
    let (seen, held) = holdOut.split(snapshot)
    guard held.count > 0, seen.sheets.count > 0 else { return nil }
    let model = try fit(seen, on: day, from: pooled)
    let plain = try fit(seen, on: day, from: pooled, relationship: false)
    var bare = seen
    bare.alliance.attributes = []
    for person in bare.people.indices { bare.people[person].attributes = [] }
    let additive = try fit(bare, on: day, relationship: false)
    var strangers = seen
    for person in strangers.people.indices { strangers.people[person].key += "\u{0}stranger" }
    let forecasts: [any Forecaster] = [
        BaseRate(seen), PersonMeans(seen), additive, model.extended(to: strangers), plain, model,
    ]
    return Comparison(seen, held, forecasts).evaluation(relationshipPays: model.scorecard.relationshipPays)
}
