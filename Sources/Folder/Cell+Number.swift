/// A decimal number as it is written: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
///
/// Leading zeros are not numbers, so that a column of post codes (`01067`) is read as words and stays whole.
struct DecimalText {
    private let cell: Cell
    private let negative: Bool
    /// All digits as one whole number, when they fit in 18 digits.
    private let digits: UInt64?
    /// How many of the digits stand after the point.
    private let fraction: Int
    private let hasExponent: Bool

    /// Reads a cell; nil when it is not a decimal number.
    init?(_ cell: Cell) {
        var at = 0
        let bytes = cell.start
        let count = cell.count
        negative = count > 0 && bytes[0] == UInt8(ascii: "-")
        if negative { at = 1 }
        let first = at
        var whole: UInt64 = 0
        func takeDigits() -> Int {
            let from = at
            while at < count {
                let digit = bytes[at] &- UInt8(ascii: "0")
                guard digit <= 9 else { break }
                whole = whole &* 10 &+ UInt64(digit)
                at += 1
            }
            return at - from
        }
        let wholeDigits = takeDigits()
        guard wholeDigits > 0, wholeDigits == 1 || bytes[first] != UInt8(ascii: "0") else { return nil }
        var fractionDigits = 0
        if at < count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            fractionDigits = takeDigits()
            guard fractionDigits > 0 else { return nil }
        }
        digits = wholeDigits + fractionDigits <= 18 ? whole : nil
        if at < count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard takeDigits() > 0 else { return nil }
            hasExponent = true
        } else {
            hasExponent = false
        }
        guard at == count else { return nil }
        fraction = fractionDigits
        self.cell = cell
    }

    /// The nearest double; infinite when beyond its range. Minus zero is read as zero.
    var double: Double {
        // Both operands are exact, so the quotient is the correctly rounded one (W. D. Clinger 1990).
        if let digits, digits < 1 << 53, fraction <= 18, !hasExponent {
            let value = Double(digits) / Self.powers[fraction]
            return negative ? 0 - value : value
        }
        return (Double(String(decoding: cell.bytes, as: UTF8.self)) ?? .nan) + 0
    }

    /// The nearest float; infinite when beyond its range. Minus zero is read as zero.
    var float: Float {
        if let digits, digits < 1 << 24, fraction <= 10, !hasExponent {
            let value = Float(digits) / Float(Self.powers[fraction])
            return negative ? 0 - value : value
        }
        return (Float(String(decoding: cell.bytes, as: UTF8.self)) ?? .nan) + 0
    }

    /// 10^0 ... 10^18, all exact in a double (and up to 10^10 in a float).
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18,
    ]
}
