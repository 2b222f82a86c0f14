/// One thing that is wrong with an alliance folder, and where.
public struct Fault: Sendable, Hashable {
    /// The file.
    public var file: FolderFile
    /// Line, from 1; nil when the whole file is meant.
    public var line: Int?
    /// Name of the column, or in `alliance.yaml` its number from 1; nil when the whole line is meant.
    public var column: String?
    /// What is wrong, and what was expected.
    public var message: String

    /// Makes a fault.
    public init(file: FolderFile, line: Int? = nil, column: String? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }
}

extension Fault: CustomStringConvertible {
    /// `sheets.csv:17:trust: expected 1...7, got "8"`; parts that are nil are left out.
    public var description: String {
        var place = file.rawValue
        if let line { place += ":\(line)" }
        if let column { place += ":\(shown(column))" }
        return "\(place): \(message)"
    }
}

/// A text from a file as one short line that is safe to print: control and format characters (line breaks,
/// bidirectional marks) are written as `\u{…}`.
func shown(_ text: String, limit: Int = 60) -> String {
    var short = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == limit { return short + "…" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            short += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default:
            short.unicodeScalars.append(scalar)
        }
    }
    return short
}
