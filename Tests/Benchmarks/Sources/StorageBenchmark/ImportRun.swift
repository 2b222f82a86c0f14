import Domain
import Folder
import Foundation
import Logging
import Postgres
import Storage

/// One import, as `rapport import` does it.
struct ImportRun {
    let folder: String
    let url: String

    /// Reads and stores the folder, and prints how long each took and the peak memory of the process.
    func run() async throws {
        let clock = ContinuousClock()
        var contents: FolderContents?
        let reading = try clock.measure { contents = try readFolder(at: folder) }
        guard let snapshot = contents?.snapshot else { return }
        contents = nil
        let client = try Self.client(url)
        let storing = try await clock.measure {
            _ = try await BatchStore(client: client).store(
                Incoming(snapshot: snapshot), over: nil, at: Date())
        }
        await client.shutdown()
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let figures = [reading / .seconds(1), storing / .seconds(1), Double(usage.ru_maxrss) / 1024]
            .map { String(format: "%.2f", $0) }
        print("reading \(figures[0]) s, storing \(figures[1]) s, peak \(figures[2]) MB")
    }

    /// Runs an import in a process of its own; returns what it prints.
    static func inChild(folder: String, url: String) throws -> String {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        child.arguments = ["import", folder, url]
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        let report = output.fileHandleForReading.readDataToEndOfFile()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: report, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Brings a database to the schema.
    static func migrate(_ url: String) async throws {
        let client = try client(url)
        _ = try await Migrator(client: client, logger: logger).migrate()
        await client.shutdown()
    }

    private static func client(_ url: String) throws -> PostgresClient {
        try PostgresClient(settings: ConnectionSettings(url: url), logger: logger)
    }

    private static var logger: Logger {
        var logger = Logger(label: "benchmark") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }
}
