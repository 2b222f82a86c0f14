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
        let successesOfClass = table.classes.map { kind in
            kind.observed.contains { reading.weights[$0] != 0 }
                ? kind.observed.filter { $0 % scale.answerCount == scale.success } : []
        }
        for dyad in stride(from: 0, to: table.count, by: step) {
            let successes = successesOfClass[Int(table.classOf[dyad])]
            if successes.isEmpty { continue }
            let answers = table.answers[dyad * width..<(dyad + 1) * width].lazy.map { Double($0) }
            let mean =
                successes.reduce(0) { $0 + Double(table.answers[dyad * width + $1]) }
                / Double(successes.count)
            let success = scale.centres[scale.success] + scale.spreads[scale.success] * mean
            let range = instrument.scale
            let place = (success - range.min) / (range.max - range.min)
            indices.append(reading.index(answers))
            levels.append(Self.level(of: place))
        }
    }

    /// The third of the scale in which a place from 0 to 1 lies; a border belongs to the upper one.
    ///
    /// Borders are common answers (3 and 5 of 1...7), and answers come back from standardised single precision a little too
    /// high or too low: without leave for that, rounding decided which level they are.
    private static func level(of place: Double) -> Int {
        let rounding = 1e-4
        return place < 1.0 / 3 - rounding ? 0 : place < 2.0 / 3 - rounding ? 1 : 2
    }

    /// The most likely curve, held near the table's: Fisher scoring on all three numbers at once, with steps of at most half.
    func learned(from prior: LevelCurve) -> LevelCurve {
        if indices.isEmpty { return prior }
        // Unbounded numbers: logarithm of the slope, the lower threshold, logarithm of the gap.
        let start = [
            Double.logarithm(prior.slope), prior.thresholds[0],
            Double.logarithm(max(1e-3, prior.thresholds[1] - prior.thresholds[0])),
        ]
        var point = start
        for _ in 0..<60 {
            let step = step(at: point, start)
            for place in point.indices { point[place] += max(-0.5, min(0.5, step[place])) }
            if step.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        return Self.curve(point)
    }

    private static func curve(_ point: [Double]) -> LevelCurve {
        LevelCurve(
            slope: Double.exponential(point[0]),
            thresholds: [point[1], point[1] + Double.exponential(point[2])])
    }

    /// Gradient of the log posterior density over its expected curvature.
    private func step(at point: [Double], _ start: [Double]) -> [Double] {
        let curve = Self.curve(point)
        let (slope, first, second) = (curve.slope, curve.thresholds[0], curve.thresholds[1])
        let held = Self.tableOutcomes * 0.2
        var gradient = SIMD3<Double>()
        var information = (SIMD3(held, 0, 0), SIMD3(0, held, 0), SIMD3(0, 0, held))
        /// A level whose probability has this derivative.
        func add(_ slopes: SIMD3<Double>, _ chance: Double, _ happened: Bool) {
            let relative = slopes / max(1e-9, chance)
            if happened { gradient += relative }
            information.0 += relative * slopes.x
            information.1 += relative * slopes.y
            information.2 += relative * slopes.z
        }
        for (index, level) in zip(indices, levels) {
            // P(above threshold) and its derivatives by the three numbers.
            let (low, high) = (
                Double.logistic(slope * (index - first)), Double.logistic(slope * (index - second))
            )
            let lower = SIMD3<Double>(index - first, -1, 0) * (low * (1 - low) * slope)
            let upper = SIMD3<Double>(index - second, -1, first - second) * (high * (1 - high) * slope)
            add(-lower, 1 - low, level == 0)
            add(lower - upper, low - high, level == 1)
            add(upper, high, level == 2)
        }
        let rows = [information.0, information.1, information.2]
        for place in point.indices { gradient[place] -= held * (point[place] - start[place]) }
        return Matrix(3, 3, values: rows.flatMap { row in (0...2).map { row[$0] } })
            .solve(Matrix(3, 1, values: (0...2).map { gradient[$0] })).values
    }
}
