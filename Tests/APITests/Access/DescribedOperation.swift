import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Yams

/// An operation of the served `openapi.yaml`, as far as the tests of access need it.
struct DescribedOperation: Sendable, CustomTestStringConvertible {
    let path: String
    let method: HTTPRequest.Method
    let name: String
    /// Nobody needs to be signed in.
    let isPublic: Bool
    /// The example of the body as JSON; nil without a body.
    let example: String?
    /// Whether it takes `If-Match`.
    let isConditional: Bool

    var testDescription: String { "\(method) \(path)" }

    /// The names of the path's parameters, in order.
    var parameters: [String] {
        path.matches(of: /\{([^}]+)\}/).map { String($0.output.1) }
    }

    /// The path with parameters filled in.
    func path(_ values: [String: String]) -> String {
        values.reduce(path) { path, value in
            path.replacing("{\(value.key)}", with: value.value.asPathPart)
        }
    }

    /// Every operation of the served document, in the order of paths and methods.
    static func all(of client: any TestClientProtocol) async throws -> [DescribedOperation] {
        let document = try await client.execute(uri: "/openapi.yaml", method: .get)
        let root = try #require(try Yams.load(yaml: String(buffer: document.body)) as? [String: Any])
        let paths = try #require(root["paths"] as? [String: [String: Any]])
        return try paths.sorted { $0.key < $1.key }.flatMap { path, methods in
            try methods.filter { Self.methods.contains($0.key) }.sorted { $0.key < $1.key }.map {
                method, value in
                try DescribedOperation(path: path, method: method, try #require(value as? [String: Any]))
            }
        }
    }

    /// What an operation can be, as the document spells it.
    static let methods: Set = ["get", "put", "post", "delete", "patch"]

    private init(path: String, method: String, _ operation: [String: Any]) throws {
        self.path = path
        self.method = try #require(HTTPRequest.Method(method.uppercased()))
        name = try #require(operation["operationId"] as? String, "\(method) \(path) has no operationId")
        isPublic = (operation["security"] as? [Any])?.isEmpty == true
        let body = operation["requestBody"] as? [String: Any]
        let content = (body?["content"] as? [String: [String: Any]])?["application/json"]
        let named = (content?["examples"] as? [String: [String: Any]])?.values.first?["value"]
        example = try (content?["example"] ?? named).map { example in
            String(
                decoding: try JSONSerialization.data(withJSONObject: example, options: .sortedKeys),
                as: UTF8.self)
        }
        let parameters = operation["parameters"] as? [[String: Any]] ?? []
        isConditional = parameters.contains { ($0["$ref"] as? String)?.contains("/IfMatch") == true }
    }
}
