/// How much sheets count besides their age: less where a sheet says one thing only, where two sheets mirror each
/// other, and where a rater's sheets scatter more than everybody's.
///
/// Worths are numbers of sheets: a sheet of worth 0.5 tells as much as half a sheet of an even rater. Learned by
/// empirical Bayes from what the model leaves unexplained, so where raters do not differ all count the same.
struct SheetTrust: Sendable, Hashable {
    /// Worth of a *flat* sheet: one answer to every question (straight-lining, the extreme of halo).
    var flat = 1.0
    /// Worth of the sheets of each person, row by row.
    var raters: [Double]

    /// Two sheets that say the same of each other, answer by answer (tit for tat), count as one together.
    static let mirrored = 0.5
    /// Fewer answers than this may be all alike by chance.
    static let fewestAnswers = 4
    /// A worth is held within these.
    static let bounds = 0.4...1.6
    /// Flat sheets that the expectation that they are like others counts as.
    static let flatPrior = 30.0
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
        let surprises = estimation.surprises(scale)
        guard surprises.count >= Self.fewestSheets else { return }
        let mean = surprises.reduce(0) { $0 + $1.size } / Double(surprises.count)
        guard mean > 1e-9 else { return }
        let flatOnes = surprises.filter(\.isFlat)
        let flatSize = flatOnes.reduce(0) { $0 + $1.size / mean }
        flat = Self.worth((Self.flatPrior + flatSize) / (Self.flatPrior + Double(flatOnes.count)), most: 1)
        learnRaters(surprises, mean)
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
    /// Whether the sheets answer everything alike.
    let isFlat: Bool
}

extension Estimation {
    /// Surprises of all dyads in both directions, with the uncertainty of people's effects.
    fileprivate func surprises(_ scale: AnswerScale) -> [Surprise] {
        let width = channelCount
        let spread = scale.ratingSpread
        var result: [Surprise] = []
        result.reserveCapacity(2 * table.count)
        var residual = [Double](repeating: 0, count: width)
        let scales = table.classes.map { $0.scales(stableShare: parameters.stableShare, channels: width) }
        for dyad in 0..<table.count {
            let kind = Int(table.classOf[dyad])
            let people = [Int(table.personA[dyad]), Int(table.personB[dyad])]
            self.residual(dyad, table.classes[kind], &residual)
            for direction in 0...1 {
                var (sum, count) = (0.0, 0.0)
                for channel in table.classes[kind].observed where channel / scale.answerCount == direction {
                    let unsure = people.reduce(0) {
                        $0 + covariances[($1 * width + channel) * width + channel]
                    }
                    let usual =
                        parameters.dyad[channel, channel] * scales[kind][channel] * scales[kind][channel]
                    sum += (residual[channel] * residual[channel] + unsure) / usual
                    count += 1
                }
                if count == 0 { continue }
                let isFlat = table.isFlat(dyad, direction, scale, within: 1e-3 * spread)
                result.append(Surprise(rater: people[direction], size: sum / count, isFlat: isFlat))
            }
        }
        return result
    }
}
