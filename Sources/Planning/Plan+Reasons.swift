import Domain
import Scoring

extension Plan {
    /// What the model says for a new pair, and what the plan adds, for the eyes of one side. Nobody is asked to begin without
    /// a reason, and no reason tells of a sheet: what a counterpart wrote is nobody's business.
    func reasons(_ side: Domain.Side, _ people: Board.Dyad, _ cause: Causes.Named) -> [String] {
        let explanation = posterior.explanation(of: people.a, with: people.b, for: side).map(\.text)
        let counterpart = shown(side == .a ? people.b : people.a)
        switch cause.cause {
        case .rule: return ["A pin asks for this pairing."] + explanation
        case .exploration:
            return explanation + ["A trial would show what nobody knows yet: how well the two get on."]
        case .knockOn:
            return explanation + ["Another change in tonight's plan leaves the two free for each other."]
        case .newPerson where !board.standing.experienced.contains(side == .a ? people.b : people.a):
            return explanation + ["\(counterpart) has not been paired with anybody yet."]
        case .betterExpected, .newSheet:
            return explanation + ["The pair is expected to do better than what stands."]
        default: return explanation.isEmpty ? ["Both have room for a counterpart."] : explanation
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
