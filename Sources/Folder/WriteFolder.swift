public import Domain

/// Writes a snapshot as an alliance folder, in the one canonical form: fixed columns, rows sorted by key, LF,
/// quotes only where needed, the shortest numbers that read back the same. Reading it and writing it again
/// gives the same bytes.
///
/// All files are first written beside the folder and synced to the disk. Where the folder is new or empty, one
/// rename puts it in place; where there is an alliance folder, each of its files is replaced by a rename, files
/// that have no rows any more are removed, and what else lies there stays.
///
/// An empty text means unknown and is written as an empty cell; a set that is known to be empty is `|`.
///
/// - Parameters:
///   - snapshot: the alliance; its indices must be valid (a precondition).
///   - path: the folder; the folder above it must exist.
/// - Throws: ``FolderError/notAnAllianceFolder(path:)`` when something else is there,
///   ``FolderError/unwritable(place:reason:)`` for a value that the format cannot express,
///   ``FolderError/system(path:reason:)`` when the system refuses. What was there is untouched then, unless it
///   refuses one of several renames into a folder that is there already.
/// - Complexity: O(bytes), and sorting where the snapshot is not in the order of its keys.
public func writeFolder(_ snapshot: Snapshot, to path: String) throws(FolderError) {
    let target = try FolderTarget(path: path)
    let draft = try target.makeDraft()
    do throws(FolderError) {
        try write(snapshot, into: draft)
        try target.replace(with: draft)
    } catch {
        FolderTarget.remove(draft)
        throw error
    }
}

private func write(_ snapshot: Snapshot, into folder: String) throws(FolderError) {
    let text = try AllianceWriter(alliance: snapshot.alliance).text()
    var output = try FileOutput(path: folder + "/" + FolderFile.alliance.rawValue)
    output.append(text)
    try output.finish()
    try SnapshotTables(snapshot, folder: folder).write()
}
