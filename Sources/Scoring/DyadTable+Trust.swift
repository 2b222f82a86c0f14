extension DyadTable {
    /// Gives every dyad the class that its sheets are worth. O(dyads × channels).
    mutating func weigh(by trust: SheetTrust, _ scale: AnswerScale) {
        var known: [NoiseClass: Int32] = [:]
        let old = classes
        classes = []
        for dyad in 0..<count {
            let kind = kind(of: dyad, observed: old[Int(classOf[dyad])].observed, trust, scale)
            if let index = known[kind] {
                classOf[dyad] = index
            } else {
                let index = Int32(classes.count)
                known[kind] = index
                classes.append(kind)
                classOf[dyad] = index
            }
        }
    }

    /// The class of a dyad of which these channels are answered.
    func kind(of dyad: Int, observed: [Int], _ trust: SheetTrust, _ scale: AnswerScale) -> NoiseClass {
        let close = 1e-3 * scale.ratingSpread
        let both = isMirrored(dyad, observed, scale, within: close) ? SheetTrust.mirrored : 1
        let sheets = (0...1).map { direction -> Double in
            let worth = Double(worth[dyad * 2 + direction])
            if worth == 0 { return 0 }
            let rater = Int(direction == 0 ? personA[dyad] : personB[dyad])
            let flat = isFlat(dyad, direction, observed, scale, within: close) ? trust.flat : 1
            return DyadGathering.rounded(worth * both * flat * trust.raters[rater])
        }
        return NoiseClass(observed: observed, sheets: sheets)
    }

    /// Whether all ratings and the success of one direction are the same.
    func isFlat(_ dyad: Int, _ direction: Int, _ scale: AnswerScale, within close: Double) -> Bool {
        isFlat(dyad, direction, classes[Int(classOf[dyad])].observed, scale, within: close)
    }

    private func isFlat(
        _ dyad: Int, _ direction: Int, _ observed: [Int], _ scale: AnswerScale, within close: Double
    ) -> Bool {
        var (low, high, count) = (Double.infinity, -Double.infinity, 0)
        for channel in observed where channel / scale.answerCount == direction {
            let answer = channel % scale.answerCount
            if answer == scale.decision { continue }
            let value = rating(dyad, channel, scale)
            (low, high, count) = (min(low, value), max(high, value), count + 1)
        }
        return count >= SheetTrust.fewestAnswers && high - low < close
    }

    /// Whether both directions say the same, and not just one thing.
    private func isMirrored(
        _ dyad: Int, _ observed: [Int], _ scale: AnswerScale, within close: Double
    ) -> Bool {
        if worth[dyad * 2] == 0 || worth[dyad * 2 + 1] == 0 { return false }
        var count = 0
        for channel in observed where channel < scale.decision {
            let back = scale.channel(channel, direction: 1)
            guard observed.contains(back) else { continue }
            if abs(rating(dyad, channel, scale) - rating(dyad, back, scale)) >= close { return false }
            count += 1
        }
        return count >= SheetTrust.fewestAnswers && !isFlat(dyad, 0, observed, scale, within: close)
    }

    /// An answer in scale points.
    private func rating(_ dyad: Int, _ channel: Int, _ scale: AnswerScale) -> Double {
        let answer = channel % scale.answerCount
        return scale.centres[answer] + scale.spreads[answer] * Double(answers[dyad * channelCount + channel])
    }
}
