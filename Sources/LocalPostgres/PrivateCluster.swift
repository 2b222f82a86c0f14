import Foundation
import Glibc
import Synchronization

/// A PostgreSQL cluster of our own, whose server is a child process of this one.
///
/// ```swift
/// let cluster = PrivateCluster(ClusterSettings(folder: "/var/lib/rapport"))
/// try await cluster.start()                       // makes the cluster when there is none
/// let url = cluster.url(database: "postgres")     // for libpq, over a unix socket
/// await cluster.stop()
/// ```
///
/// The server ends in good order when this process ends, even by `kill -9`, and the data stays. It runs
/// in a session of its own, so Ctrl-C in a terminal does not reach it. Only the server's user and root
/// can connect. Calls may come from any task; starting, stopping and killing wait for each other.
public final class PrivateCluster: Sendable {
    /// How the server ended, for whoever watches it.
    public enum Exit: Sendable, Equatable {
        /// With this status; 0 after an orderly stop.
        case exited(status: Int32)
        /// By this signal; 9 for `kill -9`.
        case signalled(number: Int32)
    }

    /// What was asked for at the making.
    public let settings: ClusterSettings
    let turn = Turn()
    let server = Mutex<RunningServer?>(nil)
    private let address = Mutex<ServerAddress?>(nil)
    /// Held from when we are alone until the server is stopped: nobody joins.
    let door = Mutex<FolderLock?>(nil)

    /// A cluster that does not run yet; nothing is touched before ``start()``.
    public init(_ settings: ClusterSettings) {
        self.settings = settings
    }

    /// Starts the server, making the cluster first when there is none, and returns when it answers.
    ///
    /// After a crash it recovers, and after the server ended by itself it can be called again: the address
    /// stays the same. A server that a killed process left behind is given time to shut down. About 2 s
    /// for a new cluster, 0.1 s for an existing one, 0.3 s after a crash with little to redo.
    ///
    /// - Throws: ``LocalPostgresError``; nothing is left running then.
    public func start() async throws(LocalPostgresError) {
        await turn.begin()
        defer { turn.end() }
        let before = server.withLock { $0 }
        if let before, before.process.end == nil { throw .alreadyRunning }
        let started = try await ServerStart(settings: settings, reusing: before, address: lastAddress).run()
        address.withLock { $0 = started.address }
        server.withLock { $0 = started }
    }

    /// Stops the server in good order and returns when it has ended. Does nothing if it does not run.
    ///
    /// Connected clients lose their connections and open transactions are rolled back. After
    /// ``ClusterSettings/stopLimit`` it is told to quit without tidying up; committed data stays.
    public func stop() async {
        await turn.begin()
        defer { turn.end() }
        guard let running = server.withLock({ $0 }) else { return }
        await running.stop(within: settings.stopLimit)
        running.socket.remove()
        server.withLock { $0 = nil }
        door.withLock { $0 = nil }
    }

    /// Stops the server like ``stop()``, blocking the thread: for `atexit`, where tasks no longer run.
    ///
    /// Does not wait for a start or stop under way.
    public func stopBlocking() {
        guard let running = server.withLock({ $0 }) else { return }
        running.stopBlocking(within: settings.stopLimit)
        running.socket.remove()
        server.withLock { $0 = nil }
    }

    /// Process id of the server, `nil` when it does not run.
    public var processIdentifier: Int32? {
        server.withLock { $0 }.flatMap { $0.process.end == nil ? $0.process.identifier : nil }
    }

    /// Waits until the server that runs now has ended, whoever ended it.
    ///
    /// - Returns: how it ended; `nil` at once if none was started since the last ``stop()``.
    public func waitForExit() async -> Exit? {
        guard let process = server.withLock({ $0 })?.process else { return nil }
        switch await process.waitForEnd() {
        case .exited(let status): return .exited(status: status)
        case .signalled(let number): return .signalled(number: number)
        case nil: return nil
        }
    }

    /// The libpq URL of a database over the unix socket.
    ///
    /// Stays valid over restarts. Calling it before the first successful ``start()`` is a programming error.
    ///
    /// - Parameters:
    ///   - database: its name; need not exist yet.
    ///   - user: a role; the socket asks for no password.
    public func url(database: String, user: String = "postgres") -> String {
        startedAddress.url(database: database, user: user)
    }

    /// The libpq URL of a database over the loopback port, with the superuser's password.
    ///
    /// - Returns: `nil` if ``ClusterSettings/loopback`` is off. Before the first start: as ``url(database:user:)``.
    public func loopbackURL(database: String) -> String? {
        startedAddress.loopbackURL(database: database)
    }

    /// The loopback port, `nil` if there is none. Before the first start: as ``url(database:user:)``.
    public var loopbackPort: UInt16? { startedAddress.loopbackPort }

    private var lastAddress: ServerAddress? { address.withLock { $0 } }

    private var startedAddress: ServerAddress {
        guard let address = lastAddress else {
            preconditionFailure("A private cluster has no address before its first start.")
        }
        return address
    }
}
