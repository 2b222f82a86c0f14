import Foundation

/// Using a server that another process keeps running.
extension PrivateCluster {
    /// The libpq URL of a database of the server that runs on a cluster's folder at this moment, whoever started it.
    ///
    /// - Parameters:
    ///   - folder: as ``ClusterSettings/folder``.
    ///   - database: its name; need not exist.
    ///   - user: a role; the socket asks for no password.
    /// - Returns: nil when no server runs there, or it is not ready.
    public static func runningURL(folder: String, database: String, user: String = "postgres") -> String? {
        let data = "\(folder)/\(ClusterFolder.dataName)"
        guard let file = PostmasterFile(inDataFolder: data), file.status == .ready,
            file.isServer(ofDataFolder: data), let place = file.place
        else { return nil }
        return ServerAddress(socketFolder: place.socketFolder, port: place.port, password: nil)
            .url(database: database, user: user)
    }
}
