import Domain

/// Mutual chemistry: how good the pair is for both, 0 ... 100.
///
/// Each direction has an *index* on the scale of log-odds: the mean of the log-odds of going on and of the
/// expected success (its place on the scale, 0 at the bottom and 1 at the top, times 4 less 2, the tangent of
/// the log-odds in the middle). The index gives the direction's own chemistry between 0 and 1, and the mutual
/// chemistry is the geometric mean of both, in percent: 90 and 10 make 30, not 50, so a pair that suits one
/// side only is not called good.
struct Chemistry {
    /// Posterior mean (of the linearised chemistry), 0 ... 100.
    let mean: Double
    /// Posterior variance, by linearisation at the mean.
    let variance: Double
    /// Points that one unit of each of the four outputs adds.
    let gradient: SIMD4<Double>

    /// From the four outputs of ``Link`` and their covariance.
    init(_ outputs: [Double], _ covariance: Matrix, scale: Scale) {
        let weights = (success: Chemistry.successSlope(scale), decision: 0.5)
        var parts = SIMD2<Double>()
        for direction in 0...1 {
            let (success, decision) = (direction, 2 + direction)
            let variance =
                weights.success * weights.success * covariance[success, success]
                + weights.decision * weights.decision * covariance[decision, decision]
                + 2 * weights.success * weights.decision * covariance[success, decision]
            let index = Chemistry.index(success: outputs[success], logOdds: outputs[decision], scale)
            parts[direction] = Link.probability(index, variance: variance)
        }
        mean = 100 * (parts[0] * parts[1]).squareRoot()
        var gradient = SIMD4<Double>()
        for direction in 0...1 {
            let steepness = mean * 0.5 * (1 - parts[direction])
            gradient[direction] = steepness * weights.success
            gradient[2 + direction] = steepness * weights.decision
        }
        self.gradient = gradient
        variance = max(0, covariance.quadraticForm(gradient))
    }

    /// Weight of one scale point of success in the index of a direction.
    static func successSlope(_ scale: Scale) -> Double { 2 / (scale.max - scale.min) }

    /// Index of one direction.
    static func index(success: Double, logOdds: Double, _ scale: Scale) -> Double {
        let place = (success - scale.min) / (scale.max - scale.min)
        return 0.5 * logOdds + 0.5 * (4 * place - 2)
    }
}
