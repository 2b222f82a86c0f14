import Matching

extension ChurnBudget {
    /// The best plan within the policy's numbers of changes, for the night and for each person.
    ///
    /// The number for each person is kept by forbidding the least valuable pairings that pass it, and keeping the most
    /// valuable ones that would end, and planning again; ``Outcome/gap`` then counts what the plan without that lies above.
    mutating func best() throws(PlanningError) -> Outcome {
        let first = try best(within: night.policy.changesPerNight)
        guard let limit = night.policy.changesPerPerson else { return first }
        var outcome = first
        for _ in 0..<Self.repairs {
            let (excess, ending) = excess(of: outcome.pairs, limit)
            if excess.isEmpty, ending.isEmpty { break }
            for pair in excess { night.forbid(pair) }
            night.pins += ending
            night.pins.sort()
            outcome = try best(within: night.policy.changesPerNight)
        }
        outcome.pairs = trimmed(outcome.pairs, limit)
        outcome.gap = max(0, worth(first.pairs) + first.gap - worth(outcome.pairs))
        return outcome
    }

    /// How often a plan is repaired before what still passes the limit is simply not begun.
    private static var repairs: Int { 12 }

    private func worth(_ pairs: [Pair]) -> Double {
        let present = Set(night.present)
        return pairs.reduce(0) { $0 + night.gain($1, isPresent: present.contains($1)) }
    }

    /// New pairs beyond the limit of one of their people, the least valuable first; and endings beyond it that can be undone.
    private func excess(of pairs: [Pair], _ limit: Int) -> (begun: [Pair], ended: [Pair]) {
        let (planned, present, pinned) = (Set(pairs), Set(night.present), Set(night.pins))
        let begun = pairs.filter { !present.contains($0) && !pinned.contains($0) }
        let ended = night.present.filter { !planned.contains($0) }
        return (over(begun, limit), over(ended, limit).filter { canStay($0) })
    }

    /// Pairs beyond the first `limit` of a person, most valuable first. Among endings those are undone that are worth most.
    private func over(_ pairs: [Pair], _ limit: Int) -> [Pair] {
        var (rows, columns): ([Int: Int], [Int: Int]) = ([:], [:])
        let isEnding = !pairs.isEmpty && Set(night.present).contains(pairs[0])
        let sorted = pairs.map { (pair: $0, gain: night.gain($0, isPresent: false)) }.sorted {
            ($0.gain, $1.pair) > ($1.gain, $0.pair)
        }
        var over: [Pair] = []
        for (pair, _) in isEnding ? sorted.reversed() : sorted {
            if rows[pair.row, default: 0] < limit, columns[pair.column, default: 0] < limit {
                rows[pair.row, default: 0] += 1
                columns[pair.column, default: 0] += 1
            } else {
                over.append(pair)
            }
        }
        return over
    }

    /// Whether a pair that stands fits beside all that is pinned.
    private func canStay(_ pair: Pair) -> Bool {
        night.pins.count { $0.row == pair.row } < Int(night.board.rowCapacities[pair.row])
            && night.pins.count { $0.column == pair.column } < Int(night.board.columnCapacities[pair.column])
    }

    /// The plan without new pairs beyond the limit, and with what would have ended for them where there is room.
    private func trimmed(_ pairs: [Pair], _ limit: Int) -> [Pair] {
        let (excess, _) = excess(of: pairs, limit)
        if excess.isEmpty { return pairs }
        var kept = Set(pairs).subtracting(excess)
        var rowRoom = night.board.rowCapacities.map(Int.init)
        var columnRoom = night.board.columnCapacities.map(Int.init)
        for pair in kept {
            rowRoom[pair.row] -= 1
            columnRoom[pair.column] -= 1
        }
        for pair in night.present where !kept.contains(pair) {
            guard rowRoom[pair.row] > 0, columnRoom[pair.column] > 0, night.gain(pair, isPresent: true) > 0
            else {
                continue
            }
            kept.insert(pair)
            rowRoom[pair.row] -= 1
            columnRoom[pair.column] -= 1
        }
        return kept.sorted()
    }
}
