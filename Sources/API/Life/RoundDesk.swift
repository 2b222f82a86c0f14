import Domain
package import Foundation
import Gateway
package import Storage

/// What the API and the console do with rounds on a viewer's behalf.
package struct RoundDesk: Sendable {
    let store: Store

    /// Makes a desk over a store.
    package init(store: Store) {
        self.store = store
    }

    /// The rounds, newest first.
    package func rounds(for viewer: Viewer, at instant: Date) async throws -> [RoundView] {
        try Permission.require(Permission.maySeePairings(viewer), of: viewer, to: "see rounds")
        return try await store.rounds(for: viewer, at: instant).map { RoundView($0, for: viewer) }
    }

    /// A round, and its changes that concern the viewer's people.
    package func changes(
        of name: String, for viewer: Viewer, at instant: Date
    ) async throws -> (round: RoundView, changes: [ChangeView]) {
        try Permission.require(Permission.maySeePairings(viewer), of: viewer, to: "see rounds")
        let (record, round, changes) = try await find(name, for: viewer, at: instant)
        let views = changes.filter {
            Permission.maySee(viewer, $0.change.personA, $0.change.personB, in: record)
        }
        .map { ChangeView($0, in: record, for: viewer) }
        return (RoundView(round, for: viewer, changes: views), views)
    }

    /// Says yes or no to changes, for the side whose people the viewer looks after, all or nothing.
    ///
    /// - Throws: ``LifeStoreError/noChange(_:)`` for a change that the viewer may not decide.
    package func decide(
        _ choices: [Choice], onRound name: String, for viewer: Viewer, at instant: Date
    ) async throws -> [ChangeView] {
        try Permission.require(viewer.company != nil, of: viewer, to: "decide about a round")
        let (record, round, changes) = try await find(name, for: viewer, at: instant)
        let known = Dictionary(uniqueKeysWithValues: changes.map { ($0.position, $0.change) })
        let decisions = try choices.map { choice in
            guard let change = known[choice.position],
                let side = Permission.side(viewer, change.personA, change.personB, in: record),
                Permission.mayDecide(viewer, for: side == .a ? change.personA : change.personB, in: record)
            else { throw LifeStoreError.noChange(choice.position) }
            return RoundDecision(
                position: choice.position, side: side, answer: choice.answer, reason: choice.reason,
                neverAgain: choice.neverAgain)
        }
        let (after, decided) = try await store.decide(decisions, onRound: round.id, for: viewer, at: instant)
        return decided.map { ChangeView($0, in: after, for: viewer) }
    }

    /// What is said to one change.
    package struct Choice: Sendable {
        var position: Int
        var answer: RoundDecision.Answer
        var reason: String?
        var neverAgain = false

        /// Makes a choice.
        package init(
            position: Int, answer: RoundDecision.Answer, reason: String? = nil, neverAgain: Bool = false
        ) {
            self.position = position
            self.answer = answer
            self.reason = reason
            self.neverAgain = neverAgain
        }
    }

    private func find(
        _ name: String, for viewer: Viewer, at instant: Date
    ) async throws -> (AllianceRecord, RoundSummary, [StoredChange]) {
        guard let id = UUID(uuidString: name) else { throw LifeStoreError.noRound(name) }
        do {
            return try await store.changes(ofRound: id, for: viewer, at: instant)
        } catch LifeStoreError.noRound {
            throw LifeStoreError.noRound(name)
        }
    }
}
