import Foundation
import LocalPostgres
import Logging
import Postgres
import Storage

/// Imports an alliance folder with a million sheets, in turns with psql's `\copy` of the same `sheets.csv` into a plain
/// table of typed columns, on a fresh private cluster with fsync on.
///
///     swift run -c release StorageBenchmark [SHEETS [ROUNDS]]
///
/// Each import runs in a process of its own, so that its peak memory is its own. Goal: ratio at most 3.0, memory below
/// 300 MB.
@main
struct StorageBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "import" {
            return try await ImportRun(folder: arguments[2], url: arguments[3]).run()
        }
        let sheets = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
        let rounds = arguments.count > 2 ? Int(arguments[2]) ?? 3 : 3
        let scratch = FileManager.default.temporaryDirectory.path + "/storage-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let cluster = PrivateCluster(ClusterSettings(folder: scratch + "/cluster"))
        let result: Result<Void, any Error>
        do {
            let folder = scratch + "/folder"
            try LargeFolder(sheets: sheets).write(to: folder)
            try await cluster.start()
            result = .success(try await measure(folder, rounds, on: cluster))
        } catch {
            result = .failure(error)
        }
        await cluster.stop()
        try? FileManager.default.removeItem(atPath: scratch)
        try result.get()
    }

    private static func measure(_ folder: String, _ rounds: Int, on cluster: PrivateCluster) async throws {
        let clock = ContinuousClock()
        var ratios: [Double] = []
        for round in 1...rounds {
            try await cluster.execute("create database copied_\(round)")
            try await cluster.execute("create database imported_\(round)")
            let copied = cluster.url(database: "copied_\(round)")
            _ = try await cluster.run("psql", ["--dbname", copied, "-qc", plainTable])
            let copy = try await clock.measure {
                _ = try await cluster.run(
                    "psql",
                    [
                        "--dbname", copied, "-qc",
                        "\\copy sheet from '\(folder)/sheets.csv' (format csv, header)",
                    ])
            }
            let url = cluster.url(database: "imported_\(round)")
            try await ImportRun.migrate(url)
            var report = ""
            let own = try clock.measure { report = try ImportRun.inChild(folder: folder, url: url) }
            let ratio = own / copy
            ratios.append(ratio)
            print(
                "round \(round): \\copy \(seconds(copy)) s, import \(seconds(own)) s, ratio \(short(ratio)); \(report)"
            )
        }
        print("median ratio \(short(ratios.sorted()[ratios.count / 2])) (goal 3.0)")
    }

    private static let plainTable = """
        create table sheet (rater text, target text, date date, trust real, independence real, cooperation real,
            communication real, goals real, fit real, success real, continue boolean)
        """

    private static func seconds(_ duration: Duration) -> String { short(duration / .seconds(1)) }

    private static func short(_ number: Double) -> String { String(format: "%.2f", number) }
}
