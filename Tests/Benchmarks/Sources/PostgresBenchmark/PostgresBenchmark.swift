import Foundation
import LocalPostgres
import Logging
import Postgres

/// Compares the PostgreSQL client with PostgreSQL's own: pgbench and psql.
///
///     swift run -c release --package-path Tests/Benchmarks PostgresBenchmark [lookup|insert|copy …] [TASKS …]
///
/// Numbers say with how many tasks; without any, with those the figures are stated for.
///
/// Everything runs on a private cluster with fsync on. The contestants take turns inside each of five rounds, since
/// the machine's speed varies; a ratio is the median of the rounds' ratios.
@main
struct PostgresBenchmark {
    static let rounds = 5
    static let seconds = Double(ProcessInfo.processInfo.environment["BENCHMARK_SECONDS"] ?? "3") ?? 3

    /// The numbers among the arguments, or else `usual`.
    static func tasks(usual: [Int]) -> [Int] {
        let asked = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        return asked.isEmpty ? usual : asked
    }

    static func main() async throws {
        let wanted = Set(CommandLine.arguments.dropFirst().filter { Int($0) == nil })
        let folder = "/tmp/rapport-benchmark-\(getpid())"
        let cluster = PrivateCluster(ClusterSettings(folder: "\(folder)/cluster"))
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await cluster.start()
        do {
            let yard = try await Yard(cluster: cluster, folder: folder)
            if wanted.isEmpty || wanted.contains("lookup") { try await yard.lookups() }
            if wanted.isEmpty || wanted.contains("insert") { try await yard.inserts() }
            if wanted.isEmpty || wanted.contains("copy") { try await yard.copies() }
            await yard.client.shutdown()
        } catch {
            print("failed: \(error)")
        }
        await cluster.stop()
    }
}

/// The cluster, the client, and the other contestants' programs.
struct Yard {
    let cluster: PrivateCluster
    let client: PostgresClient
    let url: String
    let folder: String

    init(cluster: PrivateCluster, folder: String) async throws {
        self.cluster = cluster
        self.folder = folder
        url = cluster.url(database: "postgres")
        let settings = try ConnectionSettings(url: url)
        client = try PostgresClient(
            settings: settings, logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
        print("Rounds: \(PostgresBenchmark.rounds), \(PostgresBenchmark.seconds) s each.")
    }

    /// Writes a file that the programs of PostgreSQL can read, who run as another user when this one is root.
    func file(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Transactions per second of a pgbench run with so many clients.
    func pgbench(_ arguments: [String], clients: Int) async throws -> Double {
        let output = try await cluster.run(
            "pgbench",
            ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "\(min(clients, 2))"]
                + ["-T", "\(Int(PostgresBenchmark.seconds))"] + arguments + [url])
        let line = output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        return Double(line?.split(separator: " ")[2] ?? "") ?? .nan
    }

    /// How often per second so many tasks get `body` done. They run on the client's own executor, or on the default one.
    func rate(
        tasks: Int, onLoop: Bool, _ body: @escaping @Sendable (Int32) async throws -> Void
    ) async throws -> Double {
        let start = ContinuousClock().now
        let end = start + .seconds(PostgresBenchmark.seconds)
        let executor = onLoop ? client.executor : nil
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks {
                group.addTask(executorPreference: executor) {
                    var done = 0
                    var numbers = Numbers(seed: UInt64(task))
                    while ContinuousClock().now < end {
                        try await body(Int32.random(in: 1...100_000 * Yard.scale, using: &numbers))
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock().now - start) / .seconds(1))
    }

    static let scale: Int32 = 10

    /// How many connections the client has open of those whose statements look like `pattern`.
    func connectionCount() async throws -> Int {
        try await client.withConnection { connection in
            try await connection.query(
                """
                select count(*) from pg_stat_activity
                where application_name = 'rapport' and pid <> pg_backend_pid()
                """, as: Int.self)[0]
        }
    }
}

/// SplitMix64. The system's generator would cost one system call for each statement, which pgbench doesn't pay.
struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Figures of some rounds.
struct Series {
    private(set) var values: [Double] = []

    mutating func add(_ value: Double) {
        values.append(value)
    }

    var median: Double {
        values.sorted()[values.count / 2]
    }

    /// The median of the rounds' ratios.
    func ratio(to other: Series) -> String {
        let ratios = zip(values, other.values).map { $0 / $1 }.sorted()
        let text = [ratios[ratios.count / 2], ratios[0], ratios[ratios.count - 1]].map {
            String(format: "%.2f", $0)
        }
        return "\(text[0]) (\(text[1]) to \(text[2]))"
    }
}
