public import Domain
import Matching

/// A planned night: the round, and what is needed to answer for it.
public struct NightPlan: Sendable {
    /// What is proposed.
    public let round: Round
    let plan: Plan
    let night: NightProblem
    let basis: ChurnBudget.Outcome

    /// Why two people are not proposed to each other, and what it would take.
    ///
    /// Exact: the best plan with this pair is found from the prices of tonight's by one augmenting path, and compared with it.
    /// Costs are in expected utility, without what a trial would teach.
    ///
    /// - Parameters:
    ///   - personA: index in ``Snapshot/people`` of a person of side a (a precondition).
    ///   - personB: index of a person of side b (a precondition).
    /// - Complexity: a few passes over the pairs of the people who would have to move.
    public func whyNot(_ personA: Int, _ personB: Int) throws(PlanningError) -> WhyNot {
        let people = Board.Dyad(a: personA, b: personB)
        precondition(
            plan.snapshot.side(of: personA) == .a && plan.snapshot.side(of: personB) == .b,
            "a pair is someone of side a and of side b")
        if plan.board.standing.held.contains(people) { return .stands }
        guard let place = plan.board.position(people) else { return whyNotPlanned(people) }
        if let obstacle = plan.board.obstacle(place) {
            return .impossible(reason: obstacle.sentence)
        }
        if plan.pairs.contains(Pair(place)) { return .stands }
        if basis.pairs.contains(Pair(place)) { return .gaveWay(trials: trials(insteadOf: Pair(place))) }
        return try displacement(Pair(place))
    }

    /// What is tried tonight by those who would have to give it up for the best plan without learning.
    private func trials(insteadOf pair: Pair) -> [WhyNot.Couple] {
        let parts = Rearrangement(from: basis.pairs, to: plan.pairs, rowCount: plan.board.rows.count).parts
        return parts.first { $0.ended.contains(pair) }?.begun.map { couple($0) } ?? []
    }

    private func displacement(_ pair: Pair) throws(PlanningError) -> WhyNot {
        let problem = night.problem(surcharge: basis.surcharge)
        guard night.value(pair) > -.infinity else {
            return .impossible(reason: "The two are not among each other's candidates tonight.")
        }
        do {
            let displacement = try basis.solution.displacement(forcing: pair, in: problem)
            return .displaces(
                cost: displacement.cost, ended: displacement.ended.map { couple($0) },
                begun: displacement.begun.filter { $0 != pair }.map { couple($0) })
        } catch MatchingError.pinsExceedCapacity {
            return .impossible(reason: "Pins have taken all the capacity of one of the two.")
        } catch {
            throw .unsolvable("\(error)")
        }
    }

    private func couple(_ pair: Pair) -> WhyNot.Couple {
        WhyNot.Couple(personA: plan.board.rows[pair.row], personB: plan.board.columns[pair.column])
    }

    private func whyNotPlanned(_ people: Board.Dyad) -> WhyNot {
        let standing = plan.board.standing
        let reasons = [people.a, people.b].compactMap { standing.whyNotPlanned($0, as: plan.shown($0)) }
        let sentence = reasons.map(\.text).joined(separator: "; ") + "."
        guard reasons.allSatisfy({ $0.reason == .awaitsAnswers }) else {
            return .impossible(reason: sentence)
        }
        let stopping = hindrances(
            between: people.a, and: people.b, in: plan.snapshot, agreed: [], on: standing.day
        ).filter { hindrance in
            // A confirmed pair that the night might end is the people's to end first.
            if case .noRoom = hindrance { false } else { hindrance.blocks(.accept) }
        }
        guard let first = stopping.first else { return .promised(reason: sentence) }
        return .impossible(reason: first.text.asSentence)
    }
}

/// Why two people are not proposed to each other.
public enum WhyNot: Sendable, Hashable {
    /// They are: the pairing stands, is under way, or is proposed.
    case stands
    /// A rule or the people's state forbids it; one sentence.
    case impossible(reason: String)
    /// Nothing forbids it, but the night leaves a free place of one of the two to those who are proposed for it; one sentence.
    /// People may propose the two all the same: the first pairing to be accepted gets the place.
    case promised(reason: String)
    /// The best plan has them, but tonight these trials are worth more for what they teach.
    case gaveWay(trials: [Couple])
    /// It would cost the alliance so many points of expected utility (0 or more): these pairs would not be made, those others
    /// would be made for them.
    case displaces(cost: Double, ended: [Couple], begun: [Couple])

    /// Two people, as indices of ``Snapshot/people``.
    public struct Couple: Sendable, Hashable {
        /// The person of side a.
        public var personA: Int
        /// The person of side b.
        public var personB: Int
    }
}
