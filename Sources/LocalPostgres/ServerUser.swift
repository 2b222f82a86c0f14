import Glibc
import Synchronization

/// The user a server runs as.
struct ServerUser: Sendable, Equatable {
    var name: String
    var identifier: uid_t
    var group: gid_t
    /// Whether the process has to switch to this user, being root itself.
    var needsSwitch: Bool

    /// Users that root may run a server as, the most fitting first.
    static let candidates = ["rapport", "postgres", "nobody"]

    /// Chooses the user for a cluster in `folder`.
    ///
    /// Root takes the owner of an existing folder if that is one of ``candidates``, since a user
    /// `rapport` may have been made after the cluster; else the first candidate that exists. Anyone
    /// else is their own server user.
    static func choose(forFolder folder: String) throws(LocalPostgresError) -> ServerUser {
        let caller = geteuid()
        guard caller == 0 else {
            guard let entry = named(by: { getpwuid(caller) }) else { throw .userWithoutName(caller) }
            return entry
        }
        let existing = candidates.compactMap { name in named { getpwnam(name) } }
        guard let first = existing.first else { throw .serverUserNotFound(candidates: candidates) }
        let owner = FileStatus(of: folder)?.owner
        return existing.first { $0.identifier == owner } ?? first
    }

    /// Name of a user id for messages: the number itself when it has no name.
    static func displayName(_ identifier: uid_t) -> String {
        named { getpwuid(identifier) }?.name ?? "user id \(identifier)"
    }

    /// `getpwnam` and `getpwuid` share one static buffer: every use in this module goes through here,
    /// one at a time.
    private static func named(by find: () -> UnsafeMutablePointer<passwd>?) -> ServerUser? {
        passwordFile.withLock { _ in
            guard let entry = find() else { return nil }
            return ServerUser(
                name: String(cString: entry.pointee.pw_name), identifier: entry.pointee.pw_uid,
                group: entry.pointee.pw_gid, needsSwitch: geteuid() == 0)
        }
    }
}

private let passwordFile = Mutex<Void>(())
