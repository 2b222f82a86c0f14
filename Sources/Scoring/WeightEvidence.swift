/// What the sheets of one alliance say of weights, whatever other alliances taught it before.
///
/// Weights that a regression learns are drawn towards where they began, the more the less was learned. Alliances that teach
/// one another must not hand on what they were only told: so what is taught are the weights as the alliance's own sheets
/// have them, not drawn anywhere, and how reliable they are.
struct WeightEvidence: Sendable, Hashable {
    /// Weights as the sheets alone have them.
    var weights: Matrix
    /// Share of what they might have been that the sheets settled, 0 to 1: see ``MultivariateRidge/reliability(_:)``.
    var reliability: Double

    /// Share of the variance of a weight that alliances of one installation have in common: they ask the same people the same
    /// questions, but sell other things. Not learned: sixteen alliances are too few to tell.
    static let commonShare = 0.6
    /// Less than this is told by chance, and would be blown up.
    static let leastReliability = 0.02

    /// Takes back what drew weights to where they began.
    ///
    /// - Parameters:
    ///   - beginning: what other alliances taught.
    ///   - learned: what was learned beyond it.
    init(beginning: Matrix, learned: Matrix, reliability: Double) {
        self.reliability = reliability < Self.leastReliability ? 0 : reliability
        weights = beginning
        if self.reliability > 0 { weights.add(learned, times: 1 / reliability) }
    }

    /// Puts evidence together from stored parts.
    init(weights: Matrix, reliability: Double) {
        self.weights = weights
        self.reliability = reliability
    }

    /// How much evidence of this reliability counts beside the expectation that a weight is 0, which counts 1:
    /// precision of the evidence about what alliances have in common, over the precision of that expectation.
    static func count(reliability: Double) -> Double {
        reliability > 0 ? commonShare / (1 / reliability - commonShare) : 0
    }
}
