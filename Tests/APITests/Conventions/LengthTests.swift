import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Yams

@testable import API

/// The lengths of texts that the description says are those that the service takes.
@Suite struct LengthTests {
    @Test func `a text that is a letter longer than the description allows is refused`() async throws {
        let world = try await AccessWorld.make()
        let company = try #require(world.values(of: "company")?[.own])
        try await world.service.run { client in
            var fields: [String] = []
            for operation in try Operation.all() where operation.path.hasPrefix("/v1/") && operation.hasBody {
                let target = try Target(operation, in: world)
                for (field, body) in try Self.bodies(of: operation) {
                    let answer = try await client.execute(
                        uri: target.path, method: target.method, headers: target.headers,
                        body: ByteBuffer(
                            string: body.replacing("bruno.costa", with: target.other)
                                .replacing("northwind", with: company)))
                    #expect(
                        [400, 404, 409, 422].contains(answer.status.code),
                        "\(operation.id) \(field): \(answer.status)")
                    fields.append("\(operation.id) \(field)")
                }
            }
            for wanted in [
                "changeTerms sharedInformation", "changeSalesperson name", "proposeAgreement shared",
                "bringSalespeople salespeople/name",
            ] { #expect(fields.contains(wanted), "\(fields)") }
        }
    }

    /// The example of an operation with one text too long, for each text of it, or of the first of its objects, that has a longest.
    private static func bodies(of operation: Operation) throws -> [(field: String, body: String)] {
        let text = String(decoding: Description.document, as: UTF8.self)
        let document = try #require(try Yams.load(yaml: text) as? [String: Any])
        let parts = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
        let example = try #require(
            try JSONSerialization.jsonObject(with: Data((operation.example ?? "{}").utf8)) as? [String: Any])
        let paths = document["paths"] as? [String: [String: [String: Any]]]
        let body = paths?[operation.path]?[operation.method.lowercased()]?["requestBody"] as? [String: Any]
        let content = (body?["content"] as? [String: [String: Any]])?["application/json"]
        return try long(content?["schema"], in: parts, over: example).map { field, value in
            let bytes = try JSONSerialization.data(withJSONObject: value)
            return (field, String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func long(
        _ schema: Any?, in parts: [String: Any], over example: [String: Any]
    ) -> [(field: String, value: [String: Any])] {
        let properties = resolved(schema, parts)["properties"] as? [String: Any] ?? [:]
        return properties.sorted { $0.key < $1.key }.flatMap { name, value in
            let property = resolved(value, parts)
            let items = resolved(property["items"], parts)
            if let most = property["maxLength"] as? Int {
                return [(name, example.merging([name: text(most + 1)]) { $1 })]
            }
            if let most = items["maxLength"] as? Int {
                return [(name, example.merging([name: [text(most + 1)]]) { $1 })]
            }
            guard let first = (example[name] as? [[String: Any]])?.first else { return [] }
            return long(items, in: parts, over: first).map { field, inner in
                ("\(name)/\(field)", example.merging([name: [inner]]) { $1 })
            }
        }
    }

    private static func text(_ length: Int) -> String { String(repeating: "x", count: length) }

    private static func resolved(_ schema: Any?, _ parts: [String: Any]) -> [String: Any] {
        let schema = schema as? [String: Any] ?? [:]
        guard let name = (schema["$ref"] as? String)?.split(separator: "/").last else { return schema }
        return parts[String(name)] as? [String: Any] ?? [:]
    }
}
