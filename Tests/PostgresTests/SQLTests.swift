import Testing

@testable import Postgres

@Suite struct SQLTests {
    @Test func `values become parameters, in order`() {
        let statement: SQL = "select \(1), \("two") where \(true)"
        #expect(statement.text == "select $1, $2 where $3")
        #expect(statement.bindings.types == [.int8, .text, .bool])
    }

    @Test func `spliced parts are renumbered, to any depth`() {
        let inner: SQL = "b = \(2) and c = \(3)"
        let middle: SQL = "a = \(1) and (\(inner))"
        let outer: SQL = "x = \(0) or \(middle) or y = \(4)"
        #expect(outer.text == "x = $1 or a = $2 and (b = $3 and c = $4) or y = $5")
        #expect(outer.bindings.count == 5)
    }

    @Test func `more than nine parameters are renumbered too`() {
        let list = (1...12).map { "\($0)" as SQL }.joined(separator: ", ")
        let statement: SQL = "select \(0), " + list + " as last"
        #expect(statement.text == "select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 as last")
    }

    @Test func `every way of cutting a statement gives the same statement`() {
        let parts: [SQL] = ["a \(1)", "b", "c \(2) \(nil as Int?) d", "", "\("x")"]
        let whole = parts.joined(separator: ", ")
        for cut in 0...parts.count {
            let left = parts[..<cut].joined(separator: ", ")
            let right = parts[cut...].joined(separator: ", ")
            let glue: SQL = cut == 0 || cut == parts.count ? "" : ", "
            let sum = left + glue + right
            #expect(sum.text == whole.text)
            #expect(sum.bindings.bytes == whole.bindings.bytes)
            #expect(sum.bindings.ends == whole.bindings.ends)
        }
    }

    @Test(arguments: ["plain", "wi\"th", "\"", "semi; drop table x --", "ü"])
    func `a quoted name stays one name`(name: String) async throws {
        try await ClientFixture.withClient { client in
            let answer = try await client.readRows("select 1 as \(quotedIdentifier: name)")
            #expect(answer.columnNames == [name])
        }
    }

    @Test(arguments: ["", "it's", "back\\slash", "'; drop table x --", "\\'", "line\nbreak"])
    func `a quoted literal means its string`(value: String) async throws {
        try await ClientFixture.withClient { client in
            try await expectEqual(
                client.read("select \(quotedLiteral: value)::text", as: String.self), [value])
        }
    }
}
