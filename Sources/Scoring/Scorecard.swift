/// How well a posterior foretells dyads it has not seen: each dyad of the table left out in turn, in closed
/// form. Nil where no such answer was ever given.
public struct Scorecard: Sendable, Hashable {
    /// Dyads that were left out.
    public var dyads = 0
    /// Log loss of the decision to continue, both directions pooled.
    public var decisionLogLoss: Double?
    /// The same when everybody gets the average.
    public var baseRateLogLoss: Double?
    /// Root mean squared error of success, in scale points.
    public var successError: Double?
    /// The same when everybody gets the average.
    public var baseSuccessError: Double?

    /// A scorecard of nothing.
    init() {}

    /// Scores predictions of dyads left out.
    init(_ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale) {
        dyads = unseen.dyads.count
        let width = scale.channelCount
        var (loss, decisions, positives) = (0.0, 0.0, 0.0)
        var (squares, baseSquares, successes) = (0.0, 0.0, 0.0)
        for (index, dyad) in unseen.dyads.enumerated() {
            let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
            let outputs = link.outputs(Array(unseen.predictions[index * width..<(index + 1) * width]))
            for direction in 0...1 {
                let decision = scale.channel(scale.decision, direction: direction)
                if kind.observed.contains(decision) {
                    let outcome = Calibration.probability(estimation, dyad, decision, scale)
                    let slope = link.weights[2 + direction, decision]
                    let variance = slope * slope * unseen.variances[index * width + decision]
                    let p = Link.probability(outputs[2 + direction], variance: variance)
                    loss -= outcome * Double.logarithm(p) + (1 - outcome) * Double.logarithm(1 - p)
                    decisions += 1
                    positives += outcome
                }
                let success = scale.channel(scale.success, direction: direction)
                if kind.observed.contains(success) {
                    let answer = Double(estimation.table.answers[dyad * width + success])
                    let spread = scale.spreads[scale.success]
                    let error = scale.centres[scale.success] + spread * answer - outputs[direction]
                    squares += error * error
                    baseSquares += answer * answer * spread * spread
                    successes += 1
                }
            }
        }
        if decisions > 0 {
            let rate = min(1 - 1e-6, max(1e-6, positives / decisions))
            decisionLogLoss = loss / decisions
            baseRateLogLoss = -(rate * Double.logarithm(rate) + (1 - rate) * Double.logarithm(1 - rate))
        }
        if successes > 0 {
            successError = (squares / successes).squareRoot()
            baseSuccessError = (baseSquares / successes).squareRoot()
        }
    }
}
