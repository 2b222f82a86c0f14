import Domain

/// Writes the sheets of the sample: an opinion, what the occasion adds, rounded to the scale.
struct SheetWriter {
    /// What a rater makes of a counterpart on one occasion, whether or not they hand in a sheet.
    struct Verdict {
        /// Overall judgement, in scale points before rounding.
        var success: Double
        /// Whether the rater would go on.
        var goesOn: Bool
        /// The factor that falls short of its mean by most.
        var weakest: Int
    }

    /// How much each factor counts in the overall judgement: the human side counts, as the study found.
    private static let weights = [0.25, 0.17, 0.2, 0.23, 0.1, 0.05]
    private static let meanSuccess = 4.95
    private static let successSlope = 1.15
    private static let successNoise = 0.5
    /// Above about this judgement raters would go on.
    private static let threshold = 4.45

    private let chemistry: Chemistry
    private var dice: Dice
    private var table: SheetTable

    init(chemistry: Chemistry, dice: Dice) {
        self.chemistry = chemistry
        self.dice = dice
        table = SheetTable(factorCount: chemistry.means.count)
    }

    /// Forms a verdict, and mostly hands in a sheet about it.
    mutating func write(rater: Int, target: Int, day: Day) -> Verdict {
        let occasion = VarianceShares.deviation(VarianceShares.occasionCommon) * dice.normal()
        var felt = chemistry.opinion(of: rater, about: target)
        for factor in felt.indices {
            felt[factor] += occasion + VarianceShares.deviation(VarianceShares.occasionFactor) * dice.normal()
        }
        let verdict = judge(felt)
        if dice.chance(0.93) { handIn(rater, target, day, felt, verdict) }
        return verdict
    }

    private mutating func judge(_ felt: [Double]) -> Verdict {
        var success = Self.meanSuccess + Self.successNoise * dice.normal()
        var weakest = 0
        for factor in felt.indices {
            let above = felt[factor] - chemistry.means[factor]
            success += Self.successSlope * Self.weights[factor] * above
            if above < felt[weakest] - chemistry.means[weakest] { weakest = factor }
        }
        return Verdict(
            success: success, goesOn: success + 0.3 * dice.normal() > Self.threshold, weakest: weakest)
    }

    private mutating func handIn(
        _ rater: Int, _ target: Int, _ day: Day, _ felt: [Double], _ verdict: Verdict
    ) {
        let answers = felt.map { dice.chance(0.02) ? Float.nan : Self.onScale($0) }
        table.append(
            rater: Int32(rater), target: Int32(target), day: day.daysSince1970, answers: answers,
            success: dice.chance(0.02) ? .nan : Self.onScale(verdict.success),
            decision: dice.chance(0.03) ? SheetTable.unknownDecision : verdict.goesOn ? 1 : 0)
    }

    /// The nearest answer of the seven-point scale.
    private static func onScale(_ felt: Double) -> Float { Float(min(7, max(1, felt.rounded()))) }

    /// All sheets by rater, target and day.
    func sorted() -> SheetTable {
        let order = (0..<table.count).sorted { left, right in
            let (l, r) = (key(left), key(right))
            return l.pair != r.pair ? l.pair < r.pair : l.day < r.day
        }
        var result = SheetTable(factorCount: table.factorCount)
        result.reserveCapacity(table.count)
        for row in order {
            result.append(
                rater: table.raters[row], target: table.targets[row], day: table.days[row],
                answers: table.ratings[row * table.factorCount..<(row + 1) * table.factorCount],
                success: table.successes[row], decision: table.decisions[row])
        }
        return result
    }

    private func key(_ row: Int) -> (pair: UInt64, day: Int32) {
        (UInt64(table.raters[row]) << 32 | UInt64(table.targets[row]), table.days[row])
    }
}
