import Domain

/// Reads the level of success (slight, medium, great) from the expected answers to the factors.
///
/// A weighted sum of the factors, scaled so that the reference means of slight and great lie 1 apart, is
/// compared with the three reference means. The weights start from the reference table (a factor that
/// separates the levels well counts more) and move to those with which the alliance's own sheets foretell
/// success, as such sheets arrive. Source of the comparison: linear discriminant analysis, Fisher 1936.
struct LevelReading: Sendable {
    /// Weight of each standardised channel in the sum, both directions alike.
    private let weights: [Double]
    /// The sum at standardised answers of zero.
    private let constant: Double
    /// The sum at the reference means of the three levels.
    private let levels: [Double]
    /// Variance of the sum among pairs of one level.
    private let withinVariance: Double
    /// Dyads after which the alliance's own weights count as much as the table's.
    private static let tableDyads = 100.0

    /// Nil when the instrument has no reference means that differ.
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
        levels = [\Reference.slight, \Reference.medium, \Reference.great].map { level in
            zip(blend, references).reduce(0) { $0 + $1.0 * $1.1[keyPath: level] }
        }
        // Half of the noise of a factor is its own and averages out over the factors, half is shared.
        let single = blend.reduce(0) { $0 + $1 * $1 }
        let shared = blend.reduce(0, +) * blend.reduce(0, +)
        withinVariance = max(1e-6, (0.5 * single + 0.5 * shared) * noise * noise / 2)
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

    /// Probabilities of the levels of a pair with these expected standardised answers and this covariance.
    func probabilities(_ answers: [Double], _ covariance: Matrix) -> LevelProbabilities {
        let sum = zip(weights, answers).reduce(constant) { $0 + $1.0 * $1.1 }
        let variance = withinVariance + max(0, covariance.quadraticForm(weights))
        let exponents = levels.map { -($0 - sum) * ($0 - sum) / (2 * variance) }
        let highest = exponents.max() ?? 0
        let likelihoods = exponents.map { Double.exponential($0 - highest) }
        let total = likelihoods.reduce(0, +)
        return LevelProbabilities(
            slight: likelihoods[0] / total, medium: likelihoods[1] / total, great: likelihoods[2] / total)
    }
}
