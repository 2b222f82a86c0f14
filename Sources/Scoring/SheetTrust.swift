/// How much sheets count besides their age: less the more a sheet says one thing only (halo; straight-lining is its
/// extreme), where two sheets mirror each other, and where a rater's sheets scatter more than everybody's.
///
/// Worths are numbers of sheets: a sheet of worth 0.5 tells as much as half a sheet of an even rater. Learned by
/// empirical Bayes from what the model leaves unexplained, so where raters do not differ all count the same.
struct SheetTrust: Sendable, Hashable {
    /// By how much more than others' the mean of a *flat* sheet (one answer to everything: straight-lining) misses what is
    /// expected of it.
    var flatSurprise = 0.0
    /// The same of a sheet on which one impression all but drowns the rest; in between, in proportion.
    var haloSurprise = 0.0
    /// How far apart the answers of one sheet usually lie: root mean square deviation from the sheet's own mean, in
    /// points; 0 where sheets have too few answers to tell.
    var usualSpread = 0.0
    /// Worth of the sheets of each person, row by row.
    var raters: [Double]

    /// Two sheets that say the same of each other, answer by answer (tit for tat), count as one together.
    static let mirrored = 0.5
    /// Fewer answers than this may be all alike by chance.
    static let fewestAnswers = 4
    /// A worth is held within these.
    static let bounds = 0.4...1.6
    /// What is expected of ``flatSurprise`` and ``haloSurprise`` before any sheet is seen: that a sheet of one impression is
    /// worth four fifths of another.
    static let expectedSurprise = 0.25
    /// Such sheets that this expectation counts as.
    static let surprisePrior = 30.0
    /// Sheets from which on raters are told apart.
    static let fewestSheets = 200

    /// Everybody's sheets count the same.
    static func even(people: Int) -> SheetTrust {
        SheetTrust(raters: [Double](repeating: 1, count: people))
    }
}

extension SheetTrust {
    /// Learns from what an estimation leaves unexplained. O(dyads × channels).
    init(learning estimation: Estimation, scale: AnswerScale) {
        self = .even(people: estimation.sides.count)
        usualSpread = estimation.table.usualSpread(scale)
        let surprises = estimation.surprises(scale, usualSpread)
        let mean = surprises.reduce(0) { $0 + $1.size } / Double(max(1, surprises.count))
        guard mean > 1e-9 else { return }
        if usualSpread > 0 { learnHalo(surprises) }
        if surprises.count >= Self.fewestSheets { learnRaters(surprises, mean) }
    }

    /// Learns what one impression over all answers costs: flat sheets beside the usual one, and the others by regression on
    /// how much of it they show. Both shrunk to what is expected.
    private mutating func learnHalo(_ surprises: [Surprise]) {
        let mean = surprises.reduce(0) { $0 + $1.ofMean } / Double(surprises.count)
        guard mean > 1e-9 else { return }
        func learned(_ part: (Surprise) -> Double) -> Double {
            var (products, squares) = (Self.surprisePrior * Self.expectedSurprise, Self.surprisePrior)
            for surprise in surprises {
                let degree = part(surprise)
                products += degree * (surprise.ofMean / mean - 1)
                squares += degree * degree
            }
            return max(0, products / squares)
        }
        flatSurprise = learned { $0.halo == 1 ? 1 : 0 }
        haloSurprise = learned { $0.halo == 1 ? 0 : $0.halo }
    }

    /// Worth of a sheet of this ``DyadTable/halo(_:_:_:_:_:)``: 1 of the usual one, falling evenly with the degree.
    func worth(ofHalo halo: Double) -> Double {
        Self.worth(1 + (halo == 1 ? flatSurprise : haloSurprise * halo), most: 1)
    }

