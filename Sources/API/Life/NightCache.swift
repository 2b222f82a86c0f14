import Domain
package import Foundation
import Gateway
import Planning
package import Storage

/// Keeps the night of each alliance as it would be planned now, so that it can answer for itself.
///
/// Planned at most once for a state of the facts, a model and a day.
package struct NightCache: Sendable {
    private struct Version: Hashable {
        var revision: Int64
        var fittedAt: Date
        var day: Day
        var policy: String?
    }

    /// Nights kept at most: each holds the worth of every pair, 4 MB for 1,000 × 1,000 people.
    private static let limit = 32

    private let store: Store
    private let cache: AllianceCache
    private let nights = VersionedCache<Version, NightPlan>(limit: limit)

    /// An empty cache over a store and the models in memory.
    init(store: Store, cache: AllianceCache) {
        self.store = store
        self.cache = cache
    }

    /// The night of the viewer's alliance, with the alliance it is planned from.
    func night(for viewer: Viewer, at instant: Date) async throws -> (FittedAlliance, NightPlan) {
        let fitted = try await cache.alliance(for: viewer)
        let stored = try await store.policy(for: viewer)
        let version = Version(
            revision: fitted.record.revision, fittedAt: fitted.fittedAt, day: Day(instant), policy: stored)
        let policy = try stored.map { try JSONDecoder().decode(Policy.self, from: Data($0.utf8)) } ?? Policy()
        let night = try await nights.value(of: viewer.alliance, at: version) {
            try planNight(
                from: fitted.record.snapshot, by: fitted.posterior, policy: policy, on: version.day, seed: 1
            )
        }
        return (fitted, night)
    }

    /// Why a person would not be proposed to a counterpart tonight: a foreign person and a missing one look the same.
    ///
    /// - Returns: the answer, and the alliance whose people it names by their keys.
    package func whyNot(
        _ person: String, with counterpart: String, for viewer: Viewer, at instant: Date
    ) async throws -> (view: WhyNotView, record: AllianceRecord) {
        let (fitted, night) = try await night(for: viewer, at: instant)
        let record = fitted.record
        let people = record.snapshot.people
        guard let own = people.firstIndex(where: { $0.key == person }),
            Permission.mayReadRecommendations(viewer, of: own, in: record)
        else { throw GatewayError.noPerson(person) }
        let side = record.snapshot.side(of: own)
        guard let other = people.firstIndex(where: { $0.key == counterpart }),
            record.snapshot.side(of: other) != side
        else { throw GatewayError.noPerson(counterpart) }
        let answer = try night.whyNot(side == .a ? own : other, side == .a ? other : own)
        return (WhyNotView(answer, person: own, counterpart: other, in: record, for: viewer), record)
    }
}
