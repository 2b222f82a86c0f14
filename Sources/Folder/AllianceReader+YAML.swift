import Yams

// From bytes to a tree, noting what is not YAML.
extension AllianceReader {
    /// The text of the file without a byte-order mark; nil when it has bytes that YAML does not allow (noted).
    func checkedText(_ bytes: [UInt8]) -> String? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let rest = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
        guard let text = String(validating: rest, as: UTF8.self) else {
            faults.add(.alliance, line: lineOfInvalidByte(rest), "the line is not valid UTF-8")
            return nil
        }
        return isReadable(text) ? text : nil
    }

    /// Notes the first character that YAML does not allow, or that may refer to an alias.
    ///
    /// Ten lines of aliases can stand for a million million values, on which Yams would work for years; and
    /// nothing in the file needs one. A `*` is taken for one wherever it could be, even in quotes and comments.
    private func isReadable(_ text: String) -> Bool {
        var (line, column) = (1, 1)
        var beginsValue = true
        for scalar in text.unicodeScalars {
            var reason: String?
            if !isPrintable(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                reason = "the character U+\(code) is not allowed in YAML"
            } else if scalar == "*", beginsValue {
                reason = "aliases are not read: write the value out, or a '*' as \"\\x2A\" in double quotes"
            }
            if let reason {
                faults.add(.alliance, line: line, column: String(column), reason)
                return false
            }
            switch scalar {
            case " ", "\t": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", ":", ",", "[", "{", "-", "?":
                beginsValue = true
            default: beginsValue = false
            }
            column += 1
            if scalar == "\n" { (line, column) = (line + 1, 1) }
        }
        return true
    }

    /// The first line that is not UTF-8 by itself; line ends are never part of a longer character.
    private func lineOfInvalidByte(_ bytes: ArraySlice<UInt8>) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    /// Source: YAML 1.2, production 1, `c-printable`.
    private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x1_0000...0x10_FFFF:
            true
        default: false
        }
    }

    /// The tree of a YAML text; nil when it is none (noted).
    func compose(_ text: String) -> Node? {
        do {
            if let root = try Parser(yaml: text).singleRoot() { return root }
            faults.add(.alliance, line: 1, "the file is empty, expected the key alliance")
        } catch let error as YamlError {
            note(error)
        } catch {
            faults.add(.alliance, line: 1, "the file is not YAML")
        }
        return nil
    }

    private func note(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            note(mark, "this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().map { "\"\(shown($0))\"" }.joined(separator: ", ")
            note(context.mark, "the same key stands twice: \(keys)")
        default:
            faults.add(.alliance, line: 1, "the file is not YAML")
        }
    }

    private func note(_ mark: Mark, _ message: String) {
        faults.add(.alliance, line: mark.line, column: String(mark.column), message)
    }
}
