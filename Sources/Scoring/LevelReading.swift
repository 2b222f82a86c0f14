import Domain

/// Reads the level of success (slight, medium, great) from the expected answers to the factors: an ordinal link.
///
///     P(above level j) = σ(slope · (index − thresholds[j]))
///
/// The index is a weighted sum of the factors, scaled so that the reference means of slight and great lie 1 apart. Weights,
/// slope and thresholds start from the reference table: a factor that separates the levels well counts more, and the
/// thresholds lie halfway between the table's levels. They move to what foretells success here, as recorded outcomes arrive
/// (``LevelOutcomes``). Source: proportional odds, McCullagh 1980.
struct LevelReading: Sendable {
    /// Weight of each standardised channel in the index, both directions alike.
    let weights: [Double]
    /// The index at standardised answers of zero.
    let constant: Double
    /// Steepness and the two thresholds.
    private(set) var curve: LevelCurve
    /// Dyads after which the alliance's own weights count as much as the table's.
    private static let tableDyads = 100.0

    /// The reading before outcomes; nil when the instrument has no reference means that differ.
    init?(_ instrument: Instrument, _ scale: AnswerScale, _ parameters: Hyperparameters, dyads: Int) {
        let known = instrument.factors.indices.filter { instrument.factors[$0].reference != nil }
        let references = known.compactMap { instrument.factors[$0].reference }
        let noise = 0.2 * (instrument.scale.max - instrument.scale.min)
        let table = references.map { max(0, $0.great - $0.slight) }
        guard let first = Self.normalised(table, references) else { return nil }
        let own = LevelReading.ownWeights(known, scale, parameters)
        let second = Self.normalised(own, references) ?? first
        let share = Double(dyads) / (Double(dyads) + Self.tableDyads)
        let blend = zip(first, second).map { (1 - share) * $0 + share * $1 }
        var weights = [Double](repeating: 0, count: scale.channelCount)
        var constant = 0.0
        for (weight, factor) in zip(blend, known) {
            constant += weight * scale.centres[factor]
            for direction in 0...1 {
                weights[scale.channel(factor, direction: direction)] = weight * scale.spreads[factor] / 2
            }
        }
        self.weights = weights
        self.constant = constant
        curve = LevelCurve(prior: blend, references, noise: noise)
    }

    /// The same with a curve that outcomes have moved.
    func with(_ curve: LevelCurve) -> LevelReading {
        var result = self
        result.curve = curve
        return result
    }

    /// Weights with which the factors of one direction foretell success, in scale points.
    private static func ownWeights(
        _ known: [Int], _ scale: AnswerScale, _ parameters: Hyperparameters
    ) -> [Double] {
        var total = parameters.dyad
        total.add(parameters.people[0])
        total.add(parameters.people[1])
        var covariance = Matrix(known.count, known.count)
        var right = Matrix(known.count, 1)
        for direction in 0...1 {
            let success = scale.channel(scale.success, direction: direction)
            for (i, one) in known.enumerated() {
                let row = scale.channel(one, direction: direction)
                right[i, 0] += total[row, success]
                for (j, two) in known.enumerated() {
                    covariance[i, j] += total[row, scale.channel(two, direction: direction)]
                }
            }
        }
        let solution = covariance.solve(right).values
        return zip(solution, known).map { max(0, $0) / scale.spreads[$1] }
    }

    /// Weights scaled so that great lies 1 above slight; nil when they do not separate the levels.
    private static func normalised(_ weights: [Double], _ references: [Reference]) -> [Double]? {
        let gap = zip(weights, references).reduce(0) { $0 + $1.0 * ($1.1.great - $1.1.slight) }
        return gap > 1e-9 ? weights.map { $0 / gap } : nil
    }

    /// The index of a row of standardised answers.
    func index(_ answers: some Sequence<Double>) -> Double {
        zip(weights, answers).reduce(constant) { $0 + $1.0 * $1.1 }
    }

    /// Probabilities of the levels of a pair with these expected standardised answers and this covariance.
    func probabilities(_ answers: [Double], _ covariance: Matrix) -> LevelProbabilities {
        curve.probabilities(index(answers), variance: covariance.quadraticForm(weights))
    }
}

/// Steepness and thresholds of the levels of success along the index.
struct LevelCurve: Sendable, Hashable {
    /// Log-odds that one unit of the index adds; positive.
    var slope: Double
    /// Where medium begins, and where great begins: not below it.
    var thresholds: [Double]

    /// Puts a curve together.
    init(slope: Double, thresholds: [Double]) {
        self.slope = slope
        self.thresholds = thresholds
    }

    /// From the reference table alone: thresholds halfway between its levels, and the mean slope of the log-odds of
    /// neighbouring levels where the answers of each scatter normally.
    init(prior weights: [Double], _ references: [Reference], noise: Double) {
        let levels = [\Reference.slight, \Reference.medium, \Reference.great].map { level in
            zip(weights, references).reduce(0) { $0 + $1.0 * $1.1[keyPath: level] }
        }
        // Half of the noise of a factor is its own and averages out over the factors, half is shared.
        let single = weights.reduce(0) { $0 + $1 * $1 }
        let shared = weights.reduce(0, +) * weights.reduce(0, +)
        let within = max(1e-6, (0.5 * single + 0.5 * shared) * noise * noise / 2)
        slope = 0.5 / within
        let middles = [(levels[0] + levels[1]) / 2, (levels[1] + levels[2]) / 2]
        thresholds = [min(middles[0], middles[1]), max(middles[0], middles[1])]
    }

    /// Probabilities at an index that is known with this variance.
    func probabilities(_ index: Double, variance: Double) -> LevelProbabilities {
        let damping = Link.damping(variance: slope * slope * max(0, variance))
        let above = thresholds.map { Double.logistic(slope * (index - $0) * damping) }
        return LevelProbabilities(slight: 1 - above[0], medium: above[0] - above[1], great: above[1])
    }
}
