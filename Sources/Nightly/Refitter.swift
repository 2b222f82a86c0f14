import Domain
public import Foundation
public import Scoring
public import Storage

/// Keeps the fitted model of an alliance as new as its sheets.
public struct Refitter: Sendable {
    private let store: BatchStore

    /// Makes a refitter over a store.
    public init(store: BatchStore) {
        self.store = store
    }

    /// Reads the alliance, fits it and stores the model.
    ///
    /// - Returns: the alliance as it was read, sheets included, and its model.
    @discardableResult
    public func refit(_ id: AllianceID, at instant: Date) async throws -> (AllianceRecord, Posterior) {
        let record = try await store.record(of: id, sheets: true)
        let posterior = try fit(record.snapshot, on: Day(instant), from: try await pooledPrior(without: id))
        let stored = StoredPosterior(revision: record.revision, encoded: posterior.encoded())
        try await store.save(stored, of: id, at: instant)
        let scorecard = StoredScorecard(
            revision: record.revision, fittedAt: instant, figures: posterior.scorecard.json)
        try await store.save(scorecard, of: id)
        return (record, posterior)
    }

    /// What the other alliances of the installation taught: a new one starts from there.
    ///
    /// Read from a few of them, spread evenly: some dozen say all there is to say of what alliances have in common.
    public func pooledPrior(without id: AllianceID) async throws -> PooledPrior? {
        let others = try await store.alliances().map(\.id).filter { $0 != id }
        let count = min(Self.mostTeachers, others.count)
        let teachers = (0..<count).map { others[$0 * others.count / count] }
        return PooledPrior(beginnings: try await store.beginnings(of: teachers, bytes: PooledPrior.mostBytes))
    }

    /// How many other alliances a fit learns from at most.
    private static let mostTeachers = 16

    /// The alliance with its newest model; fits first when the stored model is older than the facts.
    ///
    /// - Parameter sheets: whether the record must hold the sheets; it may even when not asked for.
    public func fitted(
        _ id: AllianceID, sheets: Bool, at instant: Date
    ) async throws -> (AllianceRecord, Posterior, isNew: Bool) {
        let record = try await store.record(of: id, sheets: sheets)
        if let stored = try await store.posterior(of: id), stored.revision == record.revision,
            let posterior = try? Posterior(decoding: stored.encoded)
        {
            return (record, posterior, false)
        }
        let (read, posterior) = try await refit(id, at: instant)
        return (read, posterior, true)
    }
}
