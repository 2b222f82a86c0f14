extension Scorecard {
    /// Scores predictions of dyads left out.
    init(_ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale) {
        self.init()
        dyads = unseen.dyads.count
        relationshipPays = unseen.featureGain >= 0
        var tally = Tally()
        for index in unseen.dyads.indices { tally.add(index, estimation, unseen, link, scale) }
        decisionLogLoss = tally.decisions.figures(Tally.logLoss)
        decisionBrier = tally.decisions.figures { ($0 - $1) * ($0 - $1) }
        bothLogLoss = tally.both.figures(Tally.logLoss)
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
        _ index: Int, _ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale
    ) {
        let (width, dyad) = (scale.channelCount, unseen.dyads[index])
        let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
        let place = index * width..<(index + 1) * width
        let model = link.outputs(Array(unseen.predictions[place]))
        let strangers = link.outputs(Array(unseen.strangers[place]))
        var decided: [Forecast] = []
        for direction in 0...1 {
            let decision = scale.channel(scale.decision, direction: direction)
            if kind.observed.contains(decision) {
                let slope = link.weights[2 + direction, decision]
                let unsure = estimation.parameters.people.reduce(0) { $0 + $1[decision, decision] }
                let variance = slope * slope * unseen.variances[index * width + decision]
                decided.append(
                    Forecast(
                        model: Link.probability(model[2 + direction], variance: variance),
                        strangers: Link.probability(
                            strangers[2 + direction], variance: slope * slope * unsure),
                        outcome: Calibration.probability(estimation, dyad, decision, scale)))
            }
            let success = scale.channel(scale.success, direction: direction)
            if kind.observed.contains(success) {
                let answer = Double(estimation.table.answers[dyad * width + success])
                let truth = scale.centres[scale.success] + scale.spreads[scale.success] * answer
                successes.append(
                    Forecast(model: model[direction], strangers: strangers[direction], outcome: truth))
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

    static func logLoss(_ forecast: Double, _ outcome: Double) -> Double {
        let held = min(1 - 1e-6, max(1e-6, forecast))
        return -(outcome * Double.logarithm(held) + (1 - outcome) * Double.logarithm(1 - held))
    }

    func calibration() -> [Scorecard.CalibrationPoint] {
        let sorted = decisions.sorted { $0.model < $1.model }
        return (0..<10).compactMap { group in
            let part = sorted[group * sorted.count / 10..<(group + 1) * sorted.count / 10]
            if part.isEmpty { return nil }
            let count = Double(part.count)
            return Scorecard.CalibrationPoint(
                foretold: part.reduce(0) { $0 + $1.model } / count,
                happened: part.reduce(0) { $0 + $1.outcome } / count, count: part.count)
        }
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
