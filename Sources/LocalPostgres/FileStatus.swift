import Glibc

/// What `lstat` says of a path: a symbolic link is itself, not what it points to.
struct FileStatus: Sendable {
    var owner: uid_t
    var isFolder: Bool
    /// The permission bits, such as 0o700.
    var permissions: mode_t

    /// `nil` when there is nothing at `path`, or it cannot be looked at.
    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        owner = status.st_uid
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        permissions = status.st_mode & 0o7777
    }
}
