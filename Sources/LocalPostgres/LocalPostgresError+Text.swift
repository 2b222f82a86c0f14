extension LocalPostgresError: CustomStringConvertible {
    /// Message and hint in one line.
    public var description: String {
        hint.map { "\(message) \($0)" } ?? message
    }

    /// A permanent code, `local-postgres.condition-in-words`.
    public var code: String {
        switch self {
        case .binariesNotFound: "local-postgres.binaries-not-found"
        case .versionNotFound: "local-postgres.version-not-found"
        case .serverUserNotFound: "local-postgres.server-user-not-found"
        case .userWithoutName: "local-postgres.user-without-name"
        case .folderUnusable: "local-postgres.folder-unusable"
        case .folderOwnedBySomeoneElse: "local-postgres.folder-owned-by-someone-else"
        case .folderNotReachable: "local-postgres.folder-not-reachable"
        case .folderInUse: "local-postgres.folder-in-use"
        case .noSpace: "local-postgres.no-space"
        case .socketPathTooLong: "local-postgres.socket-path-too-long"
        case .portTaken: "local-postgres.port-taken"
        case .launchFailed: "local-postgres.launch-failed"
        case .initialisationFailed: "local-postgres.initialisation-failed"
        case .serverEnded: "local-postgres.server-ended"
        case .notReady: "local-postgres.not-ready"
        case .alreadyRunning: "local-postgres.already-running"
        case .notRunning: "local-postgres.not-running"
        case .cancelled: "local-postgres.cancelled"
        case .toolFailed: "local-postgres.tool-failed"
        }
    }

    /// What happened, one sentence, with the end of the program's own words where there are any.
    public var message: String {
        switch self {
        case .binariesNotFound(let searched):
            "No PostgreSQL server programs found in \(searched.joined(separator: ", "))."
        case .versionNotFound(.atLeast(let version), let found):
            "PostgreSQL \(version) or later is needed, found \(Self.list(found))."
        case .versionNotFound(.exactly(let version), let found):
            "The data folder was made by PostgreSQL \(version), found only \(Self.list(found))."
        case .serverUserNotFound(let candidates):
            "PostgreSQL does not run as root, and no user \(candidates.joined(separator: ", ")) exists."
        case .userWithoutName(let identifier):
            "PostgreSQL needs a named user, but user id \(identifier) has no entry in /etc/passwd."
        case .folderUnusable(let folder, let reason):
            "The folder \(folder) cannot be used: \(reason)."
        case .folderOwnedBySomeoneElse(let folder, let owner, let serverUser):
            "The folder \(folder) belongs to \(owner), but the server runs as \(serverUser)."
        case .folderNotReachable(let folder, let serverUser):
            "The user \(serverUser), whom the server runs as, cannot reach the folder \(folder)."
        case .folderInUse(let folder, let process):
            "The folder \(folder) is in use\(process.map { " by process \($0)" } ?? "")."
        case .noSpace(let folder):
            "The disk that holds \(folder) is full."
        case .socketPathTooLong(let path):
            "The socket path \(path) is longer than 107 bytes."
        case .portTaken(let port):
            "Port \(port) on 127.0.0.1 is taken by another program."
        case .launchFailed(let program, let step, let reason):
            "\(program) could not be started (\(step)): \(reason)."
        case .initialisationFailed(let log):
            "initdb failed: \(log)"
        case .serverEnded(let log):
            "The PostgreSQL server ended while starting: \(log)"
        case .notReady(let limit, let log):
            "The PostgreSQL server was not ready after \(limit): \(log)"
        case .alreadyRunning:
            "The cluster is already running."
        case .notRunning:
            "The cluster is not running."
        case .cancelled:
            "Starting the cluster was cancelled."
        case .toolFailed(let tool, let status, let output):
            "\(tool) ended with status \(status): \(output)"
        }
    }

    /// What to change, where there is something.
    public var hint: String? {
        switch self {
        case .binariesNotFound, .versionNotFound(.atLeast, _):
            "Install the Debian package postgresql, or say where the programs are."
        case .versionNotFound(.exactly(let version), _):
            "Install the Debian package postgresql-\(version), or choose another folder."
        case .serverUserNotFound:
            "Install the Debian package postgresql, which makes the user postgres."
        case .userWithoutName:
            "Run as a user that has a name."
        case .folderUnusable, .folderOwnedBySomeoneElse:
            "Choose another folder, or run as its owner."
        case .folderNotReachable:
            "Choose a folder that is not inside a private one, such as a home folder."
        case .folderInUse:
            "Stop that process, or choose another folder."
        case .noSpace:
            "Free some space: a new cluster takes about 100 MB."
        case .socketPathTooLong:
            "Choose a shorter folder for temporary files."
        case .portTaken:
            "Choose another port."
        default:
            nil
        }
    }

    private static func list(_ versions: [Int]) -> String {
        versions.map(String.init).joined(separator: ", ")
    }
}
