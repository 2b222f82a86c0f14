/// Quoting of names and literals by PostgreSQL's rules for UTF-8 clients.
enum Quoting {
    /// `name` in double quotes; quotes inside are doubled.
    static func identifier(_ name: String) -> String {
        "\"" + doubled("\"", in: checked(name)) + "\""
    }

    /// `value` in single quotes. A backslash makes it an `E''` string, which means the same whatever
    /// `standard_conforming_strings` says.
    static func literal(_ value: String) -> String {
        let quoted = "'" + doubled("'", in: checked(value)) + "'"
        guard quoted.utf8.contains(UInt8(ascii: "\\")) else { return quoted }
        return " E" + doubled("\\", in: quoted)
    }

    private static func doubled(_ mark: Unicode.Scalar, in text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == mark { result.append(mark) }
            result.append(scalar)
        }
        return String(result)
    }

    private static func checked(_ text: String) -> String {
        precondition(!text.utf8.contains(0), "PostgreSQL has no NUL character in names and literals.")
        return text
    }
}
