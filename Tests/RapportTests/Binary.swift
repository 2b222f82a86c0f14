import Foundation
import TestSupport
import Testing

/// The `rapport` program as the build made it, run as its users run it.
struct Binary: Sendable {
    /// What the program is told of the world: a database of its own, and nothing else.
    let environment: [String: String]

    /// The program with an empty, migrated database.
    static func withDatabase() async throws -> Binary {
        let url = try await TestServer.shared().makeDatabase()
        let binary = Binary(environment: ["RAPPORT_DATABASE_URL": url, "HOME": "/nonexistent"])
        #expect(try await binary.run("migrate").status == 0)
        return binary
    }

    /// What a run left behind.
    struct Run {
        var status: Int32
        var output: String
        var complaint: String
    }

    /// Runs the program to its end.
    func run(_ arguments: String...) async throws -> Run {
        try await run(arguments)
    }

    /// Runs the program to its end.
    func run(_ arguments: [String]) async throws -> Run { try await run(start(arguments)) }

    /// Runs the program with the rest of a command line, which may say where its output goes.
    func runInShell(_ line: String) async throws -> Run {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec '\(Self.path.path)' \(line)"]
        process.environment = environment
        return try await run(process)
    }

    private func run(_ process: Process) async throws -> Run {
        let output = Pipe()
        let complaint = Pipe()
        process.standardOutput = output
        process.standardError = complaint
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    try process.run()
                    // Both pipes are emptied at once, or a full one would stop the program.
                    let said = Reader(complaint)
                    let shown = output.fileHandleForReading.readDataToEndOfFile()
                    let complained = said.wait()
                    process.waitUntilExit()
                    continuation.resume(
                        returning: Run(
                            status: process.terminationStatus, output: String(decoding: shown, as: UTF8.self),
                            complaint: String(decoding: complained, as: UTF8.self)))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// A process that has not been started yet.
    func start(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.path
        process.arguments = arguments
        process.environment = environment
        return process
    }

    /// Stands beside the bundle of tests.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "rapport")
}

/// Reads a pipe to its end on a thread of its own.
private final class Reader: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private var data = Data()

    init(_ pipe: Pipe) {
        Thread.detachNewThread { [self] in
            data = pipe.fileHandleForReading.readDataToEndOfFile()
            finished.signal()
        }
    }

    func wait() -> Data {
        finished.wait()
        return data
    }
}

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory.appending(path: "rapport-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Path of a file or folder inside.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The bytes of every file of a folder inside, by name.
    func files(in name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: path(name)) {
            files[file] = FileManager.default.contents(atPath: path("\(name)/\(file)"))
        }
        return files
    }

    /// Writes a file inside.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }
}
