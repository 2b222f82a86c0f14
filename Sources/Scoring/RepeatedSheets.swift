import Domain

/// What sheets of one rater about one target at different times say of time: how much of a dyad is stable, and how
/// fast that changes.
///
///     covariance of two answers, d days apart = R · ρ · 2^(−d / halfLife)     of one answer: R
///
/// ρ is the stable share of the dyad part R; the formula is that of a relationship that drifts as an Ornstein–Uhlenbeck
/// process. Whoever had a good first meeting is likelier to meet again, and a good one is in part a lucky one. So R is taken
/// from the *first* sheets of everybody about everybody, and ρ and the half-life from how well each later sheet is foretold
/// by those before it (a Kalman filter), which is right whoever is chosen by what the earlier sheets say.
///
/// Learned on a grid with weak priors; a sheet counts as one observation though it has many answers, as these go together.
/// Source: Kalman 1960; that such choices may be passed over, Rubin 1976, doi:10.1093/biomet/63.3.581.
struct RepeatedSheets {
    /// Sheets of one rater about one target, where there are several, each list by day.
    private var lists: [[Int]] = []
    /// The first sheet of everybody about everybody whom they rated.
    private var firsts: [Int] = []

    /// Spread of the prior of the share's log-odds (with the prior's centre: a share of 0.27 to 0.64 in 19 of 20 alliances, so
    /// that a single pair who changed their minds do not move a small alliance far), and of the logarithm of the half-life.
    static let priorSpreads = (share: 0.4, halfLife: 0.7)
    /// More lists than this teach nothing new of two numbers.
    static let mostLists = 5_000

    /// Whether nobody rated anybody twice.
    var isEmpty: Bool { lists.isEmpty }

