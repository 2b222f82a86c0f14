/// Reads JSON (RFC 8259) and refuses what readers disagree about: a name that stands twice, NUL, halves of surrogate
/// pairs, numbers that are infinite, a byte-order mark, deep nesting.
///
/// Foundation's decoder takes most of these and picks one of two fields of a name, so that a check and an effect
/// could see different values.
///
/// - Complexity: O(bytes), and no recursion deeper than ``deepest``.
struct JSONReader {
    /// How deep values may nest.
    static let deepest = 32
    /// How long a number may be, in characters: a double has 17 digits that mean something.
    private static let longestNumber = 40

    private let bytes: [UInt8]
    private var place = 0

    /// Reads a whole text.
    /// - Throws: ``JSONFault``.
    static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONFault(message: "The body is not UTF-8.", pointer: "")
        }
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(at: "", depth: 0)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw reader.fault("Something follows the JSON", "") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value(at pointer: String, depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("Values nest deeper than \(Self.deepest)", pointer) }
        switch next {
        case UInt8(ascii: "{"): return try object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return try array(at: pointer, depth: depth)
        case UInt8(ascii: "\""): return .string(try string(at: pointer))
        case UInt8(ascii: "t"): return try word("true", .bool(true), at: pointer)
        case UInt8(ascii: "f"): return try word("false", .bool(false), at: pointer)
        case UInt8(ascii: "n"): return try word("null", .null, at: pointer)
        default: return .number(try number(at: pointer))
        }
    }

    private mutating func object(at pointer: String, depth: Int) throws(JSONFault) -> JSONValue {
        var fields: [JSONValue.Field] = []
        var names: Set<String> = []
        place += 1
        skipSpace()
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("A field's name is missing", pointer) }
            let name = try string(at: pointer)
            let inner = JSONPointer.field(name, of: pointer)
            // Two Unicode compositions of one name are one name, as they are to whoever looks a field up.
            guard names.insert(name).inserted else {
                throw fault("The field stands twice", inner)
            }
            skipSpace()
            guard take(":") else { throw fault("A colon is missing", inner) }
            skipSpace()
            fields.append(.init(name: name, value: try value(at: inner, depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw fault("A brace is not closed", pointer) }
        return .object(fields)
    }

    private mutating func array(at pointer: String, depth: Int) throws(JSONFault) -> JSONValue {
        var values: [JSONValue] = []
        place += 1
        skipSpace()
        if take("]") { return .array([]) }
        repeat {
            skipSpace()
            values.append(try value(at: "\(pointer)/\(values.count)", depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw fault("A bracket is not closed", pointer) }
        return .array(values)
    }

    private mutating func word(
        _ text: StaticString, _ value: JSONValue, at pointer: String
    ) throws(JSONFault) -> JSONValue {
        let end = place + text.utf8CodeUnitCount
        guard end <= bytes.count, bytes[place..<end].elementsEqual(text.description.utf8) else {
            throw fault("The body is not JSON", pointer)
        }
        place = end
        return value
    }

    private mutating func number(at pointer: String) throws(JSONFault) -> String {
        let start = place
        _ = take("-")
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
            throw fault("The body is not JSON", pointer)
        }
        if take("."), digits() == 0 { throw fault("A number ends too early", pointer) }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            if digits() == 0 { throw fault("A number ends too early", pointer) }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard text.utf8.count <= Self.longestNumber, Double(text)?.isFinite == true else {
            throw fault("The number is too large", pointer)
        }
        return text
    }

    private mutating func string(at pointer: String) throws(JSONFault) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape(at: pointer))
            case 0..<0x20: throw fault("A control character stands in a text", pointer)
            default: text.append(byte)
            }
        }
        throw fault("A text is not closed", pointer)
    }

    private mutating func escape(at pointer: String) throws(JSONFault) -> [UInt8] {
        let letter = next
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter ?? 0]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar(at: pointer))).utf8)
        default: throw fault("A text has an escape that JSON does not know", pointer)
        }
    }

    private mutating func scalar(at pointer: String) throws(JSONFault) -> UnicodeScalar {
        var code = try fourDigits(at: pointer)
        if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
            let low = try fourDigits(at: pointer)
            guard (0xDC00..<0xE000).contains(low) else {
                throw fault("Half of a surrogate pair stands alone", pointer)
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(code) else {
            throw fault("Half of a surrogate pair stands alone", pointer)
        }
        // PostgreSQL has no text with it.
        guard code != 0 else {
            throw JSONFault(message: "A text has a NUL character.", pointer: pointer, isReadable: true)
        }
        return scalar
    }

    private mutating func fourDigits(at pointer: String) throws(JSONFault) -> UInt32 {
        guard place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw fault("An escape ends too early", pointer) }
        place += 4
        return code
    }
}

extension JSONReader {
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ character: UnicodeScalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private func fault(_ message: String, _ pointer: String) -> JSONFault {
        JSONFault(message: "\(message) (at byte \(place + 1)).", pointer: pointer)
    }
}
