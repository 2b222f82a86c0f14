import Domain
import Foundation
import Scoring
import Storage

/// Finds once a day how well the model and simpler forecasts foretell sheets that are kept from them.
struct HoldOutDesk {
    let store: BatchStore
    let teachers: Teachers

    /// How much is kept back: as `rapport scorecard` does unless it is told otherwise.
    private static let holdOut = HoldOut.dyads(share: 0.3, seed: 1)
    /// A day, less what lets it happen at about the same time of each.
    private static let pause: TimeInterval = 20 * 3600
    /// With fewer, those that are kept back say nothing: not even a hundred are foretold.
    private static let fewestSheets = 300
    /// It takes three fits and more; beyond this they would keep refits of new sheets waiting for minutes.
    private static let mostSheets = 200_000

    /// Evaluates unless that was done today, there are too few sheets or too many, or too few raters have answered since.
    ///
    /// - Parameter record: the alliance with its sheets, just fitted.
    func evaluateDaily(_ record: AllianceRecord, at instant: Date) async throws {
        let last = try await store.heldOutAt(of: record.id)
        guard last.map({ instant.timeIntervalSince($0) >= Self.pause }) ?? true,
            (Self.fewestSheets...Self.mostSheets).contains(record.snapshot.sheets.count),
            try await store.raters(of: record.id, since: last) >= BatchStore.fewestNewRaters
        else { return }
        let pooled = try await teachers.pooledPrior(without: record.id, at: instant)
        let evaluation = try evaluate(
            record.snapshot, on: Day(instant), from: pooled, holdingOut: Self.holdOut)
        try await store.save(heldOut: try evaluation?.json, of: record.id, at: instant)
    }
}

extension Evaluation {
    /// As it is stored and shown: a JSON object, figures with four places.
    fileprivate var json: String {
        get throws {
            let figures = [
                ("decisionLogLoss", decisionLogLoss), ("decisionBrier", decisionBrier),
                ("bothLogLoss", bothLogLoss), ("bothBrier", bothBrier), ("successError", successError),
            ].compactMap { name, figures in figures.map { (name, ShownForecasts($0)) } }
            let shown = ShownEvaluation(
                sheets: sheets, losses: Dictionary(uniqueKeysWithValues: figures))
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(shown), as: UTF8.self)
        }
    }
}

private struct ShownEvaluation: Encodable {
    var sheets: Int
    var losses: [String: ShownForecasts]
}

/// One figure for each forecast, as people call them.
private struct ShownForecasts: Encodable {
    var random: Double
    var personMeans: Double
    var additiveOnly: Double
    var profilesOnly: Double
    var model: Double

    init(_ figures: Evaluation.Figures) {
        random = figures.baseRate.shown
        personMeans = figures.personMeans.shown
        additiveOnly = figures.additive.shown
        profilesOnly = figures.profilesOnly.shown
        model = figures.model.shown
    }
}