    /// Collects the sheets of each rater about each target. O(sheets · log(sheets)).
    init(_ sheets: SheetTable) {
        let order = (0..<sheets.count).sorted {
            (sheets.raters[$0], sheets.targets[$0], sheets.days[$0], $0)
                < (sheets.raters[$1], sheets.targets[$1], sheets.days[$1], $1)
        }
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, sheets.raters[order[end]] == sheets.raters[order[start]],
                sheets.targets[order[end]] == sheets.targets[order[start]]
            { end += 1 }
            firsts.append(order[start])
            if end > start + 1 { lists.append(Array(order[start..<end])) }
            start = end
        }
        let step = max(1, (lists.count + Self.mostLists - 1) / Self.mostLists)
        if step > 1 { lists = stride(from: 0, to: lists.count, by: step).map { lists[$0] } }
    }

    /// Stable share and half-life, as means of their posterior on a grid around the estimation's prior.
    func learned(
        from table: SheetTable, _ estimation: Estimation, _ scale: AnswerScale
    ) -> (stableShare: Double, halfLife: Double) {
        let prior = estimation.prior
        let residuals = DyadResiduals(table, estimation, scale, firsts: firsts)
        let series = lists.map { residuals.series($0) }
        var points: [(share: Double, halfLife: Double, density: Double)] = []
        for step in stride(from: -4, through: 4, by: 0.5) {
            let halfLife = prior.halfLife * Double.powerOfTwo(step)
            for percent in stride(from: 4.0, through: 96, by: 4) {
                let share = percent / 100
                let start = Self.logPrior(share, halfLife, prior)
                let density = series.reduce(start) { $0 + $1.logLikelihood(share, halfLife) }
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

    private static func logPrior(_ share: Double, _ halfLife: Double, _ prior: Hyperparameters) -> Double {
        let odds = (Double.logit(share) - Double.logit(prior.stableShare)) / priorSpreads.share
        let slowness = Double.logarithm(halfLife / prior.halfLife) / priorSpreads.halfLife
        // The grid is even in the share: the prior of its log-odds has to be brought over.
        return -0.5 * (odds * odds + slowness * slowness) - Double.logarithm(share * (1 - share))
    }
}

/// What an estimation leaves of single answers, in units of the dyad part's deviation.
private struct DyadResiduals {
    private let table: SheetTable
    private let estimation: Estimation
    private let scale: AnswerScale
    /// Variance of the dyad part of a single answer, for each channel.
    private var variances: [Double]

    /// Measures the dyad part on first sheets: averages would need the very share and half-life that are asked for, and later
    /// sheets are of those who went well.
    init(_ table: SheetTable, _ estimation: Estimation, _ scale: AnswerScale, firsts: [Int]) {
        self.table = table
        self.estimation = estimation
        self.scale = scale
        let width = scale.channelCount
        var sums = (0..<width).map { estimation.prior.dyad[$0, $0] }
        var counts = [Double](repeating: 1, count: width)
        variances = sums
        for sheet in firsts {
            for answer in 0..<scale.answerCount {
                let value = self.value(answer, of: sheet)
                if value.rest.isNaN { continue }
                sums[value.channel] += value.rest * value.rest + value.unsure
                counts[value.channel] += 1
            }
        }
        variances = zip(sums, counts).map { $0 / $1 }
    }

    /// An answer less what is known of both people, NaN where unanswered, and how unsure that is.
    private func value(_ answer: Int, of sheet: Int) -> (channel: Int, rest: Double, unsure: Double) {
        let width = scale.channelCount
        let people = [Int(table.raters[sheet]), Int(table.targets[sheet])]
        let channel = scale.channel(answer, direction: estimation.sides[people[0]])
        var rest = (table.answer(answer, of: sheet) - scale.centres[answer]) / scale.spreads[answer]
        rest -= estimation.parameters.means[channel]
        var unsure = 0.0
        for person in people {
            rest -= estimation.effects[person * width + channel]
            unsure += estimation.covariances[(person * width + channel) * width + channel]
        }
        return (channel, rest, unsure)
    }

    /// The answers of one rater about one target over time.
    func series(_ sheets: [Int]) -> DyadSeries {
        var series = DyadSeries(answerCount: scale.answerCount)
        for (place, sheet) in sheets.enumerated() {
            if place > 0 {
                let (earlier, later) = (table.days[sheets[place - 1]], table.days[sheet])
                let isKnown = earlier != SheetTable.unknownDay && later != SheetTable.unknownDay
                series.gaps.append(isKnown ? Double(later) - Double(earlier) : 0)
            }
            for answer in 0..<scale.answerCount {
                let value = value(answer, of: sheet)
                series.values.append(value.rest / variances[value.channel].squareRoot())
            }
        }
        return series
    }
}

/// Answers of one rater about one target over time, in units of the dyad part's deviation.
private struct DyadSeries {
    let answerCount: Int
    /// `sheets × answers`, NaN where unanswered.
    var values: [Double] = []
    /// Days from each sheet to the next.
    var gaps: [Double] = []

    /// Logarithm of the density of each later sheet given those before it, up to a constant.
    func logLikelihood(_ share: Double, _ halfLife: Double) -> Double {
        let noise = 1 - share
        var (known, variance) = ([Double](repeating: 0, count: answerCount), share)
        var sum = 0.0
        for sheet in 0...gaps.count {
            if sheet > 0 {
                let kept = Double.powerOfTwo(-gaps[sheet - 1] / halfLife)
                for answer in 0..<answerCount { known[answer] *= kept }
                variance = kept * kept * variance + (1 - kept * kept) * share
            }
            let spread = variance + noise
            let gain = variance / spread
            var (squares, count) = (0.0, 0.0)
            for answer in 0..<answerCount {
                let surprise = values[sheet * answerCount + answer] - known[answer]
                if surprise.isNaN { continue }
                squares += surprise * surprise
                count += 1
                known[answer] += gain * surprise
            }
            if count == 0 { continue }
            variance -= gain * variance
            if sheet > 0 { sum -= 0.5 * (Double.logarithm(spread) + squares / count / spread) }
        }
        return sum
    }
}
