import Domain

/// What sheets of one rater about one target at different times say of time: how much of a dyad is stable, and how
/// fast that changes.
///
///     E (later answer − earlier answer)² / 2 = R · (1 − ρ · 2^(−days / halfLife))
///
/// People's own effects cancel in the difference. ρ is the stable share of the dyad part R; the formula is that of
/// a relationship that drifts as an Ornstein–Uhlenbeck process. Learned on a grid with weak priors; a difference
/// counts as one observation though it has many answers, as these go together.
struct RepeatedSheets {
    /// Differences over about the same number of days.
    struct Interval {
        /// Sum of the days between, and number of differences.
        var days = 0.0
        var differences = 0.0
        /// Half the sum of squared differences of each channel, and how many answered both times.
        var squares: [Double]
        var counts: [Double]
    }

    private(set) var intervals: [Interval] = []
    /// The sheets behind them.
    private var sheets: [Int] = []

    /// Spread of the prior of the share's log-odds, and of the logarithm of the half-life.
    static let priorSpreads = (share: 0.6, halfLife: 0.7)

    /// Whether nobody rated anybody twice.
    var isEmpty: Bool { intervals.isEmpty }

    /// Collects the differences of consecutive sheets. O(sheets × answers).
    init(_ sheets: SheetTable, sides: [Side], scale: AnswerScale) {
        var byLength: [Int: Interval] = [:]
        for list in Self.repeated(sheets) {
            self.sheets += list
            for (earlier, later) in zip(list, list.dropFirst()) {
                let days = Self.days(sheets.days[earlier], sheets.days[later])
                let length = Int((2 * Double.binaryLogarithm(1 + days / 15)).rounded())
                let empty = [Double](repeating: 0, count: scale.channelCount)
                var interval = byLength[length] ?? Interval(squares: empty, counts: empty)
                let direction = sides[Int(sheets.raters[later])] == .a ? 0 : 1
                for answer in 0..<scale.answerCount {
                    let change = sheets.answer(answer, of: later) - sheets.answer(answer, of: earlier)
                    if change.isNaN { continue }
                    let standard = change / scale.spreads[answer]
                    interval.squares[scale.channel(answer, direction: direction)] += standard * standard / 2
                    interval.counts[scale.channel(answer, direction: direction)] += 1
                }
                interval.days += days
                interval.differences += 1
                byLength[length] = interval
            }
        }
        intervals = byLength.keys.sorted().compactMap { byLength[$0] }
    }

    /// Sheets of one rater about one target, where there are several, each list by day.
    private static func repeated(_ sheets: SheetTable) -> [[Int]] {
        var first: [UInt64: Int] = [:]
        first.reserveCapacity(sheets.count)
        var lists: [UInt64: [Int]] = [:]
        for index in 0..<sheets.count {
            let key = UInt64(UInt32(sheets.raters[index])) << 32 | UInt64(UInt32(sheets.targets[index]))
            if let known = first[key] {
                lists[key, default: [known]].append(index)
            } else {
                first[key] = index
            }
        }
        return lists.keys.sorted().compactMap {
            lists[$0]?.sorted { (sheets.days[$0], $0) < (sheets.days[$1], $1) }
        }
    }

    private static func days(_ earlier: Int32, _ later: Int32) -> Double {
        if earlier == SheetTable.unknownDay || later == SheetTable.unknownDay { return 0 }
        return Double(later) - Double(earlier)
    }

    /// Variance of the dyad part of single sheets in each channel, as far as an estimation explains the rest: averages
    /// of sheets would need the very share and half-life that are asked for.
    private func variances(_ table: SheetTable, _ estimation: Estimation, _ scale: AnswerScale) -> [Double] {
        let width = scale.channelCount
        var sums = (0..<width).map { estimation.prior.dyad[$0, $0] }
        var counts = [Double](repeating: 1, count: width)
        for index in sheets {
            let people = [Int(table.raters[index]), Int(table.targets[index])]
            for answer in 0..<scale.answerCount {
                let value = table.answer(answer, of: index)
                if value.isNaN { continue }
                let channel = scale.channel(answer, direction: estimation.sides[people[0]])
                var rest = (value - scale.centres[answer]) / scale.spreads[answer]
                rest -= estimation.parameters.means[channel]
                var unsure = 0.0
                for person in people {
                    rest -= estimation.effects[person * width + channel]
                    unsure += estimation.covariances[(person * width + channel) * width + channel]
                }
                sums[channel] += rest * rest + unsure
                counts[channel] += 1
            }
        }
        return zip(sums, counts).map { $0 / $1 }
    }

    /// Stable share and half-life, as means of their posterior on a grid around the estimation's prior.
    func learned(
        from table: SheetTable, _ estimation: Estimation, _ scale: AnswerScale
    ) -> (stableShare: Double, halfLife: Double) {
        let (dyad, prior) = (variances(table, estimation, scale), estimation.prior)
        let observations = intervals.map { interval -> (days: Double, count: Double, half: Double) in
            var (sum, count) = (0.0, 0.0)
            for channel in interval.counts.indices {
                sum += interval.squares[channel] / dyad[channel]
                count += interval.counts[channel]
            }
            return (
                interval.days / interval.differences, count > 0 ? interval.differences : 0,
                sum / max(1, count)
            )
        }
        var points: [(share: Double, halfLife: Double, density: Double)] = []
        for step in -16...16 {
            let halfLife = prior.halfLife * Double.powerOfTwo(Double(step) / 4)
            for percent in stride(from: 2.0, through: 96, by: 2) {
                let share = percent / 100
                let density = Self.density(share, halfLife, observations, prior)
                points.append((share, halfLife, density))
            }
        }
        let highest = points.map(\.density).max() ?? 0
        var (total, share, logarithm) = (0.0, 0.0, 0.0)
        for point in points {
            let weight = Double.exponential(point.density - highest)
            total += weight
            share += weight * point.share
            logarithm += weight * Double.logarithm(point.halfLife)
        }
        return (share / total, Double.exponential(logarithm / total))
    }

    /// Logarithm of the posterior density of one point of the grid.
    private static func density(
        _ share: Double, _ halfLife: Double, _ observations: [(days: Double, count: Double, half: Double)],
        _ prior: Hyperparameters
    ) -> Double {
        let odds = (Double.logit(share) - Double.logit(prior.stableShare)) / priorSpreads.share
        let slowness = Double.logarithm(halfLife / prior.halfLife) / priorSpreads.halfLife
        // The grid is even in the share: the prior of its log-odds has to be brought over.
        let start = -0.5 * (odds * odds + slowness * slowness) - Double.logarithm(share * (1 - share))
        return observations.reduce(start) { sum, observation in
            let variance = 1 - share * Double.powerOfTwo(-observation.days / halfLife)
            return sum - 0.5 * observation.count * (Double.logarithm(variance) + observation.half / variance)
        }
    }
}
