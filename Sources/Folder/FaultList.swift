/// Collects what is wrong with a folder while it is read.
///
/// A class, since every reader of one folder adds to the same list; it never leaves the call that made it.
final class FaultList {
    /// How many faults are listed; further ones are counted. Whoever sent a million wrong lines sent the wrong file, and
    /// memory must stay bounded.
    static let limit = 1_000_000

    /// How many faults were found in all.
    private(set) var count = 0
    private var kept: [FolderFile: [Fault]] = [:]

    /// Notes a fault. The message is only made when it will be listed.
    func add(
        _ file: FolderFile, line: Int? = nil, column: String? = nil, _ message: @autoclosure () -> String
    ) {
        count += 1
        guard kept[file, default: []].count < Self.limit else { return }
        kept[file, default: []].append(Fault(file: file, line: line, column: column, message: message()))
    }

    /// Whether a file has a fault.
    func concerns(_ file: FolderFile) -> Bool { kept[file] != nil }

    /// Throws when anything was noted: at most ``limit`` faults, by file and line.
    func throwIfAny() throws(FolderError) {
        guard count > 0 else { return }
        var listed: [Fault] = []
        for file in FolderFile.allCases {
            // A stable sort: faults of one line stay in the order of its columns.
            listed += (kept[file] ?? []).sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        }
        let shown = Array(listed.prefix(Self.limit))
        throw .faults(shown, unlisted: count - shown.count)
    }
}
