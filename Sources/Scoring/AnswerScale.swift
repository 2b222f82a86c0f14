import Domain

/// How answers become standardised numbers: `y = (answer − centre) / spread`, one pair for each answer.
///
/// A sheet has `factorCount + 2` answers: the factors, success, and the decision to continue (1 or 0). A dyad
/// has two directions, so `2 × (factorCount + 2)` *channels*: first the answers of a about b, then those of
/// b about a.
struct AnswerScale: Sendable, Hashable {
    /// Number of factors of the instrument.
    let factorCount: Int
    /// Middle of each answer, in scale points (a probability for the decision).
    var centres: [Double]
    /// Spread of each answer, in scale points.
    var spreads: [Double]

    /// Spread of the ratings in scale points: what two of them differ by.
    var ratingSpread: Double { spreads[success] }
    /// Answers in one direction.
    var answerCount: Int { factorCount + 2 }
    /// Channels of a dyad.
    var channelCount: Int { 2 * answerCount }
    /// Place of the success answer among the answers of one direction.
    var success: Int { factorCount }
    /// Place of the decision among the answers of one direction.
    var decision: Int { factorCount + 1 }

    /// The channel of an answer in a direction (0: a about b, 1: b about a).
    func channel(_ answer: Int, direction: Int) -> Int { direction * answerCount + answer }

    /// Scale of an alliance of which nothing is known: middle of the scale, and a spread of 0.22 of its
    /// width (what seven-point and eleven-point ratings of people show).
    init(prior instrument: Instrument) {
        factorCount = instrument.factors.count
        let scale = instrument.scale
        let middle = (scale.min + scale.max) / 2
        let usual = 0.22 * (scale.max - scale.min)
        centres = [Double](repeating: middle, count: factorCount + 1) + [0.5]
        spreads = [Double](repeating: usual, count: factorCount + 1) + [0.5]
        for (index, factor) in instrument.factors.enumerated() {
            if let reference = factor.reference {
                centres[index] = (reference.slight + reference.medium + reference.great) / 3
            }
        }
    }

    /// Puts a scale together from stored parts.
    init(factorCount: Int, centres: [Double], spreads: [Double]) {
        self.factorCount = factorCount
        self.centres = centres
        self.spreads = spreads
    }

    /// Moves the scale towards the answers of a table; the prior counts as much as `priorWeight` sheets.
    mutating func learn(from sheets: SheetTable, priorWeight: Double = 4) {
        for answer in 0..<answerCount {
            var (count, sum, squares) = (0.0, 0.0, 0.0)
            for index in 0..<sheets.count {
                let value = sheets.answer(answer, of: index)
                if value.isNaN { continue }
                let distance = value - centres[answer]
                count += 1
                sum += distance
                squares += distance * distance
            }
            let shift = sum / (count + priorWeight)
            let variance = spreads[answer] * spreads[answer]
            let scatter = max(0, squares - 2 * shift * sum + shift * shift * count)
            centres[answer] += shift
            spreads[answer] = ((scatter + priorWeight * variance) / (count + priorWeight)).squareRoot()
        }
    }
}

extension SheetTable {
    /// One answer of a sheet, in the order of ``AnswerScale``; NaN where unanswered.
    @inline(__always)
    func answer(_ answer: Int, of index: Int) -> Double {
        if answer < factorCount { return Double(ratings[index * factorCount + answer]) }
        if answer == factorCount { return Double(successes[index]) }
        let decision = decisions[index]
        return decision == SheetTable.unknownDecision ? .nan : Double(decision)
    }
}
