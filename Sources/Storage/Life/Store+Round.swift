import Domain
public import Foundation
import Postgres

extension Store {
    /// The alliance's rounds, newest first.
    public func rounds(for viewer: Viewer, at instant: Date) async throws -> [RoundSummary] {
        try await look(for: viewer, at: instant) { edit in
            try await RoundReader(transaction: edit.transaction, record: edit.record).rounds()
        }
    }

    /// The changes of a round with what people have said to them, and the alliance they are read with.
    ///
    /// - Throws: ``LifeStoreError/noRound(_:)``.
    public func changes(
        ofRound round: UUID, for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, round: RoundSummary, changes: [StoredChange]) {
        try await look(for: viewer, at: instant) { edit in
            let reader = RoundReader(transaction: edit.transaction, record: edit.record)
            guard let summary = try await reader.rounds().first(where: { $0.id == round }) else {
                throw LifeStoreError.noRound(round.text)
            }
            return (edit.record, summary, try await reader.changes(of: round))
        }
    }

    /// Carries out what sides say to changes of a round, all or nothing.
    ///
    /// - Parameter check: holds the round as it is now against what the viewer has read, and throws when it is another.
    /// - Returns: all changes of the round, as they are now.
    /// - Throws: ``LifeStoreError``, ``LifeError``, and what `check` throws.
    public func decide(
        _ decisions: [RoundDecision], onRound round: UUID, for viewer: Viewer, at instant: Date,
        if check: @Sendable (AllianceRecord, [StoredChange]) throws -> Void
    ) async throws -> (record: AllianceRecord, changes: [StoredChange]) {
        try await edit(for: viewer, at: instant) { edit in
            let reader = RoundReader(transaction: edit.transaction, record: edit.record)
            let positions = decisions.map(\.position)
            try check(edit.record, try await reader.changes(of: round))
            for decision in decisions.ordered(by: try await reader.byPosition(round, positions)) {
                // Each sees what the one before it has done.
                guard let change = try await reader.byPosition(round, [decision.position])[decision.position]
                else { throw LifeStoreError.noChange(decision.position) }
                try await RoundDecider(edit: try await edit.goneOn(), round: round, isAutomatic: false)
                    .carryOut(decision, on: change)
            }
            try await edit.announce()
            return (edit.record, try await reader.changes(of: round))
        }
    }
}

extension RoundReader {
    func byPosition(_ round: UUID, _ positions: [Int]?) async throws -> [Int: StoredChange] {
        Dictionary(
            uniqueKeysWithValues: try await changes(of: round, at: positions).map { ($0.position, $0) })
    }
}

extension Edit {
    /// The same with the pairings and rules that this transaction has left so far.
    func goneOn() async throws -> Edit {
        let reader = SnapshotReader(transaction: transaction, id: id)
        var record = record
        record.snapshot.pairings = try await reader.pairings(of: record)
        record.snapshot.rules = try await reader.rules(of: record)
        return Edit(transaction: transaction, record: record, viewer: viewer, instant: instant)
    }
}
