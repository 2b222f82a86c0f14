package import Domain
package import Foundation
import Gateway
package import Storage

/// What the API and the console do with customers and their control agreements on a viewer's behalf.
package struct AgreementDesk: Sendable {
    let store: Store

    /// Makes a desk over a store.
    package init(store: Store) {
        self.store = store
    }

    /// The side on which the viewer stands; nil for those who stand on none.
    package func side(of viewer: Viewer) async throws -> Side? {
        Permission.side(of: viewer, in: try await store.record(for: viewer))
    }

    /// What everybody of the alliance is called, by key.
    package func names(for viewer: Viewer) async throws -> [String: String] {
        let people = try await store.record(for: viewer).snapshot.people
        return Dictionary(uniqueKeysWithValues: people.map { ($0.key, $0.name ?? $0.key) })
    }

    /// The agreements about the customers that the viewer's people cover, by id.
    package func agreements(for viewer: Viewer, at instant: Date) async throws -> [AgreementView] {
        let list = try await store.agreements(for: viewer, at: instant)
        return list.agreements
            .filter { ControlDesk.maySee(viewer, $0.agreement.account, in: list.record) }
            .map { AgreementView($0, in: list.record, for: viewer, today: Day(instant)) }
            .sorted { $0.agreement < $1.agreement }
    }

    /// The customers that the viewer's people cover, by key.
    package func accounts(for viewer: Viewer, at instant: Date) async throws -> [AccountView] {
        AccountView.all(
            in: try await store.agreements(for: viewer, at: instant), for: viewer, today: Day(instant))
    }

    /// One agreement: one that the viewer may not see and one that is not there look the same.
    ///
    /// - Throws: ``Storage/LifeStoreError/noAgreement(_:)``.
    func find(
        _ name: String, for viewer: Viewer, at instant: Date
    ) async throws -> (list: AgreementList, stored: StoredAgreement) {
        let list = try await store.agreements(for: viewer, at: instant)
        guard let id = UUID(uuidString: name), let stored = list.agreements.first(where: { $0.id == id }),
            ControlDesk.maySee(viewer, stored.agreement.account, in: list.record)
        else { throw LifeStoreError.noAgreement(name) }
        return (list, stored)
    }

    /// Proposes an agreement, which signs it for the viewer's side.
    package func propose(_ agreement: ControlAgreement, for viewer: Viewer, at instant: Date) async throws {
        let record = try await store.record(for: viewer)
        let side = try ControlDesk.signer(viewer, of: agreement.account, in: record)
        _ = try await store.propose(agreement, by: side, for: viewer, at: instant)
    }

    /// Signs an agreement for the viewer's side, or takes it back.
    package func answer(
        _ name: String, withdrawing: Bool, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws {
        try Permission.require(viewer.company != nil, of: viewer, to: "sign for a company")
        let (list, stored) = try await find(name, for: viewer, at: instant)
        let side = try ControlDesk.signer(viewer, of: stored.agreement.account, in: list.record)
        _ = try await store.answer(
            stored.id, withdrawing: withdrawing, by: side, expecting: version, for: viewer, at: instant)
    }
}
