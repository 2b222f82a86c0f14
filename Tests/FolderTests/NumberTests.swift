import Domain
import Testing

@testable import Folder

/// Numbers are read as the nearest double or float, and written so that they read back the same.
@Suite struct NumberTests {
    private func decimal(_ text: String) -> (double: Double, float: Float)? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap {
                DecimalText(Cell(start: $0, count: bytes.count)).map { ($0.double, $0.float) }
            }
        }
    }

    @Test func `decimal texts are rounded as the standard library rounds them`() throws {
        var stream = Stream(seed: 1)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...20, using: &stream)
            var text = stream.one(in: 2) ? "-" : ""
            text += stream.one(in: 3) ? "0" : String(Int.random(in: 1...9, using: &stream))
            if !text.hasSuffix("0"), digits > 10 {
                text += String(UInt64.random(in: 0...999_999_999, using: &stream))
            }
            text += "."
            for _ in 0..<digits { text += String(Int.random(in: 0...9, using: &stream)) }
            if stream.one(in: 4) { text += "e\(Int.random(in: -50...50, using: &stream))" }
            let number = try #require(decimal(text))
            #expect(number.double == Double(text), "\(text)")
            #expect(number.float == Float(text), "\(text)")
        }
    }

    @Test func `floats and doubles are written so that they read back the same`() throws {
        var stream = Stream(seed: 2)
        for _ in 0..<20_000 {
            let float = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &stream))
            if float.isFinite { #expect(decimal(NumberText.of(float))?.float == float) }
            let double = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &stream))
            if double.isFinite { #expect(decimal(NumberText.of(double))?.double == double) }
        }
        #expect(NumberText.of(7.0) == "7")
        #expect(NumberText.of(-0.0) == "0")
        #expect(NumberText.of(Float(0.1)) == "0.1")
        #expect(decimal("-0")?.double.sign == .plus)
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "5.", "1e", "1e+", "01", "-01", "0x1", "1_0", " 1", "1 ", "nan", "inf",
        "Infinity", "1,5",
        "--1", "1.2.3", "1e5.0", "٣",
    ])
    func `what is not a plain decimal number is none`(text: String) {
        #expect(decimal(text) == nil)
    }

    @Test func `what is too large is infinite, so that it can be refused`() {
        #expect(decimal("1e999")?.double == .infinity)
        #expect(decimal("-1e999")?.double == -.infinity)
        #expect(decimal("1e39")?.float == .infinity)
    }
}
