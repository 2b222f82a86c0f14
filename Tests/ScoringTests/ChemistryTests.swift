import Domain
import Testing

@testable import Scoring

@Suite struct ChemistryTests {
    @Test func `a wide gap between the two sides is not good chemistry`() {
        let scale = Scale(min: 1, max: 7)
        let sure = Matrix(4, 4)
        func chemistry(_ a: Double, _ b: Double) -> Double {
            Chemistry([4 + a, 4 + b, 2 * a, 2 * b], sure, scale: scale).mean
        }
        #expect(abs(chemistry(0, 0) - 50) < 1e-9)
        for gap in [0.5, 1, 2, 3] {
            #expect(chemistry(gap, -gap) < chemistry(gap / 2, -gap / 2))
            #expect(chemistry(gap, -gap) < 50)
            #expect(abs(chemistry(gap, -gap) - chemistry(-gap, gap)) < 1e-9)
        }
        #expect(chemistry(3, -3) < 25)
    }

    /// How steep chemistry is in its index.
    private static func slope(_ chemistry: Double) -> Double { chemistry * (100 - chemistry) }

    @Test func `what a trial is expected to teach is about what it teaches`() throws {
        let posterior = try fit(SampleAlliance.make(14, 14, share: 0.3), on: SampleAlliance.today)
        let untried = (0..<14).flatMap { a in (14..<28).map { (a, $0) } }.filter {
            posterior.derived.dyadOfPair[Posterior.pairKey($0.0, $0.1)] == nil
        }
        var (foretold, seen) = (0.0, 0.0)
        for (a, b) in untried.prefix(40) {
            let before = posterior.prediction(of: a, with: b)
            let expected = Double(posterior.trialVarianceReduction(rows: [a], columns: [b])[0])
            let variance = before.chemistrySD * before.chemistrySD
            #expect(expected > 0 && expected < variance)
            var after = posterior
            // What is expected anyway, so that the mean, on which the slope depends, moves little.
            for (rater, target, success, going) in [
                (a, b, before.successA, before.continueA), (b, a, before.successB, before.continueB),
            ] {
                after.record(
                    Sheet(
                        rater: rater, target: target, day: SampleAlliance.today, ratings: [nil, nil],
                        success: success, wouldContinue: going > 0.5))
            }
            let then = after.prediction(of: a, with: b)
            let left = then.chemistrySD * Self.slope(before.chemistry) / Self.slope(then.chemistry)
            foretold += expected
            seen += variance - left * left
            let again = after.trialVarianceReduction(rows: [a], columns: [b])[0]
            #expect(Double(again) < expected)
        }
        #expect(foretold / seen > 0.6 && foretold / seen < 1.7, "\(foretold / seen)")
    }
}
