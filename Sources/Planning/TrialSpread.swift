import Scoring

/// How far one trial is expected to move what is believed of two people who never worked together.
///
/// What is learned of a person is learned for all of their pairs alike, and changes no plan that pairs everybody; what
/// counts is the pair's own relationship. In the middle of the scale the spread of the chemistry that a relationship
/// makes goes with m · (100 - m), the slope of the logistic; its size is read off the posterior.
struct TrialSpread {
    /// Deviation of the moved mean over m · (100 - m).
    private let factor: Double
    private static let samples = 31

    /// Reads the size off pairs that have worked together, where there are enough, and otherwise off what the model
    /// foretells of a trial; nil when there is no pair to read it off.
    init?(_ board: Board, _ utilities: Utilities, _ posterior: Posterior) {
        guard !board.rows.isEmpty, !board.columns.isEmpty else { return nil }
        var sizes = Self.seen(board, posterior)
        if sizes.count < Self.samples / 2 { sizes = Self.foretold(board, posterior) }
        guard !sizes.isEmpty else { return nil }
        sizes.sort()
        factor = max(0, sizes[sizes.count / 2]).squareRoot()
    }

    /// Standard deviation, in points, by which one trial moves the mean of a pair expected at `mean`.
    func deviation(at mean: Double) -> Double { factor * Self.slope(mean) }

    /// By how much the trials that were held narrowed the variance of their pairs.
    ///
    /// Apart from the slope, the variance of a pair is that of a, that of b and that of the relationship; so what a trial of
    /// (a, b) took away is what (a, b') and (a', b) have together more than (a', b') and (a, b).
    private static func seen(_ board: Board, _ posterior: Posterior) -> [Double] {
        let tried = board.standing.tried.filter { board.position($0) != nil }.sorted()
        guard tried.count > 1 else { return [] }
        return (0..<min(samples, tried.count)).compactMap { step in
            let pair = tried[step * tried.count / min(samples, tried.count)]
            let other = tried[
                (step * tried.count / min(samples, tried.count) + tried.count / 2) % tried.count]
            let crossed = [(pair.a, other.b), (other.a, pair.b)].map { Board.Dyad(a: $0.0, b: $0.1) }
            guard pair.a != other.a, pair.b != other.b,
                !crossed.contains(where: board.standing.tried.contains)
            else { return nil }
            let (means, variances) = posterior.chemistryMatrix(
                rows: [pair.a, other.a], columns: [pair.b, other.b])
            let sizes = (0..<4).map {
                Double(variances[$0]) / slope(Double(means[$0])) / slope(Double(means[$0]))
            }
            // Both pairs of the diagonal have been tried: half of what is missing is that of one.
            return (sizes[1] + sizes[2] - sizes[0] - sizes[3]) / 2
        }
    }

    /// What the model expects of trials with sheets of both sides.
    private static func foretold(_ board: Board, _ posterior: Posterior) -> [Double] {
        let share = posterior.stableShare
        return (0..<samples).compactMap { step in
            let place = Board.Dyad(
                a: step * board.rows.count / samples, b: (step * 7 % samples) * board.columns.count / samples)
            let people = board.people(place)
            if board.standing.tried.contains(people) { return nil }
            let (mean, variance) = posterior.chemistryMatrix(rows: [people.a], columns: [people.b])
            let reduction = posterior.trialVarianceReduction(rows: [people.a], columns: [people.b])
            let (known, learned) = (Double(variance[0]), Double(reduction[0]))
            guard learned > 0, known > learned else { return nil }
            // Relationship = noise · s / (1 - s), of which one trial shows the share s.
            let noise = known * known / learned - known
            return noise * share * share / (1 - share) / slope(Double(mean[0])) / slope(Double(mean[0]))
        }
    }

    private static func slope(_ mean: Double) -> Double {
        let held = min(95, max(5, mean))
        return held * (100 - held)
    }
}
