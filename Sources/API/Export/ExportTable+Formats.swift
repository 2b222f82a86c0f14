extension ExportTable {
    /// RFC 4180, with a header row. Spreadsheets compute what begins like a formula, so that such a text stands behind an
    /// apostrophe: nobody's name becomes a command on somebody's desk (CWE-1236).
    var csv: String {
        ([columns.map(Cell.text)] + rows).map { row in
            row.map(\.csv).joined(separator: ",") + "\r\n"
        }.joined()
    }

    /// An array with an object for each row; what is unknown is left out.
    var json: JSONValue {
        .array(
            rows.map { row in
                .object(
                    zip(columns, row).compactMap { column, cell in
                        cell.json.map { JSONValue.Field(name: column, value: $0) }
                    })
            })
    }
}

extension ExportTable.Cell {
    fileprivate var csv: String {
        switch self {
        case .empty: return ""
        case .flag(let flag): return flag ? "yes" : "no"
        case .number(let number): return Self.digits(number)
        case .text(let text):
            let safe = Self.looksLikeFormula(text) ? "'" + text : text
            let needsQuotes = safe.unicodeScalars.contains { [",", "\"", "\r", "\n", "'"].contains($0) }
            return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
        }
    }

    fileprivate var json: JSONValue? {
        switch self {
        case .empty: nil
        case .flag(let flag): .bool(flag)
        case .number(let number): .number(Self.digits(number))
        case .text(let text): .string(text)
        }
    }

    /// Programs differ in what they skip before a formula and in which other characters begin one.
    private static func looksLikeFormula(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0.value >= 0x20 }
        let marks: Set<UnicodeScalar> = [
            "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
        ]
        let begins = text.unicodeScalars.first.map { $0.value < 0x20 } ?? false
        return begins || first.map(marks.contains) ?? false
    }

    /// Whole numbers without a point, as far as a double holds every one of them: versions are as large.
    private static func digits(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 0x1p53 ? "\(Int64(number))" : "\(number)"
    }
}
