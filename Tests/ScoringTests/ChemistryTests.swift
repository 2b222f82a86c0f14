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

    @Test
    func `what a trial is expected to teach is less than all of its answers can, and less the second time`()
        throws
    {
        let posterior = try fit(SampleAlliance.make(14, 14, share: 0.3), on: SampleAlliance.today)
        let untried = (0..<14).flatMap { a in (14..<28).map { (a, $0) } }.filter {
            posterior.derived.dyadOfPair[Posterior.pairKey($0.0, $0.1)] == nil
        }
        for (a, b) in untried.prefix(40) {
            let expected = Double(posterior.trialVarianceReduction(rows: [a], columns: [b])[0])
            let outlook = posterior.outlook(a, b)
            let chemistry = Chemistry(
                outlook.means, outlook.covariance, scale: posterior.instrument.scale)
            // All four outputs seen with their noise: V (V + N)⁻¹ V, by a dense solve.
            var seen = outlook.covariance
            seen.add(outlook.noise)
            let most = (outlook.covariance * seen.solve(outlook.covariance)).quadraticForm(chemistry.gradient)
            #expect(expected > 0.5 * most && expected <= most * (1 + 1e-6))
            #expect(most < chemistry.variance)
            var after = posterior
            for (rater, target) in [(a, b), (b, a)] {
                after.record(
                    Sheet(
                        rater: rater, target: target, day: SampleAlliance.today, ratings: [4, 4], success: 4,
                        wouldContinue: true))
            }
            let slopes = [posterior, after].map { model -> Double in
                let mean = model.prediction(of: a, with: b).chemistry
                return mean * (100 - mean)
            }
            // In units of the index, whose steepness the new mean changes.
            let again = Double(after.trialVarianceReduction(rows: [a], columns: [b])[0])
            #expect(again / (slopes[1] * slopes[1]) < expected / (slopes[0] * slopes[0]))
        }
    }

    /// With and without weights of features, which only some alliances have.
    @Test(arguments: [false, true])
    func `a pair with sheets has the same chemistry, to the bit, computed alone and among many`(
        hasFeatureWeights: Bool
    ) throws {
        var posterior = try fit(SampleAlliance.make(14, 14, share: 0.3), on: SampleAlliance.today)
        for place in posterior.featureWeights.values.indices {
            posterior.featureWeights.values[place] = hasFeatureWeights ? 0.01 * Double(place % 7 - 3) : 0
        }
        posterior.derive()
        var room = Posterior.PairRoom()
        for dyad in 0..<posterior.table.count {
            let (a, b) = (Int(posterior.table.personA[dyad]), Int(posterior.table.personB[dyad]))
            var outputs = posterior.outputs(a, b)
            outputs.relationship.add(outputs.people)
            outputs.relationship.add(posterior.derived.grand)
            let alone = Chemistry(
                outputs.means, outputs.relationship, scale: posterior.instrument.scale)
            let among = posterior.chemistry(ofKnown: dyad, &room)
            #expect(alone.mean == among.mean && alone.variance == among.variance)
        }
    }
}
