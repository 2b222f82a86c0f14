public import Domain

/// A round in words, for whoever sees the whole alliance or for the people of one side.
public struct RoundText: Sendable {
    private let snapshot: Snapshot
    private let round: Round
    private let side: Domain.Side?

    /// Tells `round`, whose people are those of `snapshot`.
    ///
    /// - Parameter side: whose reasons to tell, and no cause; both sides' and the causes when left out.
    public init(_ round: Round, of snapshot: Snapshot, for side: Domain.Side? = nil) {
        self.snapshot = snapshot
        self.round = round
        self.side = side
    }

    /// Several lines, ended each: the whole, every change with its reasons, what more or fewer changes would bring.
    public var text: String {
        var lines = [summary]
        for change in round.changes { lines += self.lines(of: change) }
        if side == nil { lines += report }
        return (lines + round.warnings).map { $0 + "\n" }.joined()
    }

    private var summary: String {
        let begun = round.changes.count { $0.action == .begin }
        return "\(round.day): \(begun) to begin, \(round.changes.count - begun) to end; "
            + "expected utility \(Self.tenths(round.utility)), of what stands \(Self.tenths(round.presentUtility))"
    }

    private func lines(of change: ProposedChange) -> [String] {
        let people = "\(shown(change.personA)) with \(shown(change.personB))"
        guard let side else {
            return [
                "\(change.action.rawValue)  \(people)  \(Self.tenths(change.utility))  \(cause(of: change))"
            ]
                + change.reasonsForA.map { "       side a: \($0)" }
                + change.reasonsForB.map { "       side b: \($0)" }
        }
        let reasons = side == .a ? change.reasonsForA : change.reasonsForB
        return ["\(change.action.rawValue)  \(people)"] + reasons.map { "       \($0)" }
    }

    private func cause(of change: ProposedChange) -> String {
        var words = change.cause.rawValue
        if let parent = change.knockOnOf {
            let other = round.changes[parent]
            words += " of \(other.action.rawValue) \(shown(other.personA)) with \(shown(other.personB))"
        }
        if change.propensity < 1 { words += ", with probability \(change.propensity)" }
        return words
    }

    private var report: [String] {
        var lines = round.report.frontierSentences()
        if round.report.explorers > 0 {
            lines.append(
                "\(round.report.explorers) people explore, for \(Self.tenths(round.report.explorationCost)) points of "
                    + "expected utility tonight.")
        }
        if round.report.blockingPairCount > 0 {
            lines.append(
                "\(round.report.blockingPairCount) pairs would both rather be together than as proposed; strongest first:"
            )
        }
        return lines
            + round.report.blockingPairs.map {
                "       \(shown($0.personA)) and \(shown($0.personB)), by \(Self.tenths($0.gain))"
            }
    }

    private func shown(_ person: Int) -> String {
        let person = snapshot.people[person]
        guard let name = person.name else { return person.key }
        return "\(name) (\(person.key))"
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
