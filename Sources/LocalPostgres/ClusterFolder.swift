import Foundation
import Glibc

/// The folder of one cluster, held by this process.
///
///     FOLDER/lock              held while this process uses the folder
///     FOLDER/guests            shared by those who use its server, too
///     FOLDER/cluster/          PostgreSQL's data folder
///     FOLDER/password          the superuser's, for the loopback port
///     FOLDER/server.log        what the server said since its last start
///     FOLDER/server.log.previous
final class ClusterFolder: Sendable {
    let path: String
    private let lock: FolderLock

    static let dataName = "cluster"
    static let guestsName = "guests"
    private static let ownNames: Set<String> = [
        "lock", guestsName, "password", "owner.lock", "server.log", "server.log.previous",
    ]

    var data: String { "\(path)/\(Self.dataName)" }
    var password: String { "\(path)/password" }
    var log: String { "\(path)/server.log" }

    /// Makes the folder when missing, sees that it is the server user's, and takes its lock.
    init(path: String, user: ServerUser) throws(LocalPostgresError) {
        guard path.hasPrefix("/") else { throw .folderUnusable(path, reason: "the path is not absolute") }
        try Self.make(path)
        try Self.settleOwner(of: path, user: user)
        guard let lock = try FolderLock(file: "\(path)/lock") else {
            throw .folderInUse(
                path, process: PostmasterFile(inDataFolder: "\(path)/\(Self.dataName)")?.process)
        }
        if user.needsSwitch { _ = chown("\(path)/lock", user.identifier, user.group) }
        self.path = path
        self.lock = lock
    }

    /// The version of PostgreSQL that made the data folder, `nil` while there is none.
    var dataVersion: Int? {
        (try? String(contentsOfFile: "\(data)/PG_VERSION", encoding: .utf8))
            .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// Opens an empty log for the server, keeping the one before.
    func openLog() throws(LocalPostgresError) -> Int32 {
        _ = rename(log, log + ".previous")
        let descriptor = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw LocalPostgresError(errno, folder: path) }
        return descriptor
    }

    /// The last lines of the server's log.
    var endOfLog: String {
        let data = FileManager.default.contents(atPath: log) ?? Data()
        return lastLines(of: String(decoding: data.suffix(16_384), as: UTF8.self))
    }

    /// Makes the folder with the parents that are missing: those open to all, itself to the owner only.
    private static func make(_ path: String) throws(LocalPostgresError) {
        if let status = FileStatus(of: path) {
            guard status.isFolder else { throw .folderUnusable(path, reason: "it is not a folder") }
            return
        }
        let parent = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        } catch {
            throw .folderUnusable(path, reason: "its parent folder cannot be made")
        }
        guard mkdir(path, 0o700) == 0 else { throw LocalPostgresError(errno, folder: path) }
    }

    /// Hands a folder of root's to the server's user, provided that nothing else lives in it.
    private static func settleOwner(of path: String, user: ServerUser) throws(LocalPostgresError) {
        guard let owner = FileStatus(of: path)?.owner else { throw LocalPostgresError(errno, folder: path) }
        if owner != user.identifier {
            guard owner == geteuid(), user.needsSwitch, holdsOnlyOwnFiles(path) else {
                throw .folderOwnedBySomeoneElse(
                    path, owner: ServerUser.displayName(owner), serverUser: user.name)
            }
            guard chown(path, user.identifier, user.group) == 0 else {
                throw LocalPostgresError(errno, folder: path)
            }
        }
        let data = "\(path)/\(dataName)"
        guard let dataOwner = FileStatus(of: data)?.owner, dataOwner != user.identifier else { return }
        throw .folderOwnedBySomeoneElse(
            data, owner: ServerUser.displayName(dataOwner), serverUser: user.name)
    }

    private static func holdsOnlyOwnFiles(_ path: String) -> Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return false }
        return names.allSatisfy(ownNames.contains)
    }
}

/// The last twenty lines of a program's output, without blank space around them.
func lastLines(of output: String) -> String {
    output.split(separator: "\n").suffix(20).joined(separator: "\n")
}
