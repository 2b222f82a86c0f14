import Domain

/// Recorded outcomes that levels of success are learned from: of each dyad with a success and a factor, the index of its
/// answers and the level, by the third of the scale in which its mean success lies.
struct LevelOutcomes {
    private var indices: [Double] = []
    /// 0 slight, 1 medium, 2 great.
    private var levels: [Int] = []

    /// Outcomes that the table's curve counts as.
    static let tableOutcomes = 30.0
    /// More outcomes than this teach nothing new of three numbers.
    static let mostOutcomes = 4_000

    /// Collects outcomes; unanswered factors count as average.
    init(_ table: DyadTable, _ scale: AnswerScale, _ instrument: Instrument, _ reading: LevelReading) {
        let width = scale.channelCount
        let step = max(1, (table.count + Self.mostOutcomes - 1) / Self.mostOutcomes)
        for dyad in stride(from: 0, to: table.count, by: step) {
            let observed = table.classes[Int(table.classOf[dyad])].observed
            let successes = observed.filter { $0 % scale.answerCount == scale.success }
            guard !successes.isEmpty, observed.contains(where: { reading.weights[$0] != 0 }) else { continue }
            let answers = table.answers[dyad * width..<(dyad + 1) * width].map { Double($0) }
            let mean = successes.reduce(0) { $0 + answers[$1] } / Double(successes.count)
            let success = scale.centres[scale.success] + scale.spreads[scale.success] * mean
            let range = instrument.scale
            let place = (success - range.min) / (range.max - range.min)
            indices.append(reading.index(answers))
            levels.append(place < 1.0 / 3 ? 0 : place < 2.0 / 3 ? 1 : 2)
        }
    }

    /// The most likely curve, held near the table's: coordinate-wise Newton steps, which cannot overshoot by more than half.
    func learned(from prior: LevelCurve) -> LevelCurve {
        if indices.isEmpty { return prior }
        // Unbounded numbers: logarithm of the slope, the lower threshold, logarithm of the gap.
        let start = [
            Double.logarithm(prior.slope), prior.thresholds[0],
            Double.logarithm(max(1e-3, prior.thresholds[1] - prior.thresholds[0])),
        ]
        var point = start
        for _ in 0..<60 {
            var moved = 0.0
            for place in point.indices {
                let step = step(point, place, start)
                point[place] += step
                moved = max(moved, abs(step))
            }
            if moved < 1e-6 { break }
        }
        return Self.curve(point)
    }

    private static func curve(_ point: [Double]) -> LevelCurve {
        LevelCurve(
            slope: Double.exponential(point[0]),
            thresholds: [point[1], point[1] + Double.exponential(point[2])])
    }

    private func step(_ point: [Double], _ place: Int, _ start: [Double]) -> Double {
        let width = 1e-3
        func density(_ offset: Double) -> Double {
            var moved = point
            moved[place] += offset
            return self.density(moved, start)
        }
        let (below, here, above) = (density(-width), density(0), density(width))
        let gradient = (above - below) / (2 * width)
        let curvature = (above - 2 * here + below) / (width * width)
        let step = gradient / max(1, -curvature)
        return max(-0.5, min(0.5, step))
    }

    /// Logarithm of the posterior density: outcomes, and the prior that counts as some.
    private func density(_ point: [Double], _ start: [Double]) -> Double {
        let curve = Self.curve(point)
        let distance = zip(point, start).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        var sum = -0.5 * Self.tableOutcomes * 0.2 * distance
        for (index, level) in zip(indices, levels) {
            let p = curve.probabilities(index, variance: 0)
            sum += Double.logarithm(max(1e-9, [p.slight, p.medium, p.great][level]))
        }
        return sum
    }
}
