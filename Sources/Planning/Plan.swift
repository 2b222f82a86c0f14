import Domain
import Matching
import Scoring

/// What the plan means for the people: which pairs begin, which end, and why.
struct Plan {
    let snapshot: Snapshot
    let posterior: Posterior
    let board: Board
    let utilities: Utilities
    /// The best pairs on what is known, within the numbers of changes; ascending.
    let exploited: [Pair]
    /// What exploring made of them.
    let explored: Exploration.Outcome
    let news: News

    /// The pairs that are proposed to stand, ascending.
    var pairs: [Pair] { explored.pairs }

    /// Sum of the utilities of all pairs that would stand, without bonuses.
    var utility: Double { pairs.reduce(0) { $0 + utilities[Board.Dyad($1)] } }

    /// Sum of the utilities of the confirmed pairs that stand now and may stay.
    var presentUtility: Double { board.present.reduce(0) { $0 + utilities[$1] } }

    /// Every change, sorted by people.
    ///
    /// - Complexity: O((begun + ended) · log), apart from the model's explanations.
    func changes() -> [ProposedChange] {
        let causes = Causes(self)
        var changes: [(change: ProposedChange, parent: Board.Dyad?)] = []
        for (place, cause) in causes.begun { changes.append((beginning(place, cause, causes), cause.parent)) }
        for (place, cause) in causes.ended { changes.append((ending(place, cause, causes), cause.parent)) }
        changes += forcedEnds().map { ($0, nil) }
        changes.sort { ($0.change.personA, $0.change.personB) < ($1.change.personA, $1.change.personB) }
        var indexOf: [Board.Dyad: Int] = [:]
        for (index, entry) in changes.enumerated() {
            indexOf[Board.Dyad(a: entry.change.personA, b: entry.change.personB)] = index
        }
        return changes.map { change, parent in
            var change = change
            change.knockOnOf = parent.flatMap { indexOf[$0] }
            return change
        }
    }

    private func beginning(_ place: Board.Dyad, _ cause: Causes.Named, _ causes: Causes) -> ProposedChange {
        let people = board.people(place)
        return ProposedChange(
            personA: people.a, personB: people.b, action: .begin, cause: cause.cause,
            utility: utilities[place],
            propensity: explored.chances[Pair(place)] ?? 1,
            reasonsForA: reasons(.a, place, cause, causes), reasonsForB: reasons(.b, place, cause, causes))
    }

    private func ending(_ place: Board.Dyad, _ cause: Causes.Named, _ causes: Causes) -> ProposedChange {
        let people = board.people(place)
        return ProposedChange(
            personA: people.a, personB: people.b, action: .end, cause: cause.cause, utility: utilities[place],
            propensity: explored.chances[Pair(place)].map { 1 - $0 } ?? 1,
            reasonsForA: [reasonToEnd(.a, place, cause, causes)],
            reasonsForB: [reasonToEnd(.b, place, cause, causes)])
    }

    private func forcedEnds() -> [ProposedChange] {
        board.mustEnd.map { dyad, cause in
            let reason =
                cause == .rule
                ? "A veto forbids this pairing." : "One of the two is inactive or has no capacity for it."
            return ProposedChange(
                personA: dyad.a, personB: dyad.b, action: .end, cause: cause, utility: 0,
                reasonsForA: [reason], reasonsForB: [reason])
        }
    }
}

extension Board.Dyad {
    /// The same two as the solver names them.
    init(_ pair: Pair) { self.init(a: pair.row, b: pair.column) }
}

extension Pair {
    /// The same two as the board names them.
    init(_ dyad: Board.Dyad) { self.init(row: dyad.a, column: dyad.b) }
}
