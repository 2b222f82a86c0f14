import Foundation

/// A Swift file of the repository, as the fences read it.
struct SourceFile {
    /// Path from the repository's root.
    let path: String
    /// The folder under `Sources` that it belongs to.
    let target: String
    /// Its text without comments.
    let code: String

    init(path: String, target: String, text: String) {
        self.path = path
        self.target = target
        code = Self.withoutComments(text)
    }

    /// Modules that it imports, first part of the name only (`Foundation` for `import struct Foundation.UUID`).
    var imports: [String] {
        code.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let keyword = words.firstIndex(of: "import"),
                words[..<keyword].allSatisfy({
                    ["public", "package", "internal", "private", "@testable"].contains($0)
                })
            else { return nil }
            let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
            let name = words[(keyword + 1)...].first { !kinds.contains($0) }
            return name?.split(separator: ".").first.map(String.init)
        }
    }

    /// Whether the code has a match for a regular expression.
    func has(_ pattern: String) -> Bool {
        code.range(of: pattern, options: .regularExpression) != nil
    }

    /// Every Swift file under `Sources`.
    static func all() throws -> [SourceFile] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let sources = root.appending(path: "Sources")
        guard let walker = FileManager.default.enumerator(atPath: sources.path) else { return [] }
        var files: [SourceFile] = []
        for case let name as String in walker where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            let target = String(name.split(separator: "/")[0])
            files.append(SourceFile(path: "Sources/\(name)", target: target, text: text))
        }
        return files
    }

    /// Cuts `// …` off the lines; the house style has no other comments.
    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                guard let start = line.range(of: "//") else { return String(line) }
                let before = line[..<start.lowerBound]
                // `//` inside a string literal, as in a URL, is no comment.
                return before.count { $0 == "\"" } % 2 == 0 ? String(before) : String(line)
            }
            .joined(separator: "\n")
    }
}
