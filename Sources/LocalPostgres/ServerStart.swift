import Foundation
import Glibc

/// One start of a server, from an empty folder or an old cluster to the first answer.
struct ServerStart {
    var settings: ClusterSettings
    /// A server that ended by itself: its folder lock and socket folder go on to the new one.
    var reusing: RunningServer?
    /// Where the server listened before, to listen there again.
    var address: ServerAddress?

    private static let pause = Duration.milliseconds(10)

    func run() async throws(LocalPostgresError) -> RunningServer {
        let user = try ServerUser.choose(forFolder: settings.folder)
        let folder =
            if let reusing { reusing.folder } else { try ClusterFolder(path: settings.folder, user: user) }
        let binaries = try await ServerBinaries.find(for: settings, dataVersion: folder.dataVersion)
        try await folder.initialise(
            with: binaries, as: user, durably: settings.serverSettings["fsync"] != "off")
        try await waitForPredecessor(in: folder)
        let (socket, address) = try listen(for: folder, user: user)
        do throws(LocalPostgresError) {
            let process = try await launch(folder: folder, binaries: binaries, user: user, address: address)
            return RunningServer(
                process: process, folder: folder, socket: socket, address: address, binaries: binaries,
                user: user)
        } catch {
            if reusing == nil { socket.remove() }
            throw error
        }
    }

    /// Waits for a server whose own process was killed and that is shutting down. We hold the folder's
    /// lock, so a server that goes on running was started by other means.
    private func waitForPredecessor(in folder: ClusterFolder) async throws(LocalPostgresError) {
        let patience = ContinuousClock.now + .seconds(3)
        let limit = ContinuousClock.now + settings.startLimit
        while let other = PostmasterFile(inDataFolder: folder.data), other.isServer(ofDataFolder: folder.data)
        {
            let isEnding = other.status == .stopping
            if ContinuousClock.now > (isEnding ? limit : patience) {
                throw .folderInUse(folder.path, process: other.process)
            }
            try await sleep()
        }
    }

    private func listen(
        for folder: ClusterFolder, user: ServerUser
    ) throws(LocalPostgresError) -> (ScratchFolder, ServerAddress) {
        let port = try choosePort()
        let longest = ServerAddress.socketPath(
            inFolder: "\(settings.temporaryFolder)/rapport-XXXXXX", port: port)
        guard longest.utf8.count <= ServerAddress.longestSocketPath else { throw .socketPathTooLong(longest) }
        let socket = if let reusing { reusing.socket } else { try makeSocketFolder() }
        try socket.give(to: user)
        let password =
            settings.loopback == .off ? nil : try? String(contentsOfFile: folder.password, encoding: .utf8)
        return (
            socket,
            ServerAddress(
                socketFolder: socket.path, port: port,
                password: password?.trimmingCharacters(in: .whitespacesAndNewlines))
        )
    }

    /// The folder of the last start if its name is still free, so that the address stays valid.
    private func makeSocketFolder() throws(LocalPostgresError) -> ScratchFolder {
        if let last = address?.socketFolder, let again = try? ScratchFolder(remaking: last) { return again }
        return try ScratchFolder(parent: settings.temporaryFolder, prefix: "rapport")
    }

    private func choosePort() throws(LocalPostgresError) -> UInt16 {
        switch settings.loopback {
        case .off: return ServerAddress.defaultPort
        case .port(let port): return port
        case .anyFreePort: return if let address { address.port } else { try freePort() }
        }
    }

    private func launch(
        folder: ClusterFolder, binaries: ServerBinaries, user: ServerUser, address: ServerAddress
    ) async throws(LocalPostgresError) -> ChildProcess {
        let log = try folder.openLog()
        defer { close(log) }
        let plan = LaunchPlan(
            program: binaries.path(of: "postgres"), arguments: arguments(folder: folder, address: address),
            output: log, user: user.needsSwitch ? user : nil, deathSignal: SIGINT)
        let process = try await ChildProcess.launch(plan)
        do throws(LocalPostgresError) {
            try await waitUntilReady(process, folder: folder, user: user, address: address)
        } catch {
            process.signal(SIGQUIT)
            _ = await process.waitForEnd()
            throw error
        }
        return process
    }

    private func arguments(folder: ClusterFolder, address: ServerAddress) -> [String] {
        let own = [
            "unix_socket_directories": address.socketFolder, "unix_socket_permissions": "0700",
            "listen_addresses": address.loopbackPort == nil ? "" : "127.0.0.1", "port": String(address.port),
            "timezone": "UTC", "log_timezone": "UTC",
            // Recovery after a crash would otherwise fsync every file of the folder: 3 s instead of 0.3 s.
            "recovery_init_sync_method": "syncfs",
        ]
        let all = own.merging(settings.serverSettings) { _, asked in asked }
        return ["-D", folder.data]
            + all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    /// Waits for this very process to say it is ready: a connection that succeeds might be to another
    /// server that holds the socket or the folder.
    private func waitUntilReady(
        _ process: ChildProcess, folder: ClusterFolder, user: ServerUser, address: ServerAddress
    ) async throws(LocalPostgresError) {
        let limit = ContinuousClock.now + settings.startLimit
        while true {
            if process.end != nil {
                let log = folder.endOfLog
                throw LocalPostgresError(
                    explaining: log, folder: folder.path, user: user, port: address.loopbackPort)
                    ?? .serverEnded(log: log)
            }
            if let file = PostmasterFile(inDataFolder: folder.data), file.process == process.identifier,
                file.status == .ready
            {
                return
            }
            if ContinuousClock.now > limit {
                throw .notReady(after: settings.startLimit, log: folder.endOfLog)
            }
            try await sleep()
        }
    }

    private func sleep() async throws(LocalPostgresError) {
        do { try await Task.sleep(for: Self.pause) } catch { throw .cancelled }
    }
}

/// A port of 127.0.0.1 that nobody listens on right now.
private func freePort() throws(LocalPostgresError) -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .folderUnusable("127.0.0.1", reason: systemMessage(errno)) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
        }
    }
    guard outcome else { throw .folderUnusable("127.0.0.1", reason: systemMessage(errno)) }
    return UInt16(bigEndian: address.sin_port)
}
