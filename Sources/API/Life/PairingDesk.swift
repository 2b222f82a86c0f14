package import Domain
package import Foundation
import Gateway
import Scoring
package import Storage

/// What the API and the console do with pairings on a viewer's behalf.
package struct PairingDesk: Sendable {
    let store: Store
    let cache: AllianceCache

    /// Makes a desk over a store and the models in memory.
    package init(store: Store, cache: AllianceCache) {
        self.store = store
        self.cache = cache
    }

    /// The pairings that a viewer may see, by people.
    ///
    /// - Parameter person: key of somebody whose pairings alone are wanted; nil for all.
    package func pairings(
        ofPerson person: String? = nil, for viewer: Viewer, at instant: Date
    ) async throws -> [PairingView] {
        try Permission.require(Permission.maySeePairings(viewer), of: viewer, to: "see pairings")
        let list = try await store.pairings(for: viewer, at: instant)
        let people = list.record.snapshot.people
        let visible = list.pairings.filter { pairing in
            Permission.maySee(viewer, pairing.personA, pairing.personB, in: list.record)
                && (person == nil || people[pairing.personA].key == person
                    || people[pairing.personB].key == person)
        }
        let fitted = try? await cache.alliance(for: viewer)
        return visible.map { view($0, in: list, for: viewer, fitted, at: instant) }
    }

    /// One pairing, if the viewer may see it: a foreign one and a missing one look the same.
    package func pairing(_ name: String, for viewer: Viewer, at instant: Date) async throws -> PairingView {
        let (list, pairing) = try await find(name, for: viewer, at: instant)
        return view(pairing, in: list, for: viewer, try? await cache.alliance(for: viewer), at: instant)
    }

    /// Takes a step for the side that the viewer looks after.
    ///
    /// - Throws: ``GatewayError/roleMayNot(role:action:)`` when the viewer's role takes no steps, ``LifeError`` when it does not
    ///   take this one now.
    package func take(
        _ step: LifeStep, on name: String, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> PairingView {
        try Permission.require(Permission.decides(viewer), of: viewer, to: "take steps on pairings")
        let (list, pairing) = try await find(name, for: viewer, at: instant)
        guard let side = Permission.side(viewer, pairing.personA, pairing.personB, in: list.record) else {
            throw LifeStoreError.noPairing(name)
        }
        let allowed = Permission.steps(viewer, for: pairing.person(on: side), in: list.record)
        guard allowed.contains(step.name) else {
            throw LifeError.notAllowed(
                step.name, pairing.life.status,
                allowed: pairing.life.steps(for: side).filter(allowed.contains))
        }
        let after = try await store.take(
            step, on: pairing.id, by: side, expecting: version, for: viewer, at: instant)
        return view(after.pairings[0], in: after, for: viewer, nil, at: instant)
    }

    /// Versions of a person's pairings that were declined before they began, by the counterpart's key: a proposal takes one up.
    package func declined(
        ofPerson person: String, for viewer: Viewer, at instant: Date
    ) async throws -> [String: Int64] {
        let views = try await pairings(ofPerson: person, for: viewer, at: instant)
            .filter { $0.status == .declined && $0.started == nil }
        return Dictionary(
            views.map { ($0.personA.person == person ? $0.personB.person : $0.personA.person, $0.version) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Proposes a counterpart for somebody whom the viewer decides for.
    ///
    /// - Parameter version: of the two people's declined pairing, which the proposal takes up; nil when there is none.
    package func propose(
        _ person: String, with counterpart: String, terms: TrialTerms, over version: ExpectedVersion?,
        for viewer: Viewer, at instant: Date
    ) async throws -> PairingView {
        try Permission.require(viewer.company != nil, of: viewer, to: "propose a pairing")
        let record = try await store.record(for: viewer)
        let people = record.snapshot.people
        guard let own = people.firstIndex(where: { $0.key == person }),
            Permission.mayDecide(viewer, for: own, in: record)
        else { throw GatewayError.noPerson(person) }
        let side = record.snapshot.side(of: own)
        guard let other = people.firstIndex(where: { $0.key == counterpart }) else {
            throw GatewayError.noPerson(counterpart)
        }
        guard record.snapshot.side(of: other) != side else {
            // Of colleagues whom the viewer does not look after nothing is told, not even that they are there.
            guard Permission.mayDecide(viewer, for: other, in: record) else {
                throw GatewayError.noPerson(counterpart)
            }
            throw GatewayError.badField(
                name: "counterpart", message: "\(counterpart) stands on the same side as \(person).",
                hint: "Propose somebody of the other side.")
        }
        let (a, b) = side == .a ? (own, other) : (other, own)
        let list = try await store.propose(
            record.personNumbers[a], record.personNumbers[b], terms: terms, by: side, over: version,
            for: viewer, at: instant)
        return view(list.pairings[0], in: list, for: viewer, nil, at: instant)
    }

    /// The same desk over another store: that of a submission's transaction.
    func over(_ store: Store) -> PairingDesk { PairingDesk(store: store, cache: cache) }

    private func find(
        _ name: String, for viewer: Viewer, at instant: Date
    ) async throws -> (PairingList, StoredPairing) {
        try Permission.require(Permission.maySeePairings(viewer), of: viewer, to: "see pairings")
        let missing = LifeStoreError.noPairing(name)
        guard let id = UUID(uuidString: name) else { throw missing }
        let list: PairingList
        do {
            list = try await store.pairing(id, for: viewer, at: instant)
        } catch LifeStoreError.noPairing {
            throw missing
        }
        let pairing = list.pairings[0]
        guard Permission.maySee(viewer, pairing.personA, pairing.personB, in: list.record) else {
            throw missing
        }
        return (list, pairing)
    }

    private func view(
        _ pairing: StoredPairing, in list: PairingList, for viewer: Viewer, _ fitted: FittedAlliance?,
        at instant: Date
    ) -> PairingView {
        let today = Day(instant)
        return PairingView(
            pairing, in: list, for: viewer,
            chemistry: fitted?.chemistry(
                of: list.record.personNumbers[pairing.personA], list.record.personNumbers[pairing.personB]),
            today: today)
    }
}

extension FittedAlliance {
    /// Posterior mean of the chemistry of two people, by stored number; nil when the model does not know both.
    func chemistry(of personA: Int, _ personB: Int) -> Double? {
        guard let a = record.index(ofPersonNumber: personA), let b = record.index(ofPersonNumber: personB)
        else {
            return nil
        }
        return posterior.prediction(of: a, with: b).chemistry
    }
}
