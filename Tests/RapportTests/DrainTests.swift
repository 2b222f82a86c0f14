import Foundation
import Synchronization
import Testing

/// A service that is told to stop while it is busy loses no request that it has taken.
@Suite struct DrainTests {
    /// `RAPPORT_DRAINED_REQUESTS=10000` for the whole of it; a run of the tests makes a part.
    @Test(.timeLimit(.minutes(10))) func `of requests under way at SIGTERM none is lost`() async throws {
        let wanted =
            ProcessInfo.processInfo.environment["RAPPORT_DRAINED_REQUESTS"].flatMap { Int($0) } ?? 1500
        var environment = try await Binary.withDatabase().environment
        environment["RAPPORT_REQUESTS_A_MINUTE"] = "1000000"
        let rapport = Binary(environment: environment)
        let folder = try TemporaryFolder()
        #expect(try await rapport.run("sample", folder.path("one"), "--people", "20").status == 0)
        #expect(try await rapport.run("import", folder.path("one")).status == 0)
        let yaml = try String(contentsOfFile: folder.path("one/alliance.yaml"), encoding: .utf8)
        let line = try #require(yaml.split(separator: "\n").first { $0.hasPrefix("alliance: ") })
        let alliance = line.dropFirst("alliance: ".count).trimmingCharacters(in: .init(charactersIn: "\"' "))
        let key = try await rapport.run("keys", "create", alliance, "--role", "admin")
        let token = key.output.trimmingCharacters(in: .newlines)
        try #require(!token.isEmpty, "\(key.complaint)")
        let service = try await RunningService(rapport)

        let tally = Tally()
        let clients = (0..<32).map { _ in BusyClient(port: service.port, token: token, tally: tally) }
        for client in clients { client.start() }
        await tally.reached(wanted)
        #expect(await service.stop() == 0)
        for client in clients { await client.ended() }
        let counts = tally.counts
        #expect(counts.answered >= wanted)
        #expect(counts.lost == 0, "\(counts)")
        #expect(counts.broken == 0, "\(counts)")
    }
}

/// What became of requests.
final class Tally: Sendable {
    struct Counts: Sendable {
        /// Answered whole.
        var answered = 0
        /// Sent on a connection that had answered before, and not answered.
        var lost = 0
        /// Answered in part, or with something that is no good answer.
        var broken = 0
        /// Sent on a connection that the service never took up: its listener was closed meanwhile.
        var neverTaken = 0
    }

    private let state = Mutex<(counts: Counts, wanted: Int, waiter: CheckedContinuation<Void, Never>?)>(
        (Counts(), .max, nil))

    var counts: Counts { state.withLock { $0.counts } }

    func count(_ field: WritableKeyPath<Counts, Int>) {
        let waiter = state.withLock { state in
            state.counts[keyPath: field] += 1
            guard state.counts.answered >= state.wanted else {
                return nil as CheckedContinuation<Void, Never>?
            }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when so many were answered.
    func reached(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.counts.answered >= count { return true }
                state.wanted = count
                state.waiter = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// Sends one request after the other on connections that stay open, until nobody takes them any more.
private final class BusyClient: @unchecked Sendable {
    private let port: Int
    private let request: [UInt8]
    private let tally: Tally
    private let end = AsyncStream<Void>.makeStream()

    init(port: Int, token: String, tally: Tally) {
        self.port = port
        self.tally = tally
        request = Array(
            "GET /v1/salespeople?limit=3 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\r\n".utf8)
    }

    func start() {
        Thread.detachNewThread { [self] in
            while let connection = connected() { ask(on: connection) }
            end.continuation.finish()
        }
    }

    func ended() async { for await _ in end.stream {} }

    /// Asks until the service says that it closes the connection.
    private func ask(on connection: Int32) {
        defer { close(connection) }
        var hasAnswered = false
        while true {
            let sent = request.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent == request.count, let answer = Answer(readingFrom: connection) else {
                return tally.count(hasAnswered ? \.lost : \.neverTaken)
            }
            guard answer.isWhole else { return tally.count(\.broken) }
            hasAnswered = true
            tally.count(\.answered)
            if answer.saysClose { return }
        }
    }

    /// A connection; nil when nobody listens.
    private func connected() -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}

/// An answer as it came.
private struct Answer {
    let isWhole: Bool
    let saysClose: Bool

    /// Reads one answer; nil when the connection ends before its first byte.
    init?(readingFrom connection: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let border = text.range(of: "\r\n\r\n") {
                let head = text[..<border.lowerBound].lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                let bodyLength = text[border.upperBound...].utf8.count
                if let length, bodyLength >= length {
                    isWhole = bodyLength == length && head.hasPrefix("http/1.1 200")
                    saysClose = head.contains("connection: close")
                    return
                }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else {
                if bytes.isEmpty { return nil }
                (isWhole, saysClose) = (false, true)
                return
            }
            bytes += buffer[..<count]
        }
    }
}
