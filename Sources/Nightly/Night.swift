public import Domain
public import Foundation
import Planning
import Scoring
public import Storage

/// One night's batch: fits, plans and publishes every alliance it is given. An alliance that fails leaves yesterday's
/// round standing and does not keep the others from theirs.
public struct Night: Sendable {
    private let store: BatchStore
    private let day: Day
    private let seed: UInt64
    private let publishes: Bool

    /// Makes a night.
    ///
    /// - Parameters:
    ///   - day: the day that is planned for.
    ///   - seed: recorded with every round.
    ///   - publishes: false for a dry run.
    public init(store: BatchStore, day: Day, seed: UInt64, publishes: Bool) {
        self.store = store
        self.day = day
        self.seed = seed
        self.publishes = publishes
    }

    /// Plans alliances, at most `workers` at a time.
    ///
    /// - Parameters:
    ///   - clock: tells the present moment.
    ///   - report: is told of every alliance as it is done, one at a time.
    /// - Returns: how many were planned, and how many failed.
    /// - Throws: `CancellationError`; rounds that were published by then stay, whole.
    public func run(
        _ alliances: [(id: AllianceID, key: String)], workers: Int, clock: @escaping @Sendable () -> Date,
        report: (NightOutcome) -> Void
    ) async throws -> NightSummary {
        var summary = NightSummary()
        try await withThrowingTaskGroup(of: NightOutcome.self) { group in
            var waiting = alliances.makeIterator()
            func begin() {
                guard let next = waiting.next() else { return }
                group.addTask { try await plan(next.id, key: next.key, clock: clock) }
            }
            for _ in 0..<workers { begin() }
            while let outcome = try await group.next() {
                summary.add(outcome)
                report(outcome)
                begin()
            }
        }
        return summary
    }

    private func plan(
        _ id: AllianceID, key: String, clock: @Sendable () -> Date
    ) async throws -> NightOutcome {
        for attempt in 1... {
            do {
                let (record, round) = try await planOnce(id, clock: clock)
                return NightOutcome(
                    alliance: key, round: round, people: record.snapshot.people.count, failure: nil)
            } catch  where Task.isCancelled {
                // Whatever the statement under way made of it.
                throw CancellationError()
            } catch StorageError.changedMeanwhile where attempt < 5 {
                // Somebody changed the alliance while it was planned: plan what is there now.
                continue
            } catch {
                let text = (error as? any Problem)?.problem.message ?? "\(error)"
                return NightOutcome(alliance: key, round: nil, people: 0, failure: text)
            }
        }
        preconditionFailure("the last attempt returns or throws")
    }

    private func planOnce(
        _ id: AllianceID, clock: @Sendable () -> Date
    ) async throws -> (AllianceRecord, Round) {
        let policy = Policy()
        let (record, fitted, _) = try await Refitter(store: store).fitted(id, sheets: false, at: clock())
        let posterior = fitted.extended(to: record.snapshot)
        let round = try planRound(from: record.snapshot, by: posterior, policy: policy, on: day, seed: seed)
        try Task.checkCancellation()
        if publishes {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let json = String(decoding: try encoder.encode(policy), as: UTF8.self)
            try await store.publish(round, of: record, policy: json, at: clock())
        }
        return (record, round)
    }
}
