/// How well a posterior foretells dyads it has not seen: each dyad of the table left out in turn, in closed
/// form. Figures are nil where no such answer was ever given.
public struct Scorecard: Sendable, Hashable {
    /// One kind of figure for three forecasts; lower is better.
    public struct Figures: Sendable, Hashable {
        /// Everybody gets the average.
        public var baseRate: Double
        /// Profiles alone, as for two strangers.
        public var profilesOnly: Double
        /// The model.
        public var model: Double
    }

    /// One group of a calibration curve.
    public struct CalibrationPoint: Sendable, Hashable, Codable {
        /// Mean probability that was foretold.
        public var foretold: Double
        /// Share that came true.
        public var happened: Double
        /// Number of decisions.
        public var count: Int
    }

    /// Dyads that were left out.
    public var dyads = 0
    /// Log loss of the decision to continue, both directions pooled.
    public var decisionLogLoss: Figures?
    /// Brier score of the same.
    public var decisionBrier: Figures?
    /// Log loss of both going on.
    public var bothLogLoss: Figures?
    /// Root mean squared error of success, in scale points.
    public var successError: Figures?
    /// Calibration curve of the decision: ten groups of equal size, from the least to the most likely.
    public var calibration: [CalibrationPoint] = []
    /// Whether likeness and products of profiles made forecasts of pairs better; where not, the model leaves
    /// them out.
    public var relationshipPays = true

    /// Mean distance of the calibration curve from the truth, weighted by group size; nil without decisions.
    public var calibrationError: Double? {
        let total = calibration.reduce(0) { $0 + $1.count }
        if total == 0 { return nil }
        return calibration.reduce(0) { $0 + abs($1.foretold - $1.happened) * Double($1.count) }
            / Double(total)
    }

    /// A scorecard of nothing.
    init() {}
}
