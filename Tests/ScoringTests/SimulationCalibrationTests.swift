import Domain
import Testing

@testable import Scoring

/// Simulation-based calibration: where the truth is drawn from the prior, its place in the posterior is uniform.
/// Source: Talts et al. 2018, arXiv:1804.06788.
@Suite struct SimulationCalibrationTests {
    /// Draws whole alliances from the model at the prior's parameters.
    private struct Draw {
        let instrument = SampleAlliance.instrument(2)
        let scale: AnswerScale
        let prior: Hyperparameters
        var numbers: SplitMix64

        init(_ seed: UInt64) {
            scale = AnswerScale(prior: instrument)
            prior = Hyperparameters(prior: instrument, scale: scale, fields: 0, features: 0)
            numbers = SplitMix64(seed: seed)
        }

        mutating func vector(_ covariance: Matrix) -> [Double] {
            covariance.choleskyFactor() * (0..<scale.channelCount).map { _ in numbers.normal() }
        }

        /// Places of the true success of some pairs in their posteriors, 0 ... 1 if all is well.
        mutating func places() throws -> [Double] {
            var snapshot = SampleAlliance.make(12, 12, share: 0)
            snapshot.alliance.attributes = []
            for person in snapshot.people.indices { snapshot.people[person].attributes = [] }
            let effects = (0..<24).map { vector(prior.people[$0 < 12 ? 0 : 1]) }
            var truths: [Int: Double] = [:]
            let success = scale.channel(scale.success, direction: 0)
            for a in 0..<12 {
                for b in 12..<24 {
                    let stable = vector(prior.dyad.scaled(by: prior.stableShare))
                    let noise = vector(prior.dyad.scaled(by: 1 - prior.stableShare))
                    let truth = (0..<scale.channelCount).map { effects[a][$0] + effects[b][$0] + stable[$0] }
                    truths[a * 24 + b] =
                        scale.centres[scale.success] + scale.spreads[scale.success] * truth[success]
                    if numbers.uniform() < 0.6 { continue }
                    let answers = (0..<scale.channelCount).map { truth[$0] + noise[$0] }
                    for (rater, target, direction) in [(a, b, 0), (b, a, 1)] {
                        let points = (0..<3).map {
                            scale.centres[$0] + scale.spreads[$0]
                                * answers[scale.channel($0, direction: direction)]
                        }
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target, day: SampleAlliance.today,
                                ratings: [points[0], points[1]], success: points[2], wouldContinue: nil))
                    }
                }
            }
            let posterior = try fit(snapshot, on: SampleAlliance.today)
            // One pair for each person: more would be much the same number.
            return (0..<12).map { a in
                let b = 12 + (a * 5 + 3) % 12
                let outlook = posterior.outlook(a, b)
                let distance = (truths[a * 24 + b] ?? 0) - outlook.means[0]
                return Double.logistic(1.702 * distance / outlook.covariance[0, 0].squareRoot())
            }
        }
    }

    @Test func `true success lies anywhere in its posterior alike`() throws {
        var counts = [Double](repeating: 0, count: 5)
        for seed in 1...40 {
            var draw = Draw(UInt64(seed))
            for place in try draw.places() { counts[min(4, Int(place * 5))] += 1 }
        }
        // 480 places, a fifth in each group: 96 with a standard deviation of 9; four of them are allowed, because
        // pairs of one alliance share its people, and the logistic stands for the normal integral.
        #expect(counts.allSatisfy { abs($0 - 96) < 36 }, "\(counts)")
    }
}
