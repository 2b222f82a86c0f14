extension Scorecard {
    /// Scores predictions of dyads left out.
    init(_ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale) {
        self.init()
        dyads = unseen.dyads.count
        var tally = Tally()
        let model = link.outputs(ofRows: unseen.predictions)
        let strangers = link.outputs(ofRows: unseen.strangers)
        for index in unseen.dyads.indices {
            tally.add(index, estimation, unseen, link, scale, model, strangers)
        }
        decisionLogLoss = tally.decisions.figures(Comparison.logLoss)
        decisionBrier = tally.decisions.figures { ($0 - $1) * ($0 - $1) }
        bothLogLoss = tally.both.figures(Comparison.logLoss)
        successError = tally.successes.figures { ($0 - $1) * ($0 - $1) }.map {
            Figures(
                baseRate: $0.baseRate.squareRoot(), profilesOnly: $0.profilesOnly.squareRoot(),
                model: $0.model.squareRoot())
        }
        calibration = tally.calibration()
    }
}

/// Forecasts of dyads left out, and what happened.
private struct Tally {
    var decisions: [Forecast] = []
    var both: [Forecast] = []
    var successes: [Forecast] = []

    mutating func add(
        _ index: Int, _ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale,
        _ model: Matrix, _ strangers: Matrix
    ) {
        let (width, dyad) = (scale.channelCount, unseen.dyads[index])
        let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
        var decided: [Forecast] = []
        for direction in 0...1 {
            let decision = scale.channel(scale.decision, direction: direction)
            if kind.observed.contains(decision) {
                let slope = link.weights[2 + direction, decision]
                let unsure = estimation.parameters.people.reduce(0) { $0 + $1[decision, decision] }
                let variance = slope * slope * unseen.variances[index * width + decision]
                decided.append(
                    Forecast(
                        model: Link.probability(model[index, 2 + direction], variance: variance),
                        strangers: Link.probability(
                            strangers[index, 2 + direction], variance: slope * slope * unsure),
                        outcome: Calibration.probability(estimation, dyad, decision, scale)))
            }
            let success = scale.channel(scale.success, direction: direction)
            if kind.observed.contains(success) {
                let answer = Double(estimation.table.answers[dyad * width + success])
                let truth = scale.centres[scale.success] + scale.spreads[scale.success] * answer
                successes.append(
                    Forecast(
                        model: model[index, direction], strangers: strangers[index, direction], outcome: truth
                    ))
            }
        }
        decisions += decided
        guard decided.count == 2 else { return }
        both.append(
            Forecast(
                model: link.both(decided[0].model, decided[1].model, covariance: 0),
                strangers: link.both(decided[0].strangers, decided[1].strangers, covariance: 0),
                outcome: decided[0].outcome * decided[1].outcome))
    }

    func calibration() -> [Scorecard.CalibrationPoint] {
        Scorecard.CalibrationPoint.curve(decisions.map { (foretold: $0.model, outcome: $0.outcome) })
    }
}

/// What the model and the profiles alone foretold, and what happened.
private struct Forecast {
    var model: Double
    var strangers: Double
    var outcome: Double
}

extension [Forecast] {
    /// Mean loss of the three forecasts; nil when there are none.
    fileprivate func figures(_ loss: (Double, Double) -> Double) -> Scorecard.Figures? {
        if isEmpty { return nil }
        let total = Double(count)
        let mean = reduce(0) { $0 + $1.outcome } / total
        return Scorecard.Figures(
            baseRate: reduce(0) { $0 + loss(mean, $1.outcome) } / total,
            profilesOnly: reduce(0) { $0 + loss($1.strangers, $1.outcome) } / total,
            model: reduce(0) { $0 + loss($1.model, $1.outcome) } / total)
    }
}
