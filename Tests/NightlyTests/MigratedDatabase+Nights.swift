import Domain
import Foundation
import Logging
import Nightly
import Postgres
import Sample
import Storage
import StoreTestSupport
import TestSupport
import Testing

/// The moment of the tests.
let instant = Date(timeIntervalSince1970: 1_795_420_800)

/// 2026-11-23, the day of ``instant``.
let today = Day(instant)

extension MigratedDatabase {
    /// Stores a small believable alliance.
    @discardableResult
    func storeSample(_ key: String, seed: UInt64 = 1) async throws -> AllianceRecord {
        var snapshot = makeSample(SampleOptions(people: 16, seed: seed, today: today))
        snapshot.alliance.key = key
        return try await store(snapshot)
    }

    /// Stores a snapshot as a new alliance.
    func store(_ snapshot: Snapshot) async throws -> AllianceRecord {
        _ = try await batch.store(Incoming(snapshot: snapshot), over: nil, at: instant)
        return try await batch.record(of: try await batch.alliance(snapshot.alliance.key), sheets: true)
    }

    /// Stores an alliance whose model cannot be fitted: it asks more questions than a fit takes.
    func storeUnfit(_ key: String) async throws {
        let factors = (0..<60).map { Factor(key: "f\($0)", label: "\($0)") }
        let instrument = Instrument(scale: Scale(min: 1, max: 7), factors: factors)
        _ = try await store(Snapshot(alliance: Alliance(key: key, name: key, instrument: instrument)))
    }

    /// Records a sheet of the first pair there is, on a new day.
    func recordSheet(_ record: AllianceRecord, answer: Double = 7) async throws {
        let factors = record.snapshot.alliance.instrument.factors.count
        let sheet = Sheet(
            rater: record.snapshot.people(on: .a)[0], target: record.snapshot.people(on: .b)[0],
            day: today.advanced(byDays: 1), ratings: Array(repeating: answer, count: factors),
            success: answer,
            wouldContinue: answer > 4)
        _ = try await store.record(
            sheet, in: record, over: .any,
            for: Viewer(alliance: record.id, role: .integration(scopes: [.sheetsWrite])),
            at: instant)
    }

    /// Every round with the number of its changes, as "key: 12".
    func rounds() async throws -> [String] {
        let rows = try await client.read(
            """
            select alliance.key, (
                select count(*) from rapport.round_change
                where round_change.alliance_id = round.alliance_id and round_change.round_id = round.round_id)
            from rapport.round join rapport.alliance using (alliance_id)
            order by alliance.key, round.published_at
            """, as: (String, Int).self)
        return rows.map { "\($0.0): \($0.1)" }
    }

    /// A worker that does jobs of these kinds.
    func worker(_ kinds: [JobKind] = JobKind.allCases) -> Worker {
        Worker(store: batch, settings: Self.settings, kinds: kinds, logger: Self.quietLogger)
    }

    static var settings: WorkerSettings { WorkerSettings(holder: "a test", program: "test") }

    /// Runs a night of some or all alliances.
    ///
    /// - Returns: every outcome, by key.
    @discardableResult
    func runNight(
        _ keys: [String]? = nil, day: Day = today, seed: UInt64 = 1, again: Bool = false, workers: Int = 2,
        told: @escaping @Sendable () -> Void = {}
    ) async throws -> [NightOutcome] {
        let night = Night(
            store: batch, order: NightOrder(day: day, seed: seed, again: again), settings: Self.settings,
            logger: Self.quietLogger)
        let outcomes = Outcomes()
        let chosen = try await batch.alliances().filter { keys?.contains($0.key) ?? true }
        let summary = try await night.run(chosen, workers: workers) {
            await outcomes.add($0)
            told()
        }
        let sorted = await outcomes.sorted
        #expect(summary.planned == sorted.count { $0.result.state == .planned })
        #expect(summary.failed.sorted() == sorted.filter { $0.result.failure != nil }.map(\.key))
        return sorted
    }
}

/// Gathers what a night tells.
actor Outcomes {
    private var outcomes: [NightOutcome] = []

    func add(_ outcome: NightOutcome) { outcomes.append(outcome) }

    /// By key.
    var sorted: [NightOutcome] { outcomes.sorted { $0.key < $1.key } }
}

extension NightOutcome {
    /// As ``MigratedDatabase/rounds()`` writes it.
    var text: String { "\(key): \(result.begun + result.ended)" }
}
