import Domain
import Scoring

extension Plan {
    /// Why a new pair (a position) is proposed, then what the model says of it, for the eyes of one side.
    ///
    /// No reason tells of a sheet, neither by a word nor by one that is missing: what a counterpart wrote is nobody's business.
    /// So the reasons are the same with and without ``News``, whatever the cause.
    func reasons(
        _ side: Domain.Side, _ place: Board.Dyad, _ cause: Causes.Named, _ causes: Causes
    ) -> [String] {
        let people = board.people(place)
        let counterpart = side == .a ? people.b : people.a
        var reasons = [reasonToBegin(side, place, cause, causes)]
        if !board.standing.experienced.contains(counterpart) {
            reasons.append("\(shown(counterpart)) has not been paired with anybody yet.")
        }
        return reasons + posterior.explanation(of: people.a, with: people.b, for: side).map(\.text)
    }

    /// The plan's own reason for a new pair: of what ends for it, one side reads of its own people alone.
    private func reasonToBegin(
        _ side: Domain.Side, _ place: Board.Dyad, _ cause: Causes.Named, _ causes: Causes
    ) -> String {
        switch cause.cause {
        case .rule: return "A pin asks for this pairing."
        case .exploration: return "A trial would show what nobody knows yet: how well the two get on."
        case .knockOn: return "Another change in tonight's plan leaves the two free for each other."
        default:
            let replacesOwn =
                side == .a ? causes.endingRows.contains(place.a) : causes.endingColumns.contains(place.b)
            return replacesOwn
                ? "The pair is expected to do better than what stands."
                : "In the best plan for everybody, these two are paired."
        }
    }

    /// Why a pairing (a position) is to end, for the eyes of one side: their own people by name, the others' plans not.
    func reasonToEnd(
        _ side: Domain.Side, _ place: Board.Dyad, _ cause: Causes.Named, _ causes: Causes
    ) -> String {
        let people = board.people(place)
        if side == .a, let new = causes.newPairOfRow[place.a] {
            return "\(shown(people.a)) is proposed a trial with \(shown(board.columns[new.b])) instead."
        }
        if side == .b, let new = causes.newPairOfColumn[place.b] {
            return "\(shown(people.b)) is proposed a trial with \(shown(board.rows[new.a])) instead."
        }
        switch cause.cause {
        case .rule, .knockOn: return "The counterpart is proposed a trial with somebody else."
        case .capacity: return "One of the two has more confirmed pairings than room for them."
        default: return "The pairing is expected to bring less than the alliance asks of one."
        }
    }

    /// A person as others read them.
    func shown(_ person: Int) -> String { snapshot.people[person].name ?? snapshot.people[person].key }
}
