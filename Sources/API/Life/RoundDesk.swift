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
        let views = try Self.views(changes, in: record, for: viewer)
        return (RoundView(round, for: viewer, changes: views), views)
    }

    /// Says yes or no to changes, for the side whose people the viewer looks after, all or nothing.
    ///
    /// - Parameter version: of the round as the viewer read it; a choice that names the version of its change goes by that.
    /// - Returns: the changes that were decided, and the round's version from now on.
    /// - Throws: ``LifeStoreError/noChange(_:)`` for a change that the viewer may not decide, ``OutdatedVersion``.
    package func decide(
        _ choices: [Choice], onRound name: String, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> (decided: [ChangeView], version: Int64) {
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
        let (after, all) = try await store.decide(decisions, onRound: round.id, for: viewer, at: instant) {
            record, changes in
            try Self.check(
                choices, version, against: round, Self.views(changes, in: record, for: viewer), viewer)
        }
        let views = try Self.views(all, in: after, for: viewer)
        let positions = Set(choices.map(\.position))
        return (
            views.filter { positions.contains($0.position) },
            try RoundView(round, for: viewer, changes: views).version(with: views)
        )
    }

    /// Holds choices against the round as it is now.
    private static func check(
        _ choices: [Choice], _ version: ExpectedVersion, against round: RoundSummary, _ views: [ChangeView],
        _ viewer: Viewer
    ) throws {
        let named = choices.filter { $0.version != nil }
        let present = Dictionary(uniqueKeysWithValues: views.map { ($0.position, $0.version) })
        guard named.allSatisfy({ present[$0.position] == $0.version }) else { throw OutdatedVersion() }
        guard named.count < choices.count || choices.isEmpty else { return }
        try version.check(try RoundView(round, for: viewer, changes: views).version(with: views))
    }

    /// The changes that concern the viewer's people.
    private static func views(
        _ changes: [StoredChange], in record: AllianceRecord, for viewer: Viewer
    ) throws -> [ChangeView] {
        try changes.filter { Permission.maySee(viewer, $0.change.personA, $0.change.personB, in: record) }
            .map { try ChangeView($0, in: record, for: viewer) }
    }

    /// What is said to one change.
    package struct Choice: Sendable {
        var position: Int
        var answer: RoundDecision.Answer
        var reason: String?
        var neverAgain = false
        /// The version of the change that was read; nil where the round's is to tell.
        var version: Int64?

        /// Makes a choice.
        package init(
            position: Int, answer: RoundDecision.Answer, reason: String? = nil, neverAgain: Bool = false,
            version: Int64? = nil
        ) {
            self.position = position
            self.answer = answer
            self.reason = reason
            self.neverAgain = neverAgain
            self.version = version
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
