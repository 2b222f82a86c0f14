package import Domain
import Foundation
import Gateway
package import Storage

/// A round as viewers see it.
package struct RoundView: Encodable, Sendable {
    /// Its id.
    package var round: String
    /// The day it plans for.
    package var day: String
    var publishedAt: Date
    /// How many changes concern the viewer's people.
    package var changes: Int?
    /// How many of them wait for the viewer's side.
    package var undecided: Int?
    /// For those who see the whole alliance.
    var utility: Double?
    var presentUtility: Double?
    var warnings: [String]?

    init(_ round: RoundSummary, for viewer: Viewer, changes: [ChangeView]? = nil) {
        self.round = round.id.text
        day = "\(round.day)"
        publishedAt = round.publishedAt
        self.changes = changes?.count
        undecided = changes?.count { $0.mayDecide }
        guard Permission.seesAll(viewer) else { return }
        utility = round.utility.inSteps(of: Steps.sums)
        presentUtility = round.presentUtility.inSteps(of: Steps.sums)
        warnings = round.warnings
    }

    /// Read off what the viewer sees of the round: what others decide about changes of others makes no other version.
    package func version(with changes: [ChangeView]) throws -> Int64 {
        try ContentVersion.of(Whole(warnings: warnings, changes: changes.map(\.version)))
    }

    /// All of a round that may become another: also warnings, when somebody is erased.
    private struct Whole: Encodable {
        var warnings: [String]?
        var changes: [Int64]
    }
}

/// A change of a round as one viewer may see it: with the reasons that are for their side.
package struct ChangeView: Encodable, Sendable {
    /// Its position in the round, from 1.
    package var position: Int
    /// Whether a pairing is to begin or to end.
    package var action: ProposedChange.Action
    /// The person of side a.
    package var personA: PairingView.Person
    /// The person of side b.
    package var personB: PairingView.Person
    /// The side the viewer looks after; nil for those who look after both or neither.
    package var side: Side?
    /// Why, for the viewer's side; for those who see the whole alliance both sides', each with its side.
    package var reasons: [String]
    /// What the viewer's own side has said.
    package var decision: RoundDecision.Answer?
    /// Whether either side has said no, or both yes.
    package var settled: Bool
    /// Whether the viewer's word is missing and would count.
    package var mayDecide: Bool
    /// The pairing that came of it, if any.
    package var pairing: String?
    /// Where that pairing stands.
    package var status: PairingStatus?
    /// For those who see the whole alliance: that a sheet was written, and by whom, is nothing the other side may read off.
    var cause: ProposedChange.Cause?
    var utility: Double?
    var propensity: Double?
    /// Read off the rest.
    package var version: Int64 = 0

    init(_ stored: StoredChange, in record: AllianceRecord, for viewer: Viewer) throws {
        let change = stored.change
        position = stored.position
        action = change.action
        personA = PairingView.Person(change.personA, in: record)
        personB = PairingView.Person(change.personB, in: record)
        let side = Permission.side(viewer, change.personA, change.personB, in: record)
        self.side = side
        switch side {
        case .a: reasons = change.reasonsForA
        case .b: reasons = change.reasonsForB
        case nil: reasons = Permission.seesAll(viewer) ? change.reasonsWithSides : []
        }
        decision = side.flatMap { stored.decisions[$0] }
        let isSettled = stored.decisions.values.contains(.decline) || stored.decisions.count == 2
        settled = isSettled
        let own = side == .a ? change.personA : change.personB
        mayDecide =
            side != nil && decision == nil && !isSettled && Permission.mayDecide(viewer, for: own, in: record)
            && (stored.status == nil || stored.status == .proposed)
        pairing = stored.pairing?.text
        status = stored.status
        if Permission.seesAll(viewer) {
            cause = change.cause
            utility = change.utility.inSteps(of: Steps.points)
            propensity = change.propensity
        }
        // Without what is made at random: two worlds that a viewer cannot tell apart have the same versions.
        var content = self
        content.pairing = nil
        version = try ContentVersion.of(content)
    }
}

extension ProposedChange {
    /// What is said to either side, with the side: "your side" means nothing to who sees both.
    fileprivate var reasonsWithSides: [String] {
        reasonsForA.map { "Side a: \($0)" } + reasonsForB.map { "Side b: \($0)" }
    }
}
