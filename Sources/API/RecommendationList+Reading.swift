import Domain
import Foundation
import Gateway
package import Storage

extension RecommendationList {
    /// A person's recommended counterparts, if the viewer may read them: a foreign person and a missing one look the same.
    /// Figures are told in steps, so that nobody reads a sheet off them.
    ///
    /// - Parameters:
    ///   - key: names the person.
    ///   - limit: how many to list, 1 or more.
    ///   - onlyAvailable: whether to leave out who has no room for one more pairing.
    /// - Throws: ``GatewayError/noPerson(_:)``, ``GatewayError/notFittedYet``.
    package static func read(
        ofPerson key: String, limit: Int, onlyAvailable: Bool = false, for viewer: Viewer, from store: Store,
        cache: AllianceCache
    ) async throws -> RecommendationList {
        let fitted = try await cache.alliance(for: viewer)
        let record = fitted.record
        guard let person = record.snapshot.people.firstIndex(where: { $0.key == key }),
            Permission.mayReadRecommendations(viewer, of: person, in: record)
        else { throw GatewayError.noPerson(key) }
        let shared = try await store.sharedAccounts(
            ofPerson: record.personNumbers[person], on: record.snapshot.side(of: person), for: viewer)
        let sharedByRow = Dictionary(
            uniqueKeysWithValues: shared.compactMap { number, count in
                record.index(ofPersonNumber: number).map { ($0, count) }
            })
        return RecommendationList(
            for: person, in: record.snapshot, by: fitted.posterior, revision: record.revision,
            fittedRevision: fitted.fittedRevision, sharedAccounts: sharedByRow, limit: limit,
            onlyAvailable: onlyAvailable, today: Day(Date())
        ).inSteps(by: fitted.byChemistry)
    }
}
