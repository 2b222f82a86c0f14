import Scoring

/// How far one trial is expected to move what is believed of two people who never worked together.
///
/// What is learned of a person is learned for all of their pairs alike, and changes no plan that pairs everybody; what
/// counts is the pair's own relationship. In the middle of the scale the spread of the chemistry that a relationship
/// makes goes with m · (100 - m), the slope of the logistic; its size is read off a few pairs of the posterior.
struct TrialSpread {
    /// Deviation of the moved mean over m · (100 - m).
    private let factor: Double

    /// Reads the size off at most 31 pairs, spread evenly; nil when there is no pair to read it off.
    init?(_ board: Board, _ utilities: Utilities, _ posterior: Posterior) {
        var sizes: [Double] = []
        let tried = board.standing.tried
        let steps = 31
        for step in 0..<steps {
            guard !board.rows.isEmpty, !board.columns.isEmpty else { return nil }
            let row = step * board.rows.count / steps
            let column = (step * 7 % steps) * board.columns.count / steps
            let people = board.people(Board.Dyad(a: row, b: column))
            if tried.contains(people) { continue }
            let (mean, variance) = posterior.chemistryMatrix(rows: [people.a], columns: [people.b])
            let reduction = posterior.trialVarianceReduction(rows: [people.a], columns: [people.b])
            let (known, learned) = (Double(variance[0]), Double(reduction[0]))
            guard learned > 0, known > learned else { continue }
            let noise = known * known / learned - known
            sizes.append(noise / Self.slope(Double(mean[0])) / Self.slope(Double(mean[0])))
        }
        guard !sizes.isEmpty else { return nil }
        sizes.sort()
        let share = posterior.stableShare
        // Relationship = noise · s / (1 - s), of which one trial shows the share s.
        factor = (sizes[sizes.count / 2] * share * share / (1 - share)).squareRoot()
    }

    /// Standard deviation, in points, by which one trial moves the mean of a pair expected at `mean`.
    func deviation(at mean: Double) -> Double { factor * Self.slope(mean) }

    private static func slope(_ mean: Double) -> Double {
        let held = min(95, max(5, mean))
        return held * (100 - held)
    }
}
