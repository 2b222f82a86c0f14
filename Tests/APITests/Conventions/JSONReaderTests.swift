import Testing

@testable import API

/// What two readers of JSON may see differently is refused.
@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("", ""), ("{", ""), ("{\"a\": 1", ""), ("[1, 2", ""), ("{\"a\" 1}", "/a"), ("{a: 1}", ""),
        ("{\"a\": 1,}", ""), ("[1,]", "/1"), ("1 2", ""), ("nul", ""), ("\u{FEFF}{}", ""),
        ("{\"a\": 1, \"a\": 2}", "/a"), ("{\"b\": {\"a\": 1, \"\\u0061\": 2}}", "/b/a"),
        ("{\"caf\u{E9}\": 1, \"cafe\u{301}\": 2}", "/cafe\u{301}"),
        ("{\"a\": \"\\u0000\"}", "/a"), ("[\"x\", \"\\ud800\"]", "/1"), ("[\"\\udc00\"]", "/0"),
        ("[\"\\ud800\\u0041\"]", "/0"), ("[\"\\x41\"]", "/0"), ("[\"a\nb\"]", "/0"), ("[\"\\u00g0\"]", "/0"),
        ("{\"a/b~c\": NaN}", "/a~1b~0c"), ("[Infinity]", "/0"), ("[-]", "/0"), ("[01]", "/0"), ("[1.]", "/0"),
        ("[.5]", "/0"), ("[1e]", "/0"), ("[+1]", "/0"), ("[1e999]", "/0"), ("[0x10]", ""), ("'a'", ""),
    ])
    func `a text that is no JSON is refused with its place`(text: String, pointer: String) {
        let fault = #expect(throws: JSONFault.self) { try JSONReader.read(Array(text.utf8)) }
        #expect(fault?.pointer == pointer)
    }

    @Test func `depth digits and bytes have their limits`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(32))
        #expect(throws: JSONFault.self) { try JSONReader.read(nested(33)) }
        #expect(throws: JSONFault.self) { try JSONReader.read(nested(100_000)) }
        #expect(throws: JSONFault.self) {
            try JSONReader.read(Array(String(repeating: "1", count: 100_000).utf8))
        }
        #expect(throws: JSONFault.self) { try JSONReader.read([0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONFault.self) { try JSONReader.read([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test(arguments: [
        "{}", "[]", "null", "true", "-0", "1e-7", "12.50", "\"a\\\"b\\\\c\\u0001\\n\"",
        "{\"b\":[1,{\"a\":null}],\"a\":\"\u{1F600}\"}",
    ])
    func `what is read is written as it was`(text: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).text == text)
    }

    @Test func `escapes are read as the characters they stand for`() throws {
        #expect(
            try JSONReader.read(Array("\"\\ud83d\\ude00\\/\\b\\f\\t\\u00e9\"".utf8))
                == .string("\u{1F600}/\u{8}\u{C}\t\u{E9}"))
    }
}
