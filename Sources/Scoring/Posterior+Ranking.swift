import Domain

extension Posterior {
    /// Ranks candidates of the other side for one person, best first.
    ///
    /// Order: higher mean of chemistry first; equal means: the surer first; equal again: the lower row.
    /// A new tie band begins where the best of the current band is better with a probability above 75 %.
    ///
    /// - Parameters:
    ///   - person: row of the person who asks.
    ///   - candidates: rows of people of the other side; others are left out.
    ///   - limit: how many to return at most.
    /// - Complexity: O(candidates × features + limit × attributes).
    public func ranking(for person: Int, among candidates: [Int], limit: Int) -> [RankedCandidate] {
        let side = sides[person]
        // Marks by row cost a tenth of a hash set, and this is a third of the time of a ranking.
        var seen = [Bool](repeating: false, count: personCount)
        let eligible = candidates.filter { candidate in
            if seen[candidate] || sides[candidate] != side.opposite { return false }
            seen[candidate] = true
            return true
        }
        guard limit > 0, !eligible.isEmpty else { return [] }
        let scores = chemistry(of: person, with: eligible)
        let best = Self.leading(eligible, scores, limit: limit)
        var band = 0
        var leader = best.first
        return best.map { place in
            if let first = leader, Self.isBetter(scores, first, place) {
                band += 1
                leader = place
            }
            let candidate = eligible[place]
            let (a, b) = side == .a ? (person, candidate) : (candidate, person)
            return RankedCandidate(
                person: candidate, prediction: prediction(of: a, with: b),
                reasons: explanation(of: a, with: b, for: side), tieBand: band)
        }
    }

    /// Places of the best scores, in order. O(candidates + limit log limit) for the usual small limit.
    private static func leading(
        _ eligible: [Int], _ scores: (mean: [Float], variance: [Float]), limit: Int
    ) -> [Int] {
        func precedes(_ one: Int, _ two: Int) -> Bool {
            if scores.mean[one] != scores.mean[two] { return scores.mean[one] > scores.mean[two] }
            if scores.variance[one] != scores.variance[two] {
                return scores.variance[one] < scores.variance[two]
            }
            return eligible[one] < eligible[two]
        }
        if limit * 8 >= eligible.count { return Array(eligible.indices.sorted(by: precedes).prefix(limit)) }
        var best: [Int] = []
        for place in eligible.indices {
            if best.count == limit, !precedes(place, best[limit - 1]) { continue }
            var position = best.count
            while position > 0, precedes(place, best[position - 1]) { position -= 1 }
            best.insert(place, at: position)
            if best.count > limit { best.removeLast() }
        }
        return best
    }

    /// Whether one candidate is better than another with a probability above 75 % (0.674 deviations).
    private static func isBetter(
        _ scores: (mean: [Float], variance: [Float]), _ one: Int, _ two: Int
    ) -> Bool {
        let gap = scores.mean[one] - scores.mean[two]
        return gap > 0.674 * (scores.variance[one] + scores.variance[two]).squareRoot()
    }
}
