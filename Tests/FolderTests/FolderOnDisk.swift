import Domain
import Folder
import Foundation

/// A folder of its own for one test, removed when the test lets go of it.
final class FolderOnDisk {
    /// Where it is.
    let path: String

    /// Makes a folder with these files; each text is written as it stands.
    init(_ files: [String: String] = [:]) throws {
        path = NSTemporaryDirectory() + "folder-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Array(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// All files of a folder below, by name.
    func bytes(in folder: String = "") throws -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        let place = path + "/" + folder
        for name in try FileManager.default.contentsOfDirectory(atPath: place) {
            if let data = FileManager.default.contents(atPath: place + "/" + name) {
                result[name] = Array(data)
            }
        }
        return result
    }

    /// The names of everything in it, hidden things too.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    /// The text of a file.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    /// Reads it.
    func read(known: Snapshot? = nil) throws(FolderError) -> FolderContents {
        // The folder is removed with `self`, which must not happen while it is read.
        defer { withExtendedLifetime(self) {} }
        return try readFolder(at: path, known: known)
    }

    /// What is wrong with it, one line each; empty when nothing is.
    func faults() -> [String] {
        do throws(FolderError) {
            _ = try read()
            return []
        } catch {
            guard case .faults(let faults, _) = error else { return ["\(error)"] }
            return faults.map(\.description)
        }
    }
}

/// A small alliance without faults: a1, a2 on side a; b1, b2 on side b.
let smallAlliance = [
    "alliance.yaml": "alliance: small\nname: Small\n",
    "companies.csv": "company,name,side\nnorth,North,a\nsouth,South,b\n",
    "salespeople.csv": "person,company\na1,north\na2,north\nb1,south\nb2,south\n",
]

extension [String: String] {
    /// The same with other texts for some files.
    func with(_ others: [String: String]) -> [String: String] { merging(others) { $1 } }
}
