#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What lies in a folder.
enum FolderListing {
    /// The names in a folder, sorted by bytes.
    static func names(in path: String) throws(FolderError) -> [String] {
        guard let folder = opendir(path) else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { throw .notAFolder(path: path) }
            throw .system(path: path, reason: String(cString: strerror(code)))
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted(by: comesBefore)
    }

    /// Those of the names that look like data but are no file of the format: a person may have misspelt one.
    static func ignored(_ names: [String]) -> [String] {
        names.filter { name in
            let ends = [".csv", ".yaml", ".yml", ".CSV"].contains { name.hasSuffix($0) }
            return ends && FolderFile(rawValue: name) == nil
        }
    }
}
