#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The place where an export is to stand.
struct FolderTarget {
    /// The folder's path, without symbolic links where it exists and without slashes at the end.
    let path: String
    /// Whether there is an alliance folder, whose files are to be replaced one by one.
    private let isAlliance: Bool

    /// Looks at the place, and refuses one that holds other things.
    init(path: String) throws(FolderError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw FolderError.last(path) }
            self.path = Self.withoutTrailingSlashes(path)
            isAlliance = false
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAnAllianceFolder(path: path) }
        let names = try FolderListing.names(in: path)
        isAlliance = names.contains(FolderFile.alliance.rawValue)
        guard isAlliance || names.isEmpty else { throw .notAnAllianceFolder(path: path) }
        self.path = try Self.resolved(path)
    }

    /// Makes an empty folder beside the place, so that a rename is enough to put it there.
    func makeDraft() throws(FolderError) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let parent = parts.dropLast().joined(separator: "/")
        let prefix = parts.count > 1 ? parent + "/" : ""
        for attempt in 0..<1000 {
            let draft = "\(prefix).\(parts.last ?? "").draft-\(getpid())-\(attempt)"
            if mkdir(draft, 0o777) == 0 { return draft }
            if errno == ENOENT {
                throw .system(path: path, reason: "there is no folder \(parent) to put it in")
            }
            guard errno == EEXIST else { throw FolderError.last(path) }
        }
        throw .system(path: path, reason: "too many drafts lie beside it")
    }

    /// Puts the draft in place.
    func replace(with draft: String) throws(FolderError) {
        guard isAlliance else {
            // Over an empty folder, too: rename replaces that, and refuses when someone has filled it meanwhile.
            guard rename(draft, path) == 0 else { throw FolderError.last(path) }
            return
        }
        let names = try FolderListing.names(in: draft)
        for name in names {
            guard rename(draft + "/" + name, path + "/" + name) == 0 else { throw FolderError.last(path) }
        }
        for file in FolderFile.allCases where !names.contains(file.rawValue) {
            let old = path + "/" + file.rawValue
            guard unlink(old) == 0 || errno == ENOENT else { throw FolderError.last(old) }
        }
        rmdir(draft)
    }

    /// Removes a draft and the files in it; what cannot be removed stays.
    static func remove(_ draft: String) {
        for file in FolderFile.allCases { unlink(draft + "/" + file.rawValue) }
        rmdir(draft)
    }

    private static func resolved(_ path: String) throws(FolderError) -> String {
        guard let resolved = realpath(path, nil) else { throw FolderError.last(path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        return String(path)
    }
}
