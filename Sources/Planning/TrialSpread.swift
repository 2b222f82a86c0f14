import Scoring

/// How far one trial is expected to move what is believed of two people who never worked together.
///
/// What is learned of a person is learned for all of their pairs alike, and changes no plan that pairs everybody; what
/// counts is the pair's own relationship. Of strangers the model knows equally little, so that the spread goes with
/// m · (100 - m), the slope of the logistic, alone; its size is read off a few of them.
struct TrialSpread {
    /// Deviation of the moved mean over m · (100 - m).
    private let factor: Double
    private static let samples = 31

    /// Reads the size off pairs of the board, strangers where there are any among the sample.
    init(_ board: Board, _ posterior: Posterior) {
        let (rows, columns) = (board.rows.count, board.columns.count)
        guard rows > 0, columns > 0 else {
            factor = 0
            return
        }
        let pairs = (0..<Self.samples).map { step in
            board.people(
                Board.Dyad(
                    a: step * rows / Self.samples, b: (step * 7 % Self.samples) * columns / Self.samples))
        }
        let strangers = pairs.filter { !board.standing.tried.contains($0) }
        let sizes = (strangers.isEmpty ? pairs : strangers).map { pair -> Double in
            let mean = posterior.chemistryMatrix(rows: [pair.a], columns: [pair.b]).mean[0]
            return posterior.trialDeviation(of: pair.a, with: pair.b) / Self.slope(Double(mean))
        }.sorted()
        factor = sizes[sizes.count / 2]
    }

    /// Standard deviation, in points, by which one trial moves the mean of a pair expected at `mean`.
    func deviation(at mean: Double) -> Double { factor * Self.slope(mean) }

    private static func slope(_ mean: Double) -> Double {
        let held = min(95, max(5, mean))
        return held * (100 - held)
    }
}
