public import struct Foundation.Decimal
public import struct Foundation.Locale

/// PostgreSQL's `numeric`, exact: as many digits as the server keeps, with the scale it was written with.
public struct PostgresNumeric: Hashable, Sendable, PostgresEncodable, PostgresDecodable {
    /// What kind of number it is, as the binary form spells it.
    enum Sign: UInt16, Sendable {
        case positive = 0x0000
        case negative = 0x4000
        case notANumber = 0xC000
        case infinity = 0xD000
        case negativeInfinity = 0xF000
    }

    /// Groups of four decimal digits, most significant first, each in 0...9999.
    let groups: [Int16]
    /// The first group counts 10000^weight.
    let weight: Int16
    /// Sign, or what the number is instead of a number.
    let sign: Sign
    /// Decimal digits after the point.
    let scale: UInt16

    init(groups: [Int16], weight: Int16, sign: Sign, scale: UInt16) {
        self.groups = groups
        self.weight = weight
        self.sign = sign
        self.scale = scale
    }

    /// Whether it is neither infinite nor NaN.
    public var isFinite: Bool { sign == .positive || sign == .negative }

    /// `numeric`.
    public static var postgresType: PostgresType { .numeric }

    /// Four 16-bit words, then a word per group.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(Int16(groups.count))
        writer.write(weight)
        writer.write(sign.rawValue)
        writer.write(scale)
        for group in groups { writer.write(group) }
    }

    /// `numeric`.
    public static var acceptedTypes: String { "numeric" }

    /// Whether it is `numeric`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .numeric }

    /// Reads the words.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        let bytes = cell.bytes
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
        }
        guard bytes.count >= 8 else { throw .malformed }
        let count = Int(word(0))
        guard bytes.count == 8 + 2 * count, let sign = Sign(rawValue: word(2)) else { throw .malformed }
        let groups = (0..<count).map { Int16(bitPattern: word(4 + $0)) }
        guard groups.allSatisfy({ (0...9999).contains($0) }) else { throw .malformed }
        // The server fills weight and scale of what is no number with whatever it likes.
        let isNumber = sign == .positive || sign == .negative
        self.init(
            groups: groups, weight: isNumber ? Int16(bitPattern: word(1)) : 0, sign: sign,
            scale: isNumber ? word(3) : 0)
    }
}

extension PostgresNumeric: CustomStringConvertible, LosslessStringConvertible {
    /// The number as PostgreSQL prints it: `-12.50`, `NaN`, `Infinity`.
    public var description: String {
        switch sign {
        case .notANumber: return "NaN"
        case .infinity: return "Infinity"
        case .negativeInfinity: return "-Infinity"
        case .positive, .negative: break
        }
        var text = sign == .negative ? "-" : ""
        let whole = weight < 0 ? "0" : (0...Int(weight)).map(group).joined()
        text += whole.drop { $0 == "0" }.isEmpty ? "0" : String(whole.drop { $0 == "0" })
        guard scale > 0 else { return text }
        let wanted = (Int(scale) + 3) / 4
        let digits = (0..<wanted).map { group(Int(weight) + 1 + $0) }.joined()
        return text + "." + digits.prefix(Int(scale))
    }

    /// Four digits of the group that counts 10000^(weight - index).
    private func group(_ index: Int) -> String {
        guard groups.indices.contains(index) else { return "0000" }
        let digits = String(groups[index])
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Reads `-12.50`, `NaN`, `Infinity`, `-Infinity`; `nil` for anything else, exponents included.
    public init?(_ text: String) {
        switch text {
        case "NaN": self.init(groups: [], weight: 0, sign: .notANumber, scale: 0)
        case "Infinity": self.init(groups: [], weight: 0, sign: .infinity, scale: 0)
        case "-Infinity": self.init(groups: [], weight: 0, sign: .negativeInfinity, scale: 0)
        default:
            let isNegative = text.hasPrefix("-")
            let parts = text.dropFirst(isNegative ? 1 : 0)
                .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            let fraction = parts.count == 2 ? parts[1] : ""
            let digits = Array(parts[0].utf8) + Array(fraction.utf8)
            guard !parts[0].isEmpty, parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= 16383,
                parts[0].utf8.count <= 131_072, digits.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            self.init(
                whole: Array(parts[0].utf8), fraction: Array(fraction.utf8), isNegative: isNegative)
        }
    }

    private init(whole: [UInt8], fraction: [UInt8], isNegative: Bool) {
        let zero = UInt8(ascii: "0")
        let front = [UInt8](repeating: zero, count: (4 - whole.count % 4) % 4)
        let back = [UInt8](repeating: zero, count: (4 - fraction.count % 4) % 4)
        let digits = front + whole + fraction + back
        var groups = stride(from: 0, to: digits.count, by: 4).map { start in
            digits[start..<start + 4].reduce(Int16(0)) { $0 * 10 + Int16($1 - zero) }
        }
        let leading = groups.prefix { $0 == 0 }.count
        groups.removeFirst(leading)
        while groups.last == 0 { groups.removeLast() }
        let weight = groups.isEmpty ? 0 : (front.count + whole.count) / 4 - 1 - leading
        self.init(
            groups: groups, weight: Int16(weight),
            sign: isNegative && !groups.isEmpty ? .negative : .positive,
            scale: UInt16(fraction.count))
    }
}

extension Decimal: PostgresEncodable, PostgresDecodable {
    /// `numeric`.
    public static var postgresType: PostgresType { .numeric }

    /// As ``PostgresNumeric``. What is not a number is sent as `NaN`.
    public func encode(into writer: inout BinaryWriter) {
        let text = isNaN ? "NaN" : description
        (PostgresNumeric(text) ?? Self.notANumber).encode(into: &writer)
    }

    private static let notANumber = PostgresNumeric(groups: [], weight: 0, sign: .notANumber, scale: 0)

    /// `numeric`.
    public static var acceptedTypes: String { "numeric" }

    /// Whether it is `numeric`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .numeric }

    /// Reads the number; one with more digits than the 38 that a `Decimal` holds, an infinite one and NaN are out of
    /// range.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        let numeric = try PostgresNumeric(cell: cell)
        guard numeric.isFinite else { throw .outOfRange("\(numeric) is no Decimal") }
        let text = numeric.description
        let significant = text.drop { "-0.".contains($0) }.filter { $0 != "." }
        guard significant.count <= 38,
            let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { throw .outOfRange("more than the 38 digits that a Decimal holds") }
        self = value
    }
}
