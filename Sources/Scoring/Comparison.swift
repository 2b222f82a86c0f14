import Domain

/// Tallies what several forecasts said of the same held-out sheets.
struct Comparison {
    /// A forecast of each, and what happened.
    private typealias Row = (forecasts: [Double], outcome: Double)
    private var decisions: [Row] = []
    private var both: [Row] = []
    private var successes: [Row] = []
    private let sheets: Int

    /// Of several sheets of one rater about one target the last counts.
    init(_ snapshot: Snapshot, _ held: SheetTable, _ forecasters: [any Forecaster]) {
        sheets = held.count
        var pairs: [UInt64: [Sheet?]] = [:]
        for index in 0..<held.count {
            let sheet = held[index]
            let direction = snapshot.side(of: sheet.rater) == .a ? 0 : 1
            let (a, b) = direction == 0 ? (sheet.rater, sheet.target) : (sheet.target, sheet.rater)
            pairs[Posterior.pairKey(a, b), default: [nil, nil]][direction] = sheet
        }
        for key in pairs.keys.sorted() {
            let (a, b) = (Int(key >> 32), Int(key & 0xFFFF_FFFF))
            let forecasts = forecasters.map { $0.forecast(a, b) }
            add(forecasts, pairs[key] ?? [])
        }
    }

    private mutating func add(_ forecasts: [PairForecast], _ sheets: [Sheet?]) {
        for (direction, sheet) in sheets.enumerated() {
            if let success = sheet?.success {
                successes.append((forecasts.map { $0.successes[direction] }, success))
            }
            if let decision = sheet?.wouldContinue {
                decisions.append((forecasts.map { $0.decisions[direction] }, decision ? 1 : 0))
            }
        }
        let decided = sheets.compactMap { $0?.wouldContinue }
        guard decided.count == 2 else { return }
        both.append((forecasts.map(\.both), decided[0] && decided[1] ? 1 : 0))
    }

    func evaluation(relationshipPays: Bool) -> Evaluation {
        Evaluation(
            sheets: sheets, decisionLogLoss: Self.figures(decisions, Self.logLoss),
            decisionBrier: Self.figures(decisions, Self.squared),
            bothLogLoss: Self.figures(both, Self.logLoss),
            bothBrier: Self.figures(both, Self.squared),
            successError: Self.figures(successes, Self.squared) { $0.squareRoot() },
            calibration: Scorecard.CalibrationPoint.curve(
                decisions.map { (foretold: $0.forecasts[$0.forecasts.count - 1], outcome: $0.outcome) }),
            relationshipPays: relationshipPays)
    }

    private static func figures(
        _ rows: [Row], _ loss: (Double, Double) -> Double, _ finish: (Double) -> Double = { $0 }
    ) -> Evaluation.Figures? {
        guard let first = rows.first else { return nil }
        let means = first.forecasts.indices.map { index in
            finish(rows.reduce(0) { $0 + loss($1.forecasts[index], $1.outcome) } / Double(rows.count))
        }
        return Evaluation.Figures(
            baseRate: means[0], personMeans: means[1], additive: means[2], profilesOnly: means[3],
            withoutRelationship: means[4], model: means[5])
    }

    static func logLoss(_ forecast: Double, _ outcome: Double) -> Double {
        let held = min(1 - 1e-6, max(1e-6, forecast))
        return -(outcome * Double.logarithm(held) + (1 - outcome) * Double.logarithm(1 - held))
    }

    private static func squared(_ forecast: Double, _ outcome: Double) -> Double {
        (forecast - outcome) * (forecast - outcome)
    }
}

extension Scorecard.CalibrationPoint {
    /// Ten groups of equal size, from the least to the most likely.
    static func curve(_ forecasts: [(foretold: Double, outcome: Double)]) -> [Scorecard.CalibrationPoint] {
        let sorted = forecasts.sorted { $0.foretold < $1.foretold }
        return (0..<10).compactMap { group in
            let part = sorted[group * sorted.count / 10..<(group + 1) * sorted.count / 10]
            if part.isEmpty { return nil }
            let count = Double(part.count)
            return Scorecard.CalibrationPoint(
                foretold: part.reduce(0) { $0 + $1.foretold } / count,
                happened: part.reduce(0) { $0 + $1.outcome } / count, count: part.count)
        }
    }
}
