/// What the model would have foretold of each dyad had it not seen that dyad: in closed form, no refit.
///
/// Removes a dyad's own answers from the two people's effects, and each person from the regression on
/// profiles that centres them. What is left in is of second order: other people's effects saw the dyad.
struct LeaveOneOut {
    /// Predicted standardised answers, `dyads × channels`.
    var predictions: [Double]
    /// Variance of each prediction that comes from not knowing the two people, `dyads × channels`.
    var variances: [Double]
    /// Predictions of what two strangers with these profiles would answer, `dyads × channels`.
    var strangers: [Double]
    /// By how much the features of dyads lower the mean squared error of all answers: below 0, they do harm.
    var featureGain = 0.0
    /// The dyads predicted, as rows of the table.
    var dyads: [Int]

    /// Predicts at most `limit` dyads, evenly spread. O(limit × channels³).
    init(_ estimation: Estimation, limit: Int = 20_000) {
        let count = estimation.table.count
        let step = max(1, (count + limit - 1) / limit)
        dyads = Array(stride(from: 0, to: count, by: step))
        predictions = []
        strangers = []
        variances = []
        predictions.reserveCapacity(dyads.count * estimation.channelCount)
        var precisions = [Matrix?](repeating: nil, count: estimation.sides.count)
        let fills = estimation.table.classes.map { estimation.fill(of: $0) }
        for dyad in dyads {
            let a = Int(estimation.table.personA[dyad])
            let b = Int(estimation.table.personB[dyad])
            let one = Self.cavity(estimation, a, without: dyad, &precisions[a])
            let two = Self.cavity(estimation, b, without: dyad, &precisions[b])
            let offset = Self.offset(estimation, dyad, fills)
            let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
            for channel in kind.observed {
                let answer = Double(estimation.table.answers[dyad * estimation.channelCount + channel])
                let without =
                    answer - estimation.parameters.means[channel] - one.mean[channel] - two.mean[channel]
                let with = without - offset[channel]
                featureGain += without * without - with * with
            }
            for channel in 0..<estimation.channelCount {
                let fixed = estimation.parameters.means[channel] + offset[channel]
                predictions.append(fixed + one.mean[channel] + two.mean[channel])
                variances.append(one.variance[channel] + two.variance[channel])
                let (first, second) = (
                    a * estimation.channelCount + channel, b * estimation.channelCount + channel
                )
                strangers.append(fixed + estimation.expected[first] + estimation.expected[second])
            }
        }
    }

    /// Effects of a person without one of their dyads.
    private static func cavity(
        _ estimation: Estimation, _ person: Int, without dyad: Int, _ known: inout Matrix?
    ) -> (mean: [Double], variance: [Double]) {
        let width = estimation.channelCount
        let base = person * width
        let kind = Int(estimation.table.classOf[dyad])
        let weight = estimation.precisions[kind]
        let effect = Array(estimation.effects[base..<base + width])
        if known == nil {
            let covariance = Array(estimation.covariances[base * width..<(base + width) * width])
            known = Matrix(width, width, values: covariance).inverted().inverse
        }
        guard var precision = known else { return (effect, effect) }
        var linear = effect * precision
        var residual = [Double](repeating: 0, count: width)
        estimation.residual(dyad, estimation.table.classes[kind], &residual)
        for channel in estimation.table.classes[kind].observed { residual[channel] += effect[channel] }
        let told = residual * weight
        for channel in 0..<width { linear[channel] -= told[channel] }
        precision.add(weight, times: -1)
        let cavity = precision.inverted().inverse
        return (linear * cavity, cavity.diagonal)
    }

    /// What the features say of a dyad, with the weights as they would be without it.
    private static func offset(_ estimation: Estimation, _ dyad: Int, _ fills: [Matrix]) -> [Double] {
        let (width, count) = (estimation.channelCount, estimation.featureCount)
        var offset = (0..<width).map { Double(estimation.offsets[dyad * width + $0]) }
        if count == 0 { return offset }
        let features = (0..<count).map { Double(estimation.features[dyad * count + $0]) }
        let ridge = estimation.featureRidge
        let leverages = ridge.leverages(features).map { min(0.95, $0) }
        let kind = Int(estimation.table.classOf[dyad])
        var residual = [Double](repeating: 0, count: width)
        estimation.residual(dyad, estimation.table.classes[kind], &residual)
        var canonical = Matrix(1, width, values: fills[kind] * residual) * ridge.transform
        for outcome in 0..<width { canonical[0, outcome] *= leverages[outcome] / (1 - leverages[outcome]) }
        let removed = canonical * ridge.inverseTransform
        for channel in 0..<width { offset[channel] -= removed[0, channel] }
        return offset
    }
}
