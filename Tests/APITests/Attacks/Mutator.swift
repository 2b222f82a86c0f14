import Foundation

/// Damages bytes, the same way for the same seed.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A damaged copy.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(3) { result = once(result) }
        return result
    }

    private mutating func once(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        let place = below(bytes.count + 1)
        switch below(8) {
        case 0: result.removeSubrange(place...)
        case 1: result.insert(UInt8(below(256)), at: place)
        case 2 where place < bytes.count: result[place] = UInt8(below(256))
        case 3 where place < bytes.count: result[place] ^= 1 << UInt8(below(8))
        case 4: result.insert(contentsOf: Self.poison[below(Self.poison.count)].utf8, at: place)
        case 5: result.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: below(2000)), at: place)
        case 6 where place < bytes.count: result.insert(contentsOf: bytes[place...], at: place)
        default: result = replacingAValue(bytes)
        }
        return result
    }

    /// Puts something else where a value stands, so that the text often remains JSON.
    private mutating func replacingAValue(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let values = text.ranges(of: /"[^"]*"|-?[0-9.]+|true|false/)
        guard !values.isEmpty else { return bytes }
        return Array(
            text.replacingCharacters(
                in: values[below(values.count)], with: Self.poison[below(Self.poison.count)]
            ).utf8)
    }

    private mutating func below(_ limit: Int) -> Int {
        // Marsaglia's xorshift64*.
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D >> 33) % UInt64(max(1, limit)))
    }

    private static let poison = [
        "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "9223372036854775808", "1e-400", "-0", "0x1F",
        String(repeating: "9", count: 5000), "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"\\u202e\"",
        "\"\u{200B}\u{FEFF}\"", "\u{FEFF}", "\"'; drop table rapport.sheet; --\"", "\"$1\"", "\"\\\\x00\"",
        "null", "[]", "{}",
        "\"\(String(repeating: "x", count: 20_000))\"", "{\"id\": 1}", ",\"version\": 9",
        ",\"alliance_id\": \"x\"",
        "{\"a\":{\"a\":{\"a\":{\"a\":[[[[[]]]]]}}}}", "\"9999-99-99\"", "\"2026-02-30\"", "\"=cmd()\"",
        "true", "1.5",
    ]
}
