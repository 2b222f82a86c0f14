import Domain

/// Writes `alliance.yaml`: always the whole instrument and every attribute, so that nothing is left to guess.
struct AllianceWriter {
    let alliance: Alliance

    /// The file's text.
    func text() throws(FolderError) -> String {
        guard Alliance.isKey(alliance.key) else {
            throw unwritable("alliance", "\"\(shown(alliance.key))\" is no key")
        }
        var lines = [
            "alliance: \(YAMLText.scalar(alliance.key))",
            "name: \(try scalar(alliance.name, "name"))",
            "instrument:",
            "  scale: {min: \(try number(scale.min)), max: \(try number(scale.max))}",
            "  factors:",
        ]
        for factor in alliance.instrument.factors {
            let key = try scalar(factor.key, "factor", .columnName)
            lines.append("    - {key: \(key), label: \(try scalar(factor.label, "label"))}")
        }
        try addReferences(to: &lines)
        try addAttributes(to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private var scale: Scale { alliance.instrument.scale }

    private func addReferences(to lines: inout [String]) throws(FolderError) {
        guard alliance.instrument.hasReference else { return }
        lines.append("  reference:")
        for factor in alliance.instrument.factors {
            guard let reference = factor.reference else { continue }
            let means = [
                try number(reference.slight), try number(reference.medium), try number(reference.great),
            ]
            lines.append("    \(YAMLText.scalar(factor.key)): [\(means.joined(separator: ", "))]")
        }
    }

    private func addAttributes(to lines: inout [String]) throws(FolderError) {
        guard !alliance.attributes.isEmpty else { return }
        lines.append("attributes:")
        for attribute in alliance.attributes {
            lines.append(
                "  \(try scalar(attribute.name, "attribute", .columnName)): {kind: \(attribute.kind.rawValue)}"
            )
        }
    }

    private func scalar(_ text: String, _ place: String, _ rule: TextRule = .yaml) throws(FolderError)
        -> String
    {
        if text.isEmpty { throw unwritable(place, "it is empty") }
        if let reason = rule.objection(to: text) { throw unwritable(place, "it \(reason)") }
        return YAMLText.scalar(text)
    }

    private func number(_ number: Double) throws(FolderError) -> String {
        guard number.isFinite else { throw unwritable("instrument", "\(number) is not a finite number") }
        return NumberText.of(number)
    }

    private func unwritable(_ place: String, _ reason: String) -> FolderError {
        .unwritable(place: "\(FolderFile.alliance.rawValue):\(place)", reason: reason)
    }
}

/// Texts as YAML scalars.
enum YAMLText {
    /// Words that YAML 1.1 readers take for something else than text.
    private static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// A text as a scalar that can stand anywhere: plain when it is letters, digits, single spaces and a few
    /// marks, beginning with a letter, or else in double quotes.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: " ") else {
            return false
        }
        guard !reserved.contains(text.lowercased()) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || [UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Source: YAML 1.2, section 5.7, escaped characters.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // The reader takes a '*' for an alias wherever it could be one.
            case "*": result += "\\x2A"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += isShown(scalar) ? String(scalar) : escape(scalar)
            }
        }
        return result + "\""
    }

    /// Letters, marks, numbers, punctuation and symbols of all scripts are written as they are.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value < 0x1_0000 ? 4 : 8
        return (width == 4 ? "\\u" : "\\U") + String(repeating: "0", count: width - digits.count) + digits
    }
}
