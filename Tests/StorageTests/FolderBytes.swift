import Domain
import Folder
import Foundation

/// A place on disk of its own for one test, removed when the test lets go of it.
final class Place {
    /// Where it is.
    let path = NSTemporaryDirectory() + "storage-tests-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Exports a snapshot and returns the bytes of every file.
    func export(_ snapshot: Snapshot, to name: String) throws -> [String: Data] {
        let folder = path + "/" + name
        try writeFolder(snapshot, to: folder)
        var files: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[file] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
        }
        return files
    }

    /// Reads an exported folder.
    func read(_ name: String, known: Snapshot? = nil) throws -> FolderContents {
        defer { withExtendedLifetime(self) {} }
        return try readFolder(at: path + "/" + name, known: known)
    }
}
