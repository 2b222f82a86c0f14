import Domain
import Foundation
import Logging
import Nightly
import Planning
import Postgres
import Scoring
import Storage

/// One night of all alliances of a database, and the stages of a few of them one by one.
struct NightRun {
    let url: String
    /// How many alliances at a time.
    var workers = 4

    func run() async throws {
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let client = try PostgresClient(settings: ConnectionSettings(url: url), logger: logger)
        let store = BatchStore(client: client)
        let alliances = try await store.alliances()
        let settings = WorkerSettings(holder: "benchmark", program: "benchmark")
        let day = Day(Date())
        let night = Night(
            store: store, order: NightOrder(day: day, seed: 1), settings: settings, logger: logger)
        let clock = ContinuousClock()
        var planned = 0
        let whole = try await clock.measure {
            planned = try await night.run(alliances, workers: workers) { _ in }.planned
        }
        precondition(planned == alliances.count, "every alliance has its round")
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let processor = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        let stages = try await stages(of: alliances.prefix(10).map(\.id), store, day)
        await client.shutdown()
        print(
            "night \(Self.short(whole / .seconds(1))) s, processor \(Self.short(processor)) s, "
                + "peak \(usage.ru_maxrss / 1024) MB; ms an alliance: \(stages)")
    }

    private func stages(of alliances: [AllianceID], _ store: BatchStore, _ day: Day) async throws -> String {
        let clock = ContinuousClock()
        var times = [0.0, 0.0, 0.0, 0.0]
        for id in alliances {
            var record: AllianceRecord?
            times[0] +=
                try await clock.measure { record = try await store.record(of: id, sheets: true) }
                / .milliseconds(1)
            guard let record else { continue }
            var posterior: Posterior?
            times[1] += try clock.measure { posterior = try fit(record.snapshot, on: day) } / .milliseconds(1)
            guard let posterior else { continue }
            times[2] +=
                try clock.measure {
                    _ = try planRound(
                        from: record.snapshot, by: posterior, policy: Policy(), on: day, seed: 1)
                } / .milliseconds(1)
            times[3] +=
                try await clock.measure {
                    let model = StoredPosterior(revision: record.revision, encoded: posterior.encoded())
                    try await store.save(model, of: id, at: Date())
                } / .milliseconds(1)
        }
        return zip(["read", "fit", "plan", "store the model"], times)
            .map { "\($0) \(Self.short($1 / Double(max(1, alliances.count))))" }.joined(separator: ", ")
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static func short(_ number: Double) -> String { String(format: "%.2f", number) }
}
