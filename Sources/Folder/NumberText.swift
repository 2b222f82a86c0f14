/// Numbers as the folder writes them: the shortest decimal text that reads back as the same number.
enum NumberText {
    /// A finite double: `4.8`, `7`, `1e+20`.
    static func of(_ number: Double) -> String { trimmed(number == 0 ? "0" : number.description) }

    /// A finite float: its own shortest text, not that of the nearest double.
    static func of(_ number: Float) -> String { trimmed(number == 0 ? "0" : number.description) }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
