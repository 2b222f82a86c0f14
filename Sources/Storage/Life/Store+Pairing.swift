public import Domain
public import Foundation
import Postgres

/// Pairings as they were at one moment, with what is needed to read them.
public struct PairingList: Sendable {
    /// The alliance, without sheets.
    public var record: AllianceRecord
    /// Pairings of the alliance, by people.
    public var pairings: [StoredPairing]
    /// Accounts for which an agreement of both sides is in force.
    public var agreed: Set<String>

    /// What stands between the two people of a pairing on a day.
    public func hindrances(of pairing: StoredPairing, on day: Day) -> [Hindrance] {
        Domain.hindrances(
            between: pairing.personA, and: pairing.personB, in: record.snapshot, agreed: agreed, on: day)
    }
}

extension Store {
    /// The alliance's pairings.
    ///
    /// - Parameter people: stored numbers of those whose pairings are wanted; nil for everybody's.
    public func pairings(
        of people: [Int]? = nil, for viewer: Viewer, at instant: Date
    ) async throws -> PairingList {
        try await look(for: viewer, at: instant) { edit in
            PairingList(
                record: edit.record, pairings: try await edit.reader.pairings(of: people),
                agreed: try await edit.agreedAccounts())
        }
    }

    /// One pairing, as the only one of its list.
    /// - Throws: ``LifeStoreError/noPairing(_:)``.
    public func pairing(_ id: UUID, for viewer: Viewer, at instant: Date) async throws -> PairingList {
        try await look(for: viewer, at: instant) { edit in
            guard let pairing = try await edit.reader.pairing(id) else {
                throw LifeStoreError.noPairing(id.text)
            }
            return PairingList(
                record: edit.record, pairings: [pairing], agreed: try await edit.agreedAccounts())
        }
    }

    /// Proposes a pairing, with one side's yes.
    ///
    /// - Parameters:
    ///   - personA: stored number of the person of side a.
    ///   - personB: stored number of the person of side b.
    ///   - side: the side whose people propose it.
    ///   - version: of the two people's declined pairing, which the proposal takes up; nil when there is none.
    /// - Throws: ``LifeStoreError/openAlready(_:_:)``, ``LifeError``, ``VersionMissing``, ``OutdatedVersion``.
    public func propose(
        _ personA: Int, _ personB: Int, terms: TrialTerms, by side: Side, over version: ExpectedVersion?,
        for viewer: Viewer, at instant: Date
    ) async throws -> PairingList {
        try await edit(for: viewer, at: instant) { edit in
            let (a, b) = (try edit.row(ofPerson: personA), try edit.row(ofPerson: personB))
            let standing = try await edit.hindrances(between: a, and: b)
            // As if it had been proposed by nobody: whoever proposes says yes to pairing and terms.
            let life = try PairingLife().taking(.plan(terms), by: side, on: edit.today)
            let blocking = standing.filter { $0.blocks(.accept) }
            guard blocking.isEmpty else { throw LifeError.hindered(.accept, by: blocking) }
            if try await edit.reader.openPairing(a, b) == nil {
                try await edit.check(version, overDeclined: a, b)
            }
            let pairing = try await edit.insert(life, a, b)
            try await edit.announce()
            return try await edit.list(pairing)
        }
    }

    /// Takes a step on a pairing for one side.
    ///
    /// - Throws: ``LifeStoreError/noPairing(_:)``, ``OutdatedVersion``, ``LifeError``.
    public func take(
        _ step: LifeStep, on id: UUID, by side: Side, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> PairingList {
        try await edit(for: viewer, at: instant) { edit in
            guard let pairing = try await edit.reader.pairing(id) else {
                throw LifeStoreError.noPairing(id.text)
            }
            try version.check(pairing.version(for: side))
            let standing = try await edit.hindrances(between: pairing.personA, and: pairing.personB)
            let life = try pairing.life.taking(step, by: side, on: edit.today, despite: standing)
            let next = try await edit.update(pairing, to: life)
            // Nothing that a fit or a night reads has changed, and the revision would tell the other side.
            if !pairing.isSecret(life) { try await edit.announce() }
            return try await edit.list(next)
        }
    }
}

extension Edit {
    func row(ofPerson number: Int) throws -> Int {
        guard let row = record.index(ofPersonNumber: number) else {
            throw StorageError.noPerson("\(number)", alliance: snapshot.alliance.key)
        }
        return row
    }

    /// What stands between two people (rows) now.
    func hindrances(between a: Int, and b: Int) async throws -> [Hindrance] {
        Domain.hindrances(between: a, and: b, in: snapshot, agreed: try await agreedAccounts(), on: today)
    }

    /// Holds a proposal against the pairing of the two that it takes up, if one was declined before it began.
    fileprivate func check(_ version: ExpectedVersion?, overDeclined a: Int, _ b: Int) async throws {
        guard let declined = try await reader.declinedPairing(a, b) else {
            return try version.checkNothingIsThere()
        }
        try version.check(over: declined.version(for: nil), readAt: "/v1/pairings/\(declined.id.text)")
    }

    /// A pairing just written, with the alliance as it was before.
    func list(_ pairing: StoredPairing) async throws -> PairingList {
        PairingList(record: record, pairings: [pairing], agreed: try await agreedAccounts())
    }
}
