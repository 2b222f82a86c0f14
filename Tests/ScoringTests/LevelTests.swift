import Domain
import Testing

@testable import Scoring

@Suite struct LevelTests {
    private static let table = (0..<2).map {
        Factor(key: "f\($0)", label: "F\($0)", reference: Reference(3, 4, 5.5))
    }

    private static func snapshot(great: @escaping (Double) -> Double, share: Double = 0.7) -> Snapshot {
        var snapshot = SampleAlliance.make(14, 14, share: share)
        snapshot.alliance.instrument.factors = table
        let sheets = snapshot.sheets
        snapshot.sheets = SheetTable(factorCount: 2)
        for index in 0..<sheets.count {
            var sheet = sheets[index]
            let mean = sheet.ratings.compactMap { $0 }.reduce(0, +) / 2
            sheet.success = max(1, min(7, great(mean)))
            snapshot.sheets.append(sheet)
        }
        return snapshot
    }

    @Test func `levels add up to one and rise with what is expected of the factors`() throws {
        let posterior = try fit(Self.snapshot { $0 }, on: SampleAlliance.today)
        var pairs: [(success: Double, great: Double)] = []
        for a in 0..<14 {
            for b in 14..<28 {
                let prediction = posterior.prediction(of: a, with: b)
                let levels = try #require(prediction.levels)
                #expect(abs(levels.slight + levels.medium + levels.great - 1) < 1e-9)
                #expect(min(levels.slight, levels.medium, levels.great) >= 0)
                pairs.append((prediction.successA + prediction.successB, levels.great))
            }
        }
        pairs.sort { $0.success < $1.success }
        let (low, high) = (pairs.prefix(40), pairs.suffix(40))
        #expect(high.reduce(0) { $0 + $1.great } > low.reduce(0) { $0 + $1.great } + 2)
    }

    @Test func `before any outcome the table's means are read as their levels`() throws {
        let instrument = Instrument(scale: Scale(min: 1, max: 7), factors: Self.table)
        let scale = AnswerScale(prior: instrument)
        let prior = Hyperparameters(prior: instrument, scale: scale, fields: 0, features: 0)
        let reading = try #require(LevelReading(instrument, scale, prior, dyads: 0))
        func levels(_ rating: Double) -> LevelProbabilities {
            var answers = [Double](repeating: 0, count: scale.channelCount)
            for channel in answers.indices where channel % scale.answerCount < 2 {
                answers[channel] = (rating - scale.centres[0]) / scale.spreads[0]
            }
            return reading.probabilities(answers, Matrix(scale.channelCount, scale.channelCount))
        }
        #expect(levels(3).slight > 0.5 && levels(5.5).great > 0.5)
        #expect(levels(4.25).medium > levels(3).medium && levels(4.25).medium > levels(5.5).medium)
        // Thresholds are halfway between the levels.
        #expect(abs(levels(3.5).slight - 0.5) < 1e-9)
        #expect(abs(levels(4.75).great - 0.5) < 1e-9)
    }

    @Test(arguments: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    func `an outcome on a border belongs to the upper level, however it is rounded`(share: Double) throws {
        // 3 and 5 are thirds of 1...7.
        let onBorder = try fit(
            Self.snapshot(great: { $0 < 4 ? 3 : 5 }, share: share), on: SampleAlliance.today)
        let above = try fit(
            Self.snapshot(great: { $0 < 4 ? 3.001 : 5.001 }, share: share), on: SampleAlliance.today)
        for (a, b) in [(0, 14), (3, 20), (13, 27)] {
            let one = try #require(onBorder.prediction(of: a, with: b).levels)
            let two = try #require(above.prediction(of: a, with: b).levels)
            #expect(
                abs(one.slight - two.slight) < 0.01 && abs(one.great - two.great) < 0.01, "\(one), \(two)")
        }
    }

    @Test func `recorded outcomes move the levels`() throws {
        // The same factors, where everybody succeeds and where nobody does.
        let (lucky, unlucky) = (
            try fit(Self.snapshot { $0 + 2.5 }, on: SampleAlliance.today),
            try fit(Self.snapshot { $0 - 2.5 }, on: SampleAlliance.today)
        )
        let (one, two) = (
            try #require(lucky.prediction(of: 3, with: 20).levels),
            try #require(unlucky.prediction(of: 3, with: 20).levels)
        )
        #expect(one.great > two.great + 0.3)
        #expect(two.slight > one.slight + 0.3)
    }
}
