import Domain
import Matching
import Scoring

/// What the solution means for the people: which pairs begin, which end, and why.
struct Plan {
    let snapshot: Snapshot
    let posterior: Posterior
    let board: Board
    let utilities: Utilities
    /// The best pairs on what is known.
    let exploited: Solution
    /// The pairs that are proposed.
    let chosen: Solution

    /// Sum of the utilities of all pairs that would stand, without bonuses.
    var utility: Double { chosen.pairs.reduce(0) { $0 + utilities[dyad($1)] } }

    /// Sum of the utilities of the confirmed pairs that stand now and may stay.
    var presentUtility: Double { board.present.reduce(0) { $0 + utilities[$1] } }

    /// Every change, sorted by people.
    func changes() -> [ProposedChange] {
        let planned = Set(chosen.pairs.map(dyad))
        let expectedBest = Set(exploited.pairs.map(dyad))
        let present = Set(board.present)
        let ended = board.present.filter { !planned.contains($0) }
        let begun = chosen.pairs.map(dyad).filter { !present.contains($0) }
        let changes =
            begun.map { beginning($0, isExpectedBest: expectedBest.contains($0), ended: ended) }
            + ended.map { ending($0, begun: begun) } + forcedEnds()
        return changes.sorted { ($0.personA, $0.personB) < ($1.personA, $1.personB) }
    }

    private func beginning(
        _ place: Board.Dyad, isExpectedBest: Bool, ended: [Board.Dyad]
    ) -> ProposedChange {
        let a = board.rows[place.a]
        let b = board.columns[place.b]
        let cause = cause(ofBeginning: place, isExpectedBest: isExpectedBest, ended: ended)
        return ProposedChange(
            personA: a, personB: b, action: .begin, cause: cause, utility: utilities[place],
            reasonsForA: reasons(posterior.explanation(of: a, with: b, for: .a).map(\.text), cause),
            reasonsForB: reasons(posterior.explanation(of: a, with: b, for: .b).map(\.text), cause))
    }

    /// What the model says for a new pair, and what the plan adds: nobody is asked to begin without a reason.
    private func reasons(_ explanation: [String], _ cause: ProposedChange.Cause) -> [String] {
        switch cause {
        case .rule: ["A pin asks for this pairing."] + explanation
        case .exploration:
            explanation + ["A trial would show what nobody knows yet: how well the two get on."]
        case .betterExpected where explanation.isEmpty:
            ["The pair is expected to do better than what stands."]
        case _ where explanation.isEmpty: ["Both have room for a counterpart."]
        default: explanation
        }
    }

    private func cause(
        ofBeginning place: Board.Dyad, isExpectedBest: Bool, ended: [Board.Dyad]
    ) -> ProposedChange.Cause {
        if board.pinned.contains(place) { return .rule }
        if !isExpectedBest { return .exploration }
        return ended.contains { $0.a == place.a || $0.b == place.b } ? .betterExpected : .unpaired
    }

    private func ending(_ place: Board.Dyad, begun: [Board.Dyad]) -> ProposedChange {
        let a = board.rows[place.a]
        let b = board.columns[place.b]
        let newPairs = begun.filter { $0.a == place.a || $0.b == place.b }
        let isCrowded = isOverCapacity(place)
        let cause: ProposedChange.Cause =
            newPairs.contains { board.pinned.contains($0) }
            ? .rule : !newPairs.isEmpty ? .knockOn : isCrowded ? .capacity : .betterExpected
        func reason(_ person: Int, isNew: (Board.Dyad) -> Bool, name: (Board.Dyad) -> String) -> String {
            if let new = newPairs.first(where: isNew) {
                return "\(shown(person)) is proposed a trial with \(name(new)) instead."
            }
            if !newPairs.isEmpty { return "The counterpart is proposed a trial with somebody else." }
            return isCrowded
                ? "One of the two has more confirmed pairings than room for them."
                : "The pairing is expected to bring less than the alliance asks of one."
        }
        return ProposedChange(
            personA: a, personB: b, action: .end, cause: cause, utility: utilities[place],
            reasonsForA: [reason(a, isNew: { $0.a == place.a }, name: { shown(board.columns[$0.b]) })],
            reasonsForB: [reason(b, isNew: { $0.b == place.b }, name: { shown(board.rows[$0.a]) })])
    }

    /// Whether one of the two has more confirmed pairings than places.
    private func isOverCapacity(_ place: Board.Dyad) -> Bool {
        board.present.count { $0.a == place.a } > Int(board.rowCapacities[place.a])
            || board.present.count { $0.b == place.b } > Int(board.columnCapacities[place.b])
    }

    private func forcedEnds() -> [ProposedChange] {
        board.mustEnd.map { dyad, cause in
            let reason =
                cause == .rule
                ? "A veto forbids this pairing." : "One of the two is inactive or has no capacity for it."
            return ProposedChange(
                personA: dyad.a, personB: dyad.b, action: .end, cause: cause, utility: 0,
                reasonsForA: [reason],
                reasonsForB: [reason])
        }
    }

    private func shown(_ person: Int) -> String {
        snapshot.people[person].name ?? snapshot.people[person].key
    }

    private func dyad(_ pair: Pair) -> Board.Dyad { Board.Dyad(a: pair.row, b: pair.column) }
}
