import Testing

@testable import API

@Suite struct BodyDecoderTests {
    private struct Body: Decodable, Equatable {
        var name: String
        var count: Int?
        var inner: Inner?
        var list: [Inner]?
        var answers: [String: Double?]?

        struct Inner: Decodable, Equatable {
            var isOn: Bool
            var small: Int8?
        }
    }

    private func decode(_ text: String) throws -> Body {
        try BodyDecoder.decode(Body.self, from: Array(text.utf8))
    }

    @Test func `known fields are read at every depth`() throws {
        let body = try decode(
            """
            {"name": "x", "count": 5.0, "inner": {"isOn": true}, "list": [{"isOn": false, "small": -3}],
             "answers": {"trust": 6, "fit": null}}
            """)
        #expect(
            body
                == Body(
                    name: "x", count: 5, inner: .init(isOn: true), list: [.init(isOn: false, small: -3)],
                    answers: ["trust": 6, "fit": nil]))
    }

    @Test(arguments: [
        ("{\"name\": \"x\", \"id\": 1}", "/id"),
        ("{\"name\": \"x\", \"inner\": {\"isOn\": true, \"role\": \"admin\"}}", "/inner/role"),
        (
            "{\"name\": \"x\", \"list\": [{\"isOn\": true}, {\"isOn\": true, \"version\": 2}]}",
            "/list/1/version"
        ),
    ])
    func `a field that the type does not ask for is refused wherever it stands`(text: String, pointer: String)
    {
        let unknown = #expect(throws: UnknownField.self) { try decode(text) }
        #expect(unknown?.pointer == pointer)
    }

    @Test(arguments: [
        "{}", "[]", "{\"name\": 1}", "{\"name\": null}", "{\"name\": \"x\", \"count\": 1.5}",
        "{\"name\": \"x\", \"count\": 1e300}", "{\"name\": \"x\", \"inner\": {\"isOn\": 1}}",
        "{\"name\": \"x\", \"list\": [{\"isOn\": true, \"small\": 200}]}",
        "{\"name\": \"x\", \"answers\": [1]}", "{\"name\": \"x\", \"count\": null}",
        "{\"name\": \"x\", \"list\": null}",
    ])
    func `a value of another type is a decoding error`(text: String) {
        #expect(throws: DecodingError.self) { try decode(text) }
    }
}
