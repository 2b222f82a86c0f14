/// Why a private cluster could not be started, stopped or used.
public enum LocalPostgresError: Error, Equatable {
    /// No PostgreSQL server programs in any of these places.
    case binariesNotFound(searched: [String])
    /// Server programs exist, but not of the version that is needed.
    case versionNotFound(needed: VersionNeed, found: [Int])
    /// The process is root and there is no unprivileged user to run the server as.
    case serverUserNotFound(candidates: [String])
    /// The process runs under a user id that has no name, as in `docker run --user 1234`.
    case userWithoutName(UInt32)
    /// The folder cannot be made or used; the reason is the system's.
    case folderUnusable(String, reason: String)
    /// The folder belongs to another user than the server's.
    case folderOwnedBySomeoneElse(String, owner: String, serverUser: String)
    /// A folder above is closed to the server's user.
    case folderNotReachable(String, serverUser: String)
    /// Another process uses the folder.
    case folderInUse(String, process: Int32?)
    /// The disk is too full for a cluster.
    case noSpace(folder: String)
    /// The socket's path would be longer than the 107 bytes the system allows.
    case socketPathTooLong(String)
    /// Another program listens on the loopback port.
    case portTaken(UInt16)
    /// The system refused to start a program.
    case launchFailed(program: String, step: String, reason: String)
    /// `initdb` failed; `log` is the end of what it said.
    case initialisationFailed(log: String)
    /// The server ended while it was starting; `log` is the end of what it said.
    case serverEnded(log: String)
    /// The server was not ready within the limit; `log` is the end of what it said.
    case notReady(after: Duration, log: String)
    /// The cluster is being started or runs already.
    case alreadyRunning
    /// The cluster does not run.
    case notRunning
    /// The task was cancelled while the cluster was starting; the server was stopped again.
    case cancelled
    /// A client program such as `psql` failed; `output` is the end of what it said.
    case toolFailed(tool: String, status: Int32, output: String)

    /// Which PostgreSQL versions would do.
    public enum VersionNeed: Sendable, Equatable {
        /// This major version or a later one.
        case atLeast(Int)
        /// Exactly this major version, because the data folder is of it.
        case exactly(Int)
    }
}
