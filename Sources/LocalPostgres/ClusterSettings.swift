/// Where a private cluster lives and how its server is started.
///
/// A plain value: nothing here reads the environment or touches the disk.
///
/// ```swift
/// var settings = ClusterSettings(folder: "/var/lib/rapport")
/// settings.serverSettings["shared_buffers"] = "256MB"
/// let cluster = PrivateCluster(settings)
/// ```
public struct ClusterSettings: Sendable, Equatable {
    /// Whether the server also listens on a loopback port, with password sign-in.
    ///
    /// The unix socket needs no port and no password, since only its owner and root can reach it. A
    /// port is for clients that must pass through a proxy.
    public enum Loopback: Sendable, Equatable {
        /// Unix socket only.
        case off
        /// 127.0.0.1 with a port that is free at the first start; kept over later starts.
        case anyFreePort
        /// 127.0.0.1 with this port.
        case port(UInt16)
    }

    /// Absolute path of the folder that holds the cluster, its log and its lock; made when missing.
    public var folder: String
    /// Folder with `initdb` and `postgres`; `nil` looks in Debian's and Red Hat's places, then in
    /// ``searchPath``.
    public var binariesFolder: String?
    /// Folders to look for `postgres` in when the usual places have none, as in `PATH`.
    public var searchPath: [String] = []
    /// Parent of the socket folder. Short, since a socket's path is limited to 107 bytes.
    public var temporaryFolder = "/tmp"
    /// Server settings by name, as in `postgresql.conf`; they win over those this package sets.
    public var serverSettings: [String: String] = [:]
    /// The loopback port, off unless asked for.
    public var loopback = Loopback.off
    /// How long a start may take, crash recovery included.
    public var startLimit = Duration.seconds(120)
    /// How long an orderly stop may take before the server is told to drop everything.
    public var stopLimit = Duration.seconds(20)

    /// Settings for a cluster in `folder`, an absolute path; everything else as documented above.
    public init(folder: String) {
        self.folder = folder
    }

    /// Where a user's cluster lives unless told otherwise.
    ///
    /// - Parameters:
    ///   - environment: the process's environment, read once by the composition root.
    ///   - userIdentifier: effective user id of the process.
    /// - Returns: `/var/lib/rapport` for root, else `$XDG_DATA_HOME/rapport`, else
    ///   `$HOME/.local/share/rapport`; `nil` when neither variable holds an absolute path.
    public static func defaultFolder(environment: [String: String], userIdentifier: UInt32) -> String? {
        if userIdentifier == 0 { return "/var/lib/rapport" }
        if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder + "/rapport" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.local/share/rapport"
    }
}
