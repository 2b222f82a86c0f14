import Foundation
import Glibc

@testable import Postgres

/// A stretch of wire between client and server that a test can spoil: it stands still, delivers byte by byte, or breaks.
///
/// Listens on a unix socket in a folder of its own and passes everything on to the server's.
final class Proxy: Sendable {
    /// How bytes travel.
    enum Mode: Sendable, Equatable {
        /// As they come.
        case passing
        /// One at a time, each in a packet of its own.
        case splitting
        /// Not at all; nothing is closed. What a frozen or unreachable server looks like.
        case stalling
    }

    private struct State {
        var mode = Mode.passing
        var sockets: [Int32] = []
        var accepted = 0
        /// Cut everything once so many more bytes have gone to the server.
        var cutAfter: Int?
        var isClosed = false
    }

    /// The URL of the same database through the proxy.
    let url: String
    private let folder: String
    private let listener: Int32
    private let target: String
    private let state = Guarded(State())
    private let changed = NSCondition()

    /// A proxy to the server behind `url`, which must be one over a unix socket.
    init(to url: String) throws {
        let components = try Self.require(URLComponents(string: url))
        let host = try Self.require(components.queryItems?.first { $0.name == "host" }?.value)
        let port = components.queryItems?.first { $0.name == "port" }?.value ?? "5432"
        target = "\(host)/.s.PGSQL.\(port)"
        var template = Array("/tmp/proxy-XXXXXX".utf8CString)
        folder = String(cString: try Self.require(mkdtemp(&template)))
        listener = try Self.listen(at: "\(folder)/.s.PGSQL.5432")
        var through = components
        through.queryItems = (components.queryItems ?? []).filter { $0.name != "host" && $0.name != "port" }
        through.queryItems?.append(URLQueryItem(name: "host", value: folder))
        self.url = try Self.require(through.string)
        Thread.detachNewThread { self.accept() }
    }

    /// How many connections have been made.
    var acceptedCount: Int { state.withLock { $0.accepted } }

    /// Changes how bytes travel from now on.
    func set(_ mode: Mode) {
        state.withLock { $0.mode = mode }
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    /// Cuts all connections.
    func cut() {
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Cuts all connections as soon as the client has sent so many more bytes.
    func cut(afterClientBytes count: Int) {
        state.withLock { $0.cutAfter = count }
    }

    /// Cuts all connections and takes no more.
    func close() {
        state.withLock { $0.isClosed = true }
        set(.passing)
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            guard let server = try? Self.connect(to: target) else {
                Glibc.close(client)
                continue
            }
            state.withLock { state in
                state.accepted += 1
                state.sockets += [client, server]
            }
            let pair = Pair(client: client, server: server)
            Thread.detachNewThread { self.pump(pair, toServer: true) }
            Thread.detachNewThread { self.pump(pair, toServer: false) }
        }
        Glibc.close(listener)
    }

    /// Both ends of a connection, closed when both directions are done.
    private final class Pair: Sendable {
        let client: Int32
        let server: Int32

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }

        deinit {
            Glibc.close(client)
            Glibc.close(server)
        }
    }

    private func pump(_ pair: Pair, toServer: Bool) {
        let (source, sink) = toServer ? (pair.client, pair.server) : (pair.server, pair.client)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            waitWhileStalling()
            if toServer, mustCut(after: count) { cut() }
            guard deliver(buffer[..<count], to: sink) else { break }
        }
        shutdown(pair.client, Int32(SHUT_RDWR))
        shutdown(pair.server, Int32(SHUT_RDWR))
        state.withLock { $0.sockets.removeAll { $0 == pair.client || $0 == pair.server } }
    }

    private func mustCut(after count: Int) -> Bool {
        state.withLock { state in
            guard let left = state.cutAfter else { return false }
            state.cutAfter = left > count ? left - count : nil
            return left <= count
        }
    }

    private func waitWhileStalling() {
        changed.lock()
        while state.withLock({ $0.mode == .stalling }) { changed.wait() }
        changed.unlock()
    }

    private func deliver(_ bytes: ArraySlice<UInt8>, to sink: Int32) -> Bool {
        let step = state.withLock { $0.mode == .splitting } ? 1 : bytes.count
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.prefix(step).withUnsafeBytes {
                send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}

// MARK: - Sockets

extension Proxy {
    /// A call to the system that failed.
    struct SystemFailure: Error {
        let call: String
        let number = errno
    }

    private static func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try check("bind", withAddress(path) { bind(descriptor, $0, $1) })
        try check("listen", Glibc.listen(descriptor, 128))
        return descriptor
    }

    private static func connect(to path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        do {
            try check("connect", withAddress(path) { Glibc.connect(descriptor, $0, $1) })
            return descriptor
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    private static func require<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw SystemFailure(call: "a unix socket's URL, or mkdtemp") }
        return value
    }

    private static func check(_ call: String, _ outcome: Int32) throws {
        if outcome < 0 { throw SystemFailure(call: call) }
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }
}
