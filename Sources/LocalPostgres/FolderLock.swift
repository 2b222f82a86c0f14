import Glibc

/// A lock on a file that the system gives back when its holder dies, however it dies.
///
/// `flock` rather than a process id in a file: ids are reused, and differ between containers that
/// share a folder. Child processes do not inherit it (`O_CLOEXEC`).
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, making the file when missing.
    ///
    /// - Parameter isShared: whether others may share it.
    /// - Returns: `nil` if someone else holds it, or will not share it.
    /// - Throws: ``LocalPostgresError/folderUnusable(_:reason:)`` if the file cannot be opened.
    init?(file: String, isShared: Bool = false) throws(LocalPostgresError) {
        let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw .folderUnusable(file, reason: systemMessage(errno)) }
        guard flock(opened, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
            close(opened)
            return nil
        }
        descriptor = opened
    }

    deinit {
        // Closing alone would not do: a child between fork and exec, of whatever thread, holds a copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
