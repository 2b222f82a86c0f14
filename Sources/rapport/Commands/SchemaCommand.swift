import ArgumentParser
import Domain
import Foundation
import LocalPostgres
import Logging
import Postgres
import Storage

/// `rapport schema`: what an empty database looks like after all migrations.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the schema after all migrations, or compare it with a file.",
        discussion: "Migrates an empty database on a private PostgreSQL made for the purpose, and removes it."
    )

    @Option(help: "A file to compare with, such as sql/schema.sql.") var check: String?

    func run() async throws {
        let schema = try await freshSchema()
        guard let check else { return Terminal.show(schema) }
        guard let text = try? String(contentsOfFile: check, encoding: .utf8) else {
            throw StaleSchema(file: check, difference: "the file cannot be read")
        }
        guard text != schema else { return Terminal.say("\(check) is what the migrations make") }
        throw StaleSchema(file: check, difference: Self.firstDifference(text, schema))
    }

    private func freshSchema() async throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "rapport-schema-\(UUID().uuidString.prefix(8))").path
        var settings = ClusterSettings(folder: folder)
        settings.serverSettings = ["fsync": "off"]
        let cluster = PrivateCluster(settings)
        try await cluster.start()
        let result: Result<String, any Error>
        do { result = .success(try await dump(of: cluster)) } catch { result = .failure(error) }
        await cluster.stop()
        try? FileManager.default.removeItem(atPath: folder)
        return try result.get()
    }

    private func dump(of cluster: PrivateCluster) async throws -> String {
        let url = cluster.url(database: "postgres")
        var logger = Logger(label: "rapport") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let client = try PostgresClient(settings: ConnectionSettings(url: url), logger: logger)
        _ = try await Migrator(client: client, logger: logger).migrate()
        await client.shutdown()
        let text = try await cluster.run(
            "pg_dump", ["--schema-only", "--no-owner", "--schema=rapport", "--dbname", url])
        return Self.stable(text)
    }

    /// Without the lines that differ between servers and runs.
    private static func stable(_ dump: String) -> String {
        let lines = dump.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { line in
            !["-- Dumped", "\\restrict", "\\unrestrict"].contains { line.hasPrefix($0) }
        }
        return kept.joined(separator: "\n")
    }

    private static func firstDifference(_ old: String, _ new: String) -> String {
        let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
        let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, (left, right)) in zip(oldLines, newLines).enumerated() where left != right {
            return "line \(index + 1) is \"\(left)\", and should be \"\(right)\""
        }
        return "it has \(oldLines.count) lines, and should have \(newLines.count)"
    }
}

/// `sql/schema.sql` is not what the migrations make.
private struct StaleSchema: Problem {
    let file: String
    let difference: String

    var problem: ProblemText {
        ProblemText(
            kind: .conflict, code: "schema.stale", message: "\(file) is stale: \(difference).",
            hint: "Write it anew: rapport schema > sql/schema.sql.")
    }
}
