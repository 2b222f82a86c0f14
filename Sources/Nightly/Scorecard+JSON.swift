import Foundation
import Scoring

extension Scorecard {
    /// As it is stored and shown: a JSON object, figures with four places.
    var json: String {
        let shown = ShownScorecard(
            dyads: dyads,
            decisionLogLoss: decisionLogLoss.map(ShownFigures.init),
            decisionBrier: decisionBrier.map(ShownFigures.init),
            bothLogLoss: bothLogLoss.map(ShownFigures.init),
            successError: successError.map(ShownFigures.init),
            calibration: calibration.map {
                ShownPoint(foretold: $0.foretold.shown, happened: $0.happened.shown, decisions: $0.count)
            }, calibrationError: calibrationError?.shown)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Whole and finite numbers only: nothing of it can fail to be written.
        return (try? String(decoding: encoder.encode(shown), as: UTF8.self)) ?? "{}"
    }
}

private struct ShownScorecard: Encodable {
    var dyads: Int
    var decisionLogLoss: ShownFigures?
    var decisionBrier: ShownFigures?
    var bothLogLoss: ShownFigures?
    var successError: ShownFigures?
    var calibration: [ShownPoint]
    var calibrationError: Double?
}

private struct ShownFigures: Encodable {
    var random: Double
    var profilesOnly: Double
    var model: Double

    init(_ figures: Scorecard.Figures) {
        random = figures.baseRate.shown
        profilesOnly = figures.profilesOnly.shown
        model = figures.model.shown
    }
}

private struct ShownPoint: Encodable {
    var foretold: Double
    var happened: Double
    var decisions: Int
}

extension Double {
    /// With four places.
    var shown: Double { (self * 10_000).rounded() / 10_000 }
}
