public import Domain
import Foundation
public import Storage

/// Plans a night and publishes nothing. Models are stored: they are what a refit would store.
public struct DryNight: Sendable {
    private let planner: RoundPlanner
    private let day: Day
    private let seed: UInt64

    /// Makes a dry night.
    public init(planner: RoundPlanner, day: Day, seed: UInt64) {
        self.planner = planner
        self.day = day
        self.seed = seed
    }

    /// Plans alliances, at most `workers` at a time.
    ///
    /// - Parameter report: is told of every alliance as it is done, one at a time.
    /// - Throws: `CancellationError`.
    public func run(
        _ alliances: [(id: AllianceID, key: String)], workers: Int, report: (NightOutcome) async -> Void
    ) async throws -> NightSummary {
        var summary = NightSummary()
        try await withThrowingTaskGroup(of: NightOutcome.self) { group in
            var waiting = alliances.makeIterator()
            func begin() {
                guard let next = waiting.next() else { return }
                group.addTask { try await plan(next.id, key: next.key) }
            }
            for _ in 0..<workers { begin() }
            while let outcome = try await group.next() {
                summary.add(outcome)
                await report(outcome)
                begin()
            }
        }
        return summary
    }

    private func plan(_ id: AllianceID, key: String) async throws -> NightOutcome {
        var result = NightResult(alliance: id, state: .planned)
        var warnings: [String] = []
        do {
            let draft = try await planner.draft(of: id, on: day, seed: seed, at: Date())
            result.count(draft.round, people: draft.record.snapshot.people.count)
            warnings = draft.round.warnings
        } catch  where Task.isCancelled {
            // Whatever the statement under way made of it.
            throw CancellationError()
        } catch {
            result.state = .failed
            result.failure = (error as? any Problem)?.problem.message ?? "\(error)"
        }
        return NightOutcome(key: key, result: result, warnings: warnings)
    }
}
