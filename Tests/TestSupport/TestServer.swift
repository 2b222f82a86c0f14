public import LocalPostgres
import Glibc
import Synchronization

/// A real PostgreSQL server for tests, removed when the test process ends.
///
/// ```swift
/// let server = try await TestServer.shared()
/// let url = try await server.makeDatabase()
/// ```
///
/// Also when the process is killed: the system stops the server then, and the next test process removes
/// the folder.
public final class TestServer: Sendable {
    /// The cluster, for tests that stop, kill or freeze it.
    public let cluster: PrivateCluster
    private let scratch: ScratchFolder
    private let databaseCount = Atomic(0)

    private init(cluster: PrivateCluster, scratch: ScratchFolder) {
        self.cluster = cluster
        self.scratch = scratch
    }

    /// The server that all tests of this process share, started at the first call.
    ///
    /// Its `fsync` is off: the data dies with the process anyway, and a commit costs 0.1 ms instead of
    /// 2 to 8. Everything else behaves as in production. It must not be killed, stopped or left frozen:
    /// take ``own(serverSettings:loopback:)`` for that.
    public static func shared() async throws -> TestServer {
        try await sharedStart.value
    }

    private static let sharedStart = Task { try await make(settings: ["fsync": "off"], loopback: .off) }

    /// A server for one test alone, durable as in production, to be killed or frozen at will.
    ///
    /// Takes about 2 s to make. Call ``discard()`` when done; the end of the process does it otherwise.
    ///
    /// - Parameters:
    ///   - serverSettings: as in `postgresql.conf`.
    ///   - loopback: a port for clients that go through a proxy.
    public static func own(
        serverSettings: [String: String] = [:], loopback: ClusterSettings.Loopback = .off
    ) async throws -> TestServer {
        try await make(settings: serverSettings, loopback: loopback)
    }

    /// Makes an empty database.
    ///
    /// - Returns: its libpq URL, signed in as superuser over the unix socket.
    public func makeDatabase() async throws -> String {
        try await makeDatabase(from: "template1")
    }

    /// Makes a copy of a database, in some 50 ms: migrate once, copy for every test.
    ///
    /// - Parameter template: URL of a database of this server, which nobody is connected to.
    /// - Returns: the copy's libpq URL.
    public func makeDatabase(template: String) async throws -> String {
        try await makeDatabase(from: Self.databaseName(in: template))
    }

    /// Stops all processes of the server in their tracks; see ``PrivateCluster/freeze()``.
    public func freeze() async throws {
        try await cluster.freeze()
    }

    /// Lets a frozen server go on.
    public func thaw() async throws {
        try await cluster.thaw()
    }

    /// Stops the server and removes its folder.
    public func discard() async {
        await cluster.stop()
        remove()
    }

    private func makeDatabase(from template: String) async throws -> String {
        let number = databaseCount.add(1, ordering: .relaxed).newValue
        let name = "test_\(number)"
        try await cluster.execute("create database \(name) template \(template)")
        return cluster.url(database: name)
    }

    /// The database in one of our own URLs: between the sign-in and the query.
    private static func databaseName(in url: String) -> String {
        let afterScheme = url.split(separator: "/").dropFirst().joined(separator: "/")
        let path = afterScheme.split(separator: "/").last ?? ""
        return String(path.prefix { $0 != "?" })
    }
}

extension TestServer {
    private static func make(
        settings serverSettings: [String: String], loopback: ClusterSettings.Loopback
    ) async throws -> TestServer {
        let scratch = try ScratchFolder(parent: "/tmp", prefix: "rapport-test")
        var settings = ClusterSettings(folder: scratch.path)
        // Files in the data folder rather than in /dev/shm, where a killed server would leave them behind.
        settings.serverSettings = ["dynamic_shared_memory_type": "mmap", "max_connections": "900"]
            .merging(serverSettings) { _, asked in asked }
        settings.loopback = loopback
        let server = TestServer(cluster: PrivateCluster(settings), scratch: scratch)
        LiveServers.add(server)
        try await server.cluster.start()
        return server
    }

    fileprivate func removeAtExit() {
        cluster.stopBlocking()
        remove()
    }

    private func remove() {
        cluster.removeSharedMemoryOfKilledServer()
        scratch.remove()
        LiveServers.forget(self)
    }
}

/// The servers that the end of the process has to remove.
private enum LiveServers {
    private static let servers = Mutex<[TestServer]>([])

    static func add(_ server: TestServer) {
        servers.withLock { servers in
            if servers.isEmpty { _ = atexit { LiveServers.removeAll() } }
            servers.append(server)
        }
    }

    static func forget(_ server: TestServer) {
        servers.withLock { $0.removeAll { $0 === server } }
    }

    static func removeAll() {
        for server in servers.withLock({ $0 }) { server.removeAtExit() }
    }
}
