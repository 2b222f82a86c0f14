import Foundation
import Glibc

/// A private folder for temporary files that is removed when it is no longer needed: by its owner, or,
/// should the owner have been killed, by the next process that makes one.
package final class ScratchFolder: Sendable {
    /// Absolute path, mode 0700.
    package let path: String
    private let lock: FolderLock

    private static let lockName = "owner.lock"

    /// Makes `PARENT/PREFIX-XXXXXX`, after removing such folders of dead processes.
    ///
    /// - Throws: ``LocalPostgresError/folderUnusable(_:reason:)``, ``LocalPostgresError/noSpace(folder:)``.
    package convenience init(parent: String, prefix: String) throws(LocalPostgresError) {
        Self.sweep(parent: parent, prefix: prefix)
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw LocalPostgresError(errno, folder: parent)
        }
        try self.init(path: template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }

    /// Makes the folder at exactly this path, which must be free.
    convenience init(remaking path: String) throws(LocalPostgresError) {
        guard mkdir(path, 0o700) == 0 else { throw LocalPostgresError(errno, folder: path) }
        try self.init(path: path)
    }

    /// The lock gets its name only once it is taken, so that no sweep takes it first.
    private init(path: String) throws(LocalPostgresError) {
        let unnamed = "\(path)/\(Self.lockName).new"
        guard let lock = try FolderLock(file: unnamed) else { throw .folderInUse(path, process: nil) }
        guard rename(unnamed, "\(path)/\(Self.lockName)") == 0 else {
            throw LocalPostgresError(errno, folder: path)
        }
        self.path = path
        self.lock = lock
    }

    /// Gives the folder to the server's user, so that the server can write in it.
    func give(to user: ServerUser) throws(LocalPostgresError) {
        guard user.needsSwitch else { return }
        guard chown(path, user.identifier, user.group) == 0 else {
            throw LocalPostgresError(errno, folder: path)
        }
    }

    /// Removes the folder with all it holds. Harmless when it is gone already.
    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes folders whose owner died. Those of other users stay: they are not ours to judge.
    private static func sweep(parent: String, prefix: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix + "-") {
            let path = "\(parent)/\(name)"
            guard isAbandoned(path), endServer(in: "\(path)/\(ClusterFolder.dataName)") else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private static func isAbandoned(_ path: String) -> Bool {
        guard let status = FileStatus(of: path), status.isFolder else { return false }
        // Without a lock file its owner is just between making the folder and locking it.
        guard let lock = FileStatus(of: "\(path)/\(lockName)"), lock.owner == geteuid() else { return false }
        return ((try? FolderLock(file: "\(path)/\(lockName)")) ?? nil) != nil
    }

    /// Sees to it that no server uses the data folder any more.
    ///
    /// - Returns: `false` if the server of a killed process is still shutting down: the next sweep gets it.
    private static func endServer(in dataFolder: String) -> Bool {
        guard let file = PostmasterFile(inDataFolder: dataFolder) else { return true }
        file.killIfFrozen(dataFolder: dataFolder)
        file.removeSharedMemory()
        return !file.isServer(ofDataFolder: dataFolder)
    }
}

extension LocalPostgresError {
    /// The error for a system call that failed on a folder.
    init(_ number: Int32, folder: String) {
        self =
            number == ENOSPC || number == EDQUOT
            ? .noSpace(folder: folder) : .folderUnusable(folder, reason: systemMessage(number))
    }
}
