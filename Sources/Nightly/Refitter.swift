import Domain
public import Foundation
public import Scoring
public import Storage

/// Keeps the fitted model of an alliance as new as its sheets.
public struct Refitter: Sendable {
    private let store: BatchStore
    private let teachers: Teachers

    /// Makes a refitter over a store; one that fits many alliances is given teachers that it keeps.
    public init(store: BatchStore, teachers: Teachers? = nil) {
        self.store = store
        self.teachers = teachers ?? Teachers(store: store)
    }

    /// Reads the alliance, fits it and stores the model.
    ///
    /// - Returns: the alliance as it was read, sheets included, and its model.
    @discardableResult
    public func refit(_ id: AllianceID, at instant: Date) async throws -> (AllianceRecord, Posterior) {
        let record = try await store.record(of: id, sheets: true)
        let pooled = try await teachers.pooledPrior(without: id, at: instant)
        let posterior = try fit(record.snapshot, on: Day(instant), from: pooled)
        let stored = StoredPosterior(revision: record.revision, encoded: posterior.encoded())
        try await store.save(stored, of: id, at: instant)
        let scorecard = StoredScorecard(
            revision: record.revision, fittedAt: instant, figures: posterior.scorecard.json)
        try await store.save(scorecard, of: id)
        return (record, posterior)
    }

    /// The alliance with its newest model; fits first when the stored model is older than the facts.
    ///
    /// - Parameter sheets: whether the record must hold the sheets; it may even when not asked for.
    public func fitted(
        _ id: AllianceID, sheets: Bool, at instant: Date
    ) async throws -> (AllianceRecord, Posterior, isNew: Bool) {
        if try await store.isFitted(id) {
            let record = try await store.record(of: id, sheets: sheets)
            if let stored = try await store.posterior(of: id), stored.revision == record.revision,
                let posterior = try? Posterior(decoding: stored.encoded)
            {
                return (record, posterior, false)
            }
        }
        let (read, posterior) = try await refit(id, at: instant)
        return (read, posterior, true)
    }
}
