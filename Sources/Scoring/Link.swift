/// From the standardised answers that the model predicts to what people ask for: expected success of both
/// directions in scale points, the log-odds of both decisions, and how the two decisions hang together.
struct Link: Sendable, Hashable {
    /// Rows: success of a about b, success of b about a, log-odds of a, log-odds of b. Columns: channels.
    var weights: Matrix
    /// Constants of the four rows.
    var constants: [Double]
    /// Correlation of the two decisions of a dyad, given their probabilities.
    var dependence: Double

    /// What ``dependence`` is expected to be where nothing is known.
    static let usualDependence = 0.05

    /// Puts a link together from stored parts.
    init(weights: Matrix, constants: [Double], dependence: Double) {
        self.weights = weights
        self.constants = constants
        self.dependence = dependence
    }

    /// The link before any decision is known: the model's own success, and the tangent of the log-odds.
    ///
    /// The log-odds of somebody fully known are steeper than that tangent: just so much that, damped by the
    /// variance between strangers (`people`, both sides' covariances), they come back to it.
    init(prior scale: AnswerScale, people: [Matrix]) {
        weights = Matrix(4, scale.channelCount)
        constants = [Double](repeating: 0, count: 4)
        dependence = Self.usualDependence
        for direction in 0...1 {
            weights[direction, scale.channel(scale.success, direction: direction)] =
                scale.spreads[scale.success]
            constants[direction] = scale.centres[scale.success]
            let (centre, spread) = (scale.centres[scale.decision], scale.spreads[scale.decision])
            let held = min(0.98, max(0.02, centre))
            let channel = scale.channel(scale.decision, direction: direction)
            let tangent = spread / (held * (1 - held))
            let unsure = people.reduce(0) { $0 + $1[channel, channel] }
            let steepness = max(0.25, 1 - Double.pi / 8 * tangent * tangent * unsure)
            weights[2 + direction, channel] = tangent / steepness.squareRoot()
            constants[2 + direction] = Double.logit(held)
        }
    }

    /// The four outputs of rows of standardised answers, `rows × 4`.
    func outputs(ofRows answers: [Double]) -> Matrix {
        let width = weights.columns
        var result = Matrix(answers.count / width, width, values: answers) * weights.transposed
        for row in 0..<result.rows {
            for output in 0..<4 { result[row, output] += constants[output] }
        }
        return result
    }

    /// Probability of an event whose log-odds are normal with this mean and variance (probit approximation).
    /// Source: MacKay 1992, doi:10.1162/neco.1992.4.5.720.
    static func probability(_ logOdds: Double, variance: Double) -> Double {
        Double.logistic(logOdds * damping(variance: variance))
    }

    /// What log-odds of this variance are multiplied with.
    static func damping(variance: Double) -> Double {
        1 / (1 + Double.pi / 8 * max(0, variance)).squareRoot()
    }

    /// Probability that both go on, from the two probabilities and the covariance of the two log-odds that
    /// comes from not knowing the people (choosy people may be popular ones).
    func both(_ one: Double, _ two: Double, covariance: Double) -> Double {
        let (first, second) = (one * (1 - one), two * (1 - two))
        let joint = one * two + dependence * (first * second).squareRoot() + first * second * covariance
        return min(min(one, two), max(max(0, one + two - 1), joint))
    }
}
