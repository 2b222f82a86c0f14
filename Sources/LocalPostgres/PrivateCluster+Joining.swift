import Foundation
import Synchronization

/// Using a server that another process keeps running.
extension PrivateCluster {
    /// A stay with a server that somebody else started: until it ends, an owner that looks whether it is alone waits.
    public final class Stay: Sendable {
        private let server: ServerAddress
        private let lock: Mutex<FolderLock?>

        fileprivate init(at server: ServerAddress, lock: FolderLock) {
            self.server = server
            self.lock = Mutex(lock)
        }

        /// As ``PrivateCluster/url(database:user:)``.
        public func url(database: String, user: String = "postgres") -> String {
            server.url(database: database, user: user)
        }

        /// Ends the stay; so does the end of the process, or of this object.
        public func end() { lock.withLock { $0 = nil } }
    }

    /// Joins the server that runs on a cluster's folder at this moment, whoever started it.
    ///
    /// - Parameter folder: as ``ClusterSettings/folder``.
    /// - Returns: nil when no server runs there, it is not ready, or its owner is about to stop it.
    public static func join(folder: String) -> Stay? {
        guard readyServer(folder) != nil,
            let lock = try? FolderLock(file: guests(folder), isShared: true),
            // It may have been stopped before we were on the list.
            let server = readyServer(folder)
        else { return nil }
        return Stay(at: server, lock: lock)
    }

    /// Waits until nobody else uses the server, and lets nobody join any more until it is stopped.
    ///
    /// Returns early when the task is cancelled; whoever is there then loses the server.
    ///
    /// - Parameter whenOthersStay: called once if there is somebody to wait for.
    public func waitUntilAlone(_ whenOthersStay: () -> Void = {}) async {
        var isTold = false
        do {
            while !Task.isCancelled {
                if let lock = try FolderLock(file: Self.guests(settings.folder)) {
                    door.withLock { $0 = lock }
                    return
                }
                if !isTold { whenOthersStay() }
                isTold = true
                try await Task.sleep(for: .milliseconds(50))
            }
        } catch {
            // Cancelled, or nobody can have joined by a file that cannot be opened.
        }
    }

    private static func guests(_ folder: String) -> String { "\(folder)/\(ClusterFolder.guestsName)" }

    private static func readyServer(_ folder: String) -> ServerAddress? {
        let data = "\(folder)/\(ClusterFolder.dataName)"
        guard let file = PostmasterFile(inDataFolder: data), file.status == .ready,
            file.isServer(ofDataFolder: data), let place = file.place
        else { return nil }
        return ServerAddress(socketFolder: place.socketFolder, port: place.port, password: nil)
    }
}
