extension DyadTable {
    /// Gives every dyad the class that its sheets are worth. O(dyads × channels).
    mutating func weigh(by trust: SheetTrust, _ scale: AnswerScale) {
        /// Dyads that had the same class, and are worth as many sheets as each other now: most, so that few classes are compared.
        struct Likeness: Hashable {
            let before: Int32
            let sheets: SIMD2<Double>
        }
        var alike: [Likeness: Int32] = [:]
        var known: [NoiseClass: Int32] = [:]
        let old = classes
        classes = []
        for dyad in 0..<count {
            let before = classOf[dyad]
            let observed = old[Int(before)].observed
            let sheets = sheets(of: dyad, observed: observed, trust, scale)
            let likeness = Likeness(before: before, sheets: sheets)
            if let index = alike[likeness] {
                classOf[dyad] = index
                continue
            }
            let kind = NoiseClass(observed: observed, sheets: [sheets[0], sheets[1]])
            let index = known[kind] ?? Int32(classes.count)
            if known.updateValue(index, forKey: kind) == nil { classes.append(kind) }
            alike[likeness] = index
            classOf[dyad] = index
        }
    }

    /// The class of a dyad of which these channels are answered.
    func kind(of dyad: Int, observed: [Int], _ trust: SheetTrust, _ scale: AnswerScale) -> NoiseClass {
        let sheets = sheets(of: dyad, observed: observed, trust, scale)
        return NoiseClass(observed: observed, sheets: [sheets[0], sheets[1]])
    }

    /// How many sheets the answers of both directions are worth.
    private func sheets(
        of dyad: Int, observed: [Int], _ trust: SheetTrust, _ scale: AnswerScale
    ) -> SIMD2<Double> {
        let close = 1e-3 * scale.ratingSpread
        let both = isMirrored(dyad, observed, scale, within: close) ? SheetTrust.mirrored : 1
        var sheets = SIMD2<Double>()
        for direction in 0...1 {
            let worth = Double(worth[dyad * 2 + direction])
            if worth == 0 { continue }
            let rater = Int(direction == 0 ? personA[dyad] : personB[dyad])
            let halo = trust.worth(ofHalo: halo(dyad, direction, observed, scale, trust.usualSpread))
            sheets[direction] = DyadGathering.rounded(worth * both * halo * trust.raters[rater])
        }
        return sheets
    }

    /// How much the answers of one direction say one thing only: 1 where all are the same, 0 where they lie as far apart
    /// as usual or further, or are too few to tell.
    func halo(
        _ dyad: Int, _ direction: Int, _ observed: [Int], _ scale: AnswerScale, _ usualSpread: Double
    ) -> Double {
        guard usualSpread > 0, let spread = spread(dyad, direction, observed, scale) else { return 0 }
        return max(0, 1 - spread / usualSpread)
    }

    /// How far apart the answers of one direction usually lie, see ``SheetTrust/usualSpread``. O(dyads × channels).
    func usualSpread(_ scale: AnswerScale) -> Double {
        var (sum, count) = (0.0, 0.0)
        for dyad in 0..<self.count {
            let observed = classes[Int(classOf[dyad])].observed
            for direction in 0...1 {
                guard let spread = spread(dyad, direction, observed, scale) else { continue }
                sum += spread * spread
                count += 1
            }
        }
        return count == 0 ? 0 : (sum / count).squareRoot()
    }

    /// Root mean square deviation of the ratings and the success of one direction from their mean, in points; nil where
    /// too few are answered. Rounding errors of equal answers count as none.
    private func spread(
        _ dyad: Int, _ direction: Int, _ observed: [Int], _ scale: AnswerScale
    ) -> Double? {
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        let channels = direction * scale.answerCount..<direction * scale.answerCount + scale.decision
        for channel in observed where channels.contains(channel) {
            let value = rating(dyad, channel, channel - channels.lowerBound, scale)
            (count, sum, squares) = (count + 1, sum + value, squares + value * value)
        }
        guard count >= Double(SheetTrust.fewestAnswers) else { return nil }
        let spread = max(0, squares / count - sum / count * sum / count).squareRoot()
        return spread < 1e-3 * scale.ratingSpread ? 0 : spread
    }

    /// Whether both directions say the same, and not just one thing.
    private func isMirrored(
        _ dyad: Int, _ observed: [Int], _ scale: AnswerScale, within close: Double
    ) -> Bool {
        if worth[dyad * 2] == 0 || worth[dyad * 2 + 1] == 0 { return false }
        var count = 0
        for channel in observed where channel < scale.decision {
            let back = scale.channel(channel, direction: 1)
            let difference = rating(dyad, channel, channel, scale) - rating(dyad, back, channel, scale)
            guard observed.contains(back) else { continue }
            if abs(difference) >= close { return false }
            count += 1
        }
        return count >= SheetTrust.fewestAnswers && spread(dyad, 0, observed, scale) != 0
    }

    /// An answer in scale points.
    private func rating(_ dyad: Int, _ channel: Int, _ answer: Int, _ scale: AnswerScale) -> Double {
        scale.centres[answer] + scale.spreads[answer] * Double(answers[dyad * channelCount + channel])
    }
}
