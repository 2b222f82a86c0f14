/// What a text of the folder may be: UTF-8 without NUL, not longer than a limit.
struct TextRule {
    /// Bytes at most.
    var limit: Int
    /// Whether control characters (line breaks, tabs) are welcome.
    var allowsControls: Bool
    /// Whether it may begin with a byte-order mark: nobody sees it, so that in a key it is an accident.
    var allowsByteOrderMark: Bool

    /// Keys: short, since they are looked up and printed in one line.
    static let key = TextRule(limit: 200, allowsControls: false, allowsByteOrderMark: false)
    /// Names of columns.
    static let columnName = key
    /// What people write.
    static let text = TextRule(limit: 65_536, allowsControls: true, allowsByteOrderMark: true)
    /// What people write in `alliance.yaml`: Foundation, with which Yams reads, drops a byte-order mark.
    static let yaml = TextRule(limit: 65_536, allowsControls: true, allowsByteOrderMark: false)

    /// What a cell holds.
    enum Reading {
        /// It is empty.
        case unknown
        /// It is a text that keeps the rule.
        case text(String)
        /// It breaks the rule: "has …".
        case bad(String)

        /// The text, if it is one.
        var plain: String? {
            if case .text(let text) = self { return text }
            return nil
        }
    }

    /// Reads a cell.
    func read(_ cell: Cell) -> Reading {
        if cell.isEmpty { return .unknown }
        if cell.count > limit { return .bad("has \(cell.count) bytes, expected at most \(limit)") }
        guard let text = String(validating: cell.bytes, as: UTF8.self) else {
            return .bad("is not valid UTF-8")
        }
        if let reason = objection(to: text) { return .bad(reason) }
        return .text(text)
    }

    /// Why a text breaks the rule; nil when it keeps it.
    func objection(to text: String) -> String? {
        if text.utf8.count > limit { return "has \(text.utf8.count) bytes, expected at most \(limit)" }
        if text.utf8.contains(0) { return "has a NUL character" }
        if !allowsControls, text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "has a control character"
        }
        if !allowsByteOrderMark, text.unicodeScalars.first == "\u{FEFF}" {
            return "begins with a byte-order mark"
        }
        return nil
    }
}
