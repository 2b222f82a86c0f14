import Domain
import Foundation
import LocalPostgres
import Logging
import Nightly
import Postgres
import Storage

/// Whole nights for 10, 100 and 1,000 alliances of 100 × 100 people with 20 sheets a person, on a private cluster with fsync
/// on, in turns with the same night in Python.
///
///     swift run -c release --package-path Tests/Benchmarks NightBenchmark [ALLIANCES ...] [--peer PYTHON]
///     NightBenchmark world URL ALLIANCES      # the same alliances in a database of one's own
///     NightBenchmark night URL [WORKERS]      # and a night there, again and again on copies of it
///
/// Every night begins with sheets that no model knows yet, so that it fits, plans and publishes each alliance. The night runs
/// in a process of its own, so that its time and peak memory are its own. It works on four alliances at a time, the standard of
/// `RAPPORT_WORKERS`; the yardstick's two processes keep two cores busy as well.
@main
struct NightBenchmark {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "night" {
            let workers = arguments.count > 2 ? Int(arguments[2]) ?? 4 : 4
            return try await NightRun(url: arguments[1], workers: workers).run()
        }
        if arguments.first == "world" {
            return try await World(alliances: Int(arguments[2]) ?? 10).store(at: arguments[1])
        }
        var peer: String?
        if let place = arguments.firstIndex(of: "--peer") {
            peer = arguments[place + 1]
            arguments.removeSubrange(place...place + 1)
        }
        let sizes = arguments.compactMap(Int.init)
        let scratch = FileManager.default.temporaryDirectory.path + "/night-benchmark-\(getpid())"
        let cluster = PrivateCluster(ClusterSettings(folder: scratch))
        let result: Result<Void, any Error>
        do {
            try await cluster.start()
            for size in sizes.isEmpty ? [10, 100, 1000] : sizes {
                try await measure(size, peer, on: cluster)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await cluster.stop()
        try? FileManager.default.removeItem(atPath: scratch)
        try result.get()
    }

    private static func measure(_ size: Int, _ peer: String?, on cluster: PrivateCluster) async throws {
        try await cluster.execute("create database nights_\(size)")
        let url = cluster.url(database: "nights_\(size)")
        try await World(alliances: size).store(at: url)
        try await cluster.execute("checkpoint")
        let own = try Child.run(CommandLine.arguments[0], ["night", url])
        print("\(size) alliances: \(own)")
        // Seen while the peer is still at work.
        fflush(nil)
        guard let peer else { return }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "peers/night/night.py").path
        let other = try Child.run(peer, [script, url])
        print("\(size) alliances, Python: \(other)")
        print("\(size) alliances: ratio \(String(format: "%.2f", other.seconds / own.seconds)) (goal 10)")
        fflush(nil)
    }
}

/// A run in a process of its own.
struct Child: CustomStringConvertible {
    let seconds: Double
    /// What it printed.
    let output: String

    var description: String { "\(String(format: "%.2f", seconds)) s; \(output)" }

    static func run(_ program: String, _ arguments: [String]) throws -> Child {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        let began = ContinuousClock.now
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        precondition(process.terminationStatus == 0, "\(program) failed")
        return Child(
            seconds: seconds,
            output: String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