    /// Shrinks each rater's mean surprise to everybody's by as much as raters differ no more than by chance.
    private mutating func learnRaters(_ surprises: [Surprise], _ mean: Double) {
        var (counts, sums, squares) = (raters.map { _ in 0.0 }, raters.map { _ in 0.0 }, 0.0)
        for surprise in surprises {
            counts[surprise.rater] += 1
            sums[surprise.rater] += surprise.size / mean
            squares += surprise.size / mean * (surprise.size / mean)
        }
        let known = counts.indices.filter { counts[$0] > 0 }
        let between = known.reduce(0) { $0 + sums[$1] * sums[$1] / counts[$1] }
        let (total, groups) = (Double(surprises.count), Double(known.count))
        guard total > groups + 1, groups > 1 else { return }
        // One-way analysis of variance: within raters, then between them beyond chance.
        let within = (squares - between) / (total - groups)
        let effective = (total - known.reduce(0) { $0 + counts[$1] * counts[$1] } / total) / (groups - 1)
        let beyond = ((between - total) / (groups - 1) - within) / effective
        guard beyond > 1e-6 else { return }
        let prior = within / beyond
        for rater in known { raters[rater] = Self.worth((prior + sums[rater]) / (prior + counts[rater])) }
    }

    private static func worth(_ surprise: Double, most: Double = bounds.upperBound) -> Double {
        min(most, max(bounds.lowerBound, 1 / max(1e-9, surprise)))
    }
}

/// How far the sheets of one rater about one target lie from what is expected of them.
struct Surprise {
    /// Row of the rater.
    let rater: Int
    /// Mean squared distance, as a multiple of the usual one.
    let size: Double
    /// Squared distance of the mean of the ratings and the success, as a multiple of the usual one.
    let ofMean: Double
    /// How much the sheets say one thing only, 0 to 1.
    let halo: Double
}

extension Estimation {
    /// Surprises of all dyads in both directions, with the uncertainty of people's effects.
    fileprivate func surprises(_ scale: AnswerScale, _ usualSpread: Double) -> [Surprise] {
        let width = channelCount
        var result: [Surprise] = []
        result.reserveCapacity(2 * table.count)
        var residual = [Double](repeating: 0, count: width)
        let usual = table.classes.map { UsualError($0, parameters, scale) }
        for dyad in 0..<table.count {
            let kind = table.classes[Int(table.classOf[dyad])]
            let people = [Int(table.personA[dyad]), Int(table.personB[dyad])]
            self.residual(dyad, kind, &residual)
            for direction in 0...1 {
                let usual = usual[Int(table.classOf[dyad])].ofDirection[direction]
                if usual.channels.isEmpty { continue }
                var (sum, ofMean) = (0.0, 0.0)
                for (channel, variance) in zip(usual.channels, usual.variances) {
                    let unsure = people.reduce(0) {
                        $0 + covariances[($1 * width + channel) * width + channel]
                    }
                    sum += (residual[channel] * residual[channel] + unsure) / variance
                    if channel % scale.answerCount != scale.decision { ofMean += residual[channel] }
                }
                result.append(
                    Surprise(
                        rater: people[direction], size: sum / Double(usual.channels.count),
                        ofMean: ofMean * ofMean / usual.ofMean,
                        halo: table.halo(dyad, direction, kind.observed, scale, usualSpread)))
            }
        }
        return result
    }
}

/// How far the answers of a class of dyads usually lie from what is expected of them.
private struct UsualError {
    /// Of each direction: its answered channels, their variances, and the variance of the sum of ratings and success.
    let ofDirection: [(channels: [Int], variances: [Double], ofMean: Double)]

    init(_ kind: NoiseClass, _ parameters: Hyperparameters, _ scale: AnswerScale) {
        let scales = kind.scales(stableShare: parameters.stableShare, channels: scale.channelCount)
        ofDirection = (0...1).map { direction in
            let channels = kind.observed.filter { $0 / scale.answerCount == direction }
            let ratings = channels.filter { $0 % scale.answerCount != scale.decision }
            func covariance(_ one: Int, _ two: Int) -> Double {
                parameters.dyad[one, two] * scales[one] * scales[two]
            }
            let ofMean = ratings.reduce(0) { sum, one in
                sum + ratings.reduce(0) { $0 + covariance(one, $1) }
            }
            return (channels, channels.map { covariance($0, $0) }, max(1e-9, ofMean))
        }
    }
}
