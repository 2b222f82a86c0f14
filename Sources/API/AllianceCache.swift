import Domain
package import Foundation
import Gateway
package import Scoring
package import Storage

/// An alliance with the newest model fitted to it, as requests read them.
package struct FittedAlliance: Sendable {
    /// People, companies, pairings and rules as they are now.
    package let record: AllianceRecord
    /// The newest model, extended to the people of `record`.
    package let posterior: Posterior
    /// The revision that the model was fitted to.
    package let fittedRevision: Int64
    /// When the model was fitted.
    package let fittedAt: Date
    /// What goes with each step of chemistry.
    let byChemistry: ChemistryTable
}

/// Keeps each alliance's directory and model in memory while the database says that they are the newest.
///
/// One cheap read a request compares revisions, so that no request is answered from before a change that its sender
/// knows of.
package struct AllianceCache: Sendable {
    private struct Version: Hashable {
        var alliance: Int64
        var posterior: Int64
        var fittedAt: Date
    }

    /// Alliances kept at most. A model takes about a kilobyte a person and 64 bytes a dyad and question.
    private static let limit = 128

    private let store: Store
    private let alliances = VersionedCache<Version, FittedAlliance>(limit: limit)

    /// An empty cache over a store.
    package init(store: Store) {
        self.store = store
    }

    /// The viewer's alliance, as it is at this moment.
    /// - Throws: ``GatewayError/notFittedYet`` when nothing has been fitted yet.
    package func alliance(for viewer: Viewer) async throws -> FittedAlliance {
        let revisions = try await store.revisions(for: viewer)
        guard let posterior = revisions.posterior, let fittedAt = revisions.fittedAt else {
            throw GatewayError.notFittedYet
        }
        let version = Version(alliance: revisions.alliance, posterior: posterior, fittedAt: fittedAt)
        return try await alliances.value(of: viewer.alliance, at: version) { [store] in
            try await Self.load(for: viewer, from: store, fittedAt: fittedAt)
        }
    }

    private static func load(for viewer: Viewer, from store: Store, fittedAt: Date) async throws
        -> FittedAlliance
    {
        let record = try await store.record(for: viewer)
        guard let stored = try await store.posterior(for: viewer) else { throw GatewayError.notFittedYet }
        let posterior = try Posterior(decoding: stored.encoded).extended(to: record.snapshot)
        return FittedAlliance(
            record: record, posterior: posterior, fittedRevision: stored.revision, fittedAt: fittedAt,
            byChemistry: ChemistryTable(posterior))
    }
}
