import Foundation
import Testing

/// `rapport serve` as a child process, on a free port.
final class RunningService: Sendable {
    let address: String
    let port: Int
    private let process: Process

    init(_ rapport: Binary) async throws {
        port = try Self.freePort()
        address = "http://127.0.0.1:\(port)"
        process = rapport.start(["serve", "--port", "\(port)"])
        let complaint = Pipe()
        process.standardError = complaint
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = await Self.text(from: complaint.fileHandleForReading, until: "serving on")
        #expect(said.contains("serving on"), "the service ended: \(said)")
    }

    /// Reads until a text has come, or the end.
    private static func text(from handle: FileHandle, until wanted: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var data = Data()
                while !String(decoding: data, as: UTF8.self).contains(wanted) {
                    let more = handle.availableData
                    if more.isEmpty { break }
                    data += more
                }
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Sends SIGTERM and waits for the end.
    func stop() async -> Int32 {
        kill(process.processIdentifier, SIGTERM)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { [process] in
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }

    /// A port that nobody listens on at this moment.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: in_port_t? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0
                else {
                    return nil
                }
                return pointer.pointee.sin_port
            }
        }
        return Int(UInt16(bigEndian: try #require(port)))
    }
}
