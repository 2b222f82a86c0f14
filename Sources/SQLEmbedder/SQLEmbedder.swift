import Foundation

/// `SQLEmbedder OUTPUT INPUT...` writes one Swift file that holds every input as a raw string literal,
/// grouped by the name of its folder. Run by the build; see `Sources/EmbedSQL`.
@main
struct SQLEmbedder {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first else { throw CocoaError(.fileWriteInvalidFileName) }
        let files = arguments.dropFirst().map { URL(fileURLWithPath: $0) }
        let groups = ["migrations", "views", "checks"]
        var source =
            "/// The files under `sql/`, as (file name, text), made by the build.\nenum EmbeddedSQL {\n"
        for group in groups {
            source += "    static let \(group): [(name: String, text: String)] = [\n"
            for file in files where file.deletingLastPathComponent().lastPathComponent == group {
                let text = try String(contentsOf: file, encoding: .utf8)
                source +=
                    "        (\n            \"\(file.lastPathComponent)\",\n####\"\"\"\n\(text)\n\"\"\"####\n        ),\n"
            }
            source += "    ]\n"
        }
        source += "}\n"
        try source.write(toFile: output, atomically: true, encoding: .utf8)
    }
}
