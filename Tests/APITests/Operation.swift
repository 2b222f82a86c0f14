import Foundation
import Testing
import Yams

@testable import API

/// One operation of the served `openapi.yaml`.
struct Operation: Sendable {
    let method: String
    let path: String
    let id: String
    /// Statuses that it is described to answer with; `default` is none of them.
    let statuses: Set<Int>
    /// Headers that must be sent.
    let headers: Set<String>
    /// Whether it takes `If-Match`, which may be among those that must be sent.
    let takesVersion: Bool
    /// Names of what may stand in the query.
    let query: Set<String>
    /// Whether it takes a body.
    let hasBody: Bool
    /// The example of its body, as JSON; nil without a body.
    let example: String?

    /// All of them, sorted by path and method.
    static func all() throws -> [Operation] {
        let text = String(decoding: Description.document, as: UTF8.self)
        let document = try #require(try Yams.load(yaml: text) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let parts = try #require(document["components"] as? [String: [String: Any]])
        return try paths.sorted { $0.key < $1.key }.flatMap { path, methods in
            try methods.sorted { $0.key < $1.key }.map { method, value in
                try Operation(
                    method: method.uppercased(), path: path, try #require(value as? [String: Any]), parts)
            }
        }
    }

    private init(
        method: String, path: String, _ value: [String: Any], _ parts: [String: [String: Any]]
    ) throws {
        self.method = method
        self.path = path
        id = try #require(value["operationId"] as? String)
        statuses = Set(try #require(value["responses"] as? [String: Any]).keys.compactMap(Int.init))
        let parameters = (value["parameters"] as? [[String: Any]] ?? []).compactMap { parameter in
            guard let reference = parameter["$ref"] as? String else { return parameter }
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            return parts["parameters"]?[name] as? [String: Any]
        }
        headers = Set(
            parameters.filter { $0["in"] as? String == "header" && $0["required"] as? Bool == true }
                .compactMap { $0["name"] as? String })
        takesVersion = parameters.contains { $0["name"] as? String == "If-Match" }
        query = Set(parameters.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
        let content = (value["requestBody"] as? [String: Any])?["content"] as? [String: [String: Any]]
        hasBody = content != nil
        example = try content?["application/json"]?["example"].map {
            String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
        }
    }
}
