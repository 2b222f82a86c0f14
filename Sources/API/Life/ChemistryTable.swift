import Domain
import Scoring

/// What the model foretells of pairs by the chemistry that is told of them: the mean over pairs of the alliance.
///
/// Of one pair people read its chemistry, in steps, and what goes with that chemistry here. More than one figure of a pair
/// would tell more than one thing of a sheet: where its answers lead one figure over an edge, and where another.
struct ChemistryTable: Sendable {
    /// What goes with one step of chemistry.
    struct Row: Sendable {
        /// The chance that both go on.
        var continueBoth: Double
        /// The standard deviation, in points, of a pair of which nothing is known but its average and the profiles. It shrinks
        /// with the root of the share of what is not known.
        var deviation: Double
        /// Probabilities of the levels of success; nil where the instrument has no reference.
        var levels: RecommendationList.Levels?
    }

    /// As many pairs are looked at: enough for some hundred in each step, few enough for every load of a model.
    static let pairs = 4096

    /// By the step's number; nil where no pair has such a chemistry.
    private let rows: [Row?]

    /// From pairs spread evenly over all of the alliance.
    init(_ posterior: Posterior) {
        var sums = [Sum](repeating: Sum(), count: Self.step(of: 100) + 1)
        for (a, b) in Self.spread(posterior.sides) {
            let prediction = posterior.prediction(of: a, with: b)
            sums[Self.step(of: prediction.chemistry)].add(prediction)
        }
        rows = sums.map(\.mean)
    }

    /// What goes with a chemistry that is told; of two steps that are equally near to one without pairs, the lower one.
    subscript(chemistry: Double) -> Row? {
        let step = Self.step(of: chemistry)
        return rows.indices.filter { rows[$0] != nil }
            .min { abs($0 - step) < abs($1 - step) }
            .flatMap { rows[$0] }
    }

    private static func step(of chemistry: Double) -> Int {
        Int((min(100, max(0, chemistry)) / Steps.chemistry).rounded(.toNearestOrAwayFromZero))
    }

    private static func spread(_ sides: [Side]) -> [(a: Int, b: Int)] {
        let a = sides.indices.filter { sides[$0] == .a }
        let b = sides.indices.filter { sides[$0] == .b }
        guard !a.isEmpty, !b.isEmpty else { return [] }
        let every = max(1, a.count * b.count / pairs)
        // Each time one person further than a whole number of rounds, so that everybody comes.
        return stride(from: 0, to: a.count * b.count, by: every).map { index in
            (a[index / b.count], b[(index + index / b.count) % b.count])
        }
    }

    private struct Sum {
        var count = 0.0
        var continueBoth = 0.0
        var deviation = 0.0
        var levels: RecommendationList.Levels?

        mutating func add(_ prediction: Prediction) {
            count += 1
            continueBoth += prediction.continueBoth
            deviation += prediction.chemistrySD / max(0.01, prediction.evidence.prior).squareRoot()
            guard let more = prediction.levels else { return }
            levels = RecommendationList.Levels(
                slight: (levels?.slight ?? 0) + more.slight, medium: (levels?.medium ?? 0) + more.medium,
                great: (levels?.great ?? 0) + more.great)
        }

        var mean: Row? {
            guard count > 0 else { return nil }
            return Row(
                continueBoth: continueBoth / count, deviation: deviation / count,
                levels: levels.map {
                    RecommendationList.Levels(
                        slight: $0.slight / count, medium: $0.medium / count, great: $0.great / count)
                })
        }
    }
}
