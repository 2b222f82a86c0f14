import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@testable import API

/// Attacks on every operation of the description, by somebody whom it lets in: pieces of SQL in each of its texts, and fields that
/// are the server's to fill.
@Suite struct EveryOperationTests {
    @Test func `a piece of SQL in any text of any operation is a text`() async throws {
        let world = try await AccessWorld.make()
        let far = try await world.service.batch.alliance("another")
        let before = try await world.service.batch.record(of: far, sheets: true)
        try await world.service.run { client in
            var sent = 0
            for operation in try Operation.all() where operation.path.hasPrefix("/v1/") {
                let target = try Target(operation, in: world)
                for payload in InjectionTests.payloads {
                    for attempt in target.attempts(with: payload) {
                        let response = try await client.execute(
                            uri: attempt.path, method: target.method, headers: target.headers,
                            body: attempt.body.map { ByteBuffer(string: $0) })
                        #expect(response.status.code < 500, "\(operation.id) \(payload)")
                        sent += 1
                    }
                }
            }
            #expect(sent > 2000, "\(sent)")
            let after = try await world.service.batch.record(of: far, sheets: true)
            #expect(after.revision == before.revision && after.snapshot == before.snapshot)
            let tables = try await world.service.client.read(
                "select count(*) from rapport.sheet", as: Int.self)
            #expect(tables[0] > 0)
        }
    }

    private static let serverFields = [
        "id", "alliance", "alliance_id", "allianceId", "version", "createdAt", "recordedAt", "acceptedBy",
        "signedBy", "status", "state", "isAdmin", "role_id", "digest", "token", "secret", "sealed",
        "__proto__",
    ]

    /// Who changes many people tells the version of each that was read.
    private static func isTold(_ field: String, to operation: Operation) -> Bool {
        operation.id == "bringSalespeople" && field == "version"
    }

    @Test func `what the server decides cannot be sent to any operation, at any depth`() async throws {
        let world = try await AccessWorld.make()
        try await world.service.run { client in
            var sent = 0
            for operation in try Operation.all() where operation.path.hasPrefix("/v1/") && operation.hasBody {
                let target = try Target(operation, in: world)
                for field in Self.serverFields where !Self.isTold(field, to: operation) {
                    for body in try target.bodies(adding: field) {
                        let response = try await client.execute(
                            uri: target.path, method: target.method, headers: target.headers,
                            body: ByteBuffer(string: body))
                        #expect(
                            [400, 422].contains(response.status.code),
                            "\(operation.id) \(field): \(response.status) \(String(buffer: response.body))")
                        sent += 1
                    }
                }
            }
            #expect(sent > 400, "\(sent)")
        }
    }
}

/// An operation at a thing that is there, for somebody who reaches it.
struct Target {
    let operation: Operation
    let method: HTTPRequest.Method
    private let values: [String: String]
    private let key: HTTPFields
    /// Somebody on the other side.
    let other: String

    init(_ operation: Operation, in world: AccessWorld) throws {
        self.operation = operation
        method = try #require(HTTPRequest.Method(rawValue: operation.method))
        var values: [String: String] = [:]
        for name in operation.path.matches(of: /\{([a-zA-Z]+)\}/).map({ String($0.output.1) }) {
            values[name] = try #require(world.values(of: name)?[.own], "\(name)")
        }
        self.values = values
        let reach = try #require(ReachOfRoles.rows[operation.id])
        let role = try #require(
            AccessWorld.roles.first { reach.byRole[$0]?.places.contains(.own) == true }, "\(operation.id)")
        key = try #require(world.keys[role])
        other = try #require(world.people[.otherSide])
    }

    /// Whoever sends, with all that the conventions ask for; anew for each request.
    var headers: HTTPFields {
        var headers = submission(key)
        headers[.ifMatch] = "*"
        headers[.contentType] = "application/json"
        return headers
    }

    var path: String { path(values) }

    private func path(_ values: [String: String]) -> String {
        values.reduce(operation.path) { $0.replacing("{\($1.key)}", with: $1.value.asPathPart) }
    }

    /// The operation with a text in the place of each part of its path, its query and its body, one at a time.
    func attempts(with text: String) -> [(path: String, body: String?)] {
        var attempts: [(path: String, body: String?)] = []
        for name in values.keys.sorted() {
            attempts.append((path(values.merging([name: text]) { $1 }), operation.example))
        }
        for name in operation.query.sorted() {
            attempts.append(("\(path)?\(name)=\(text.asPathPart)", nil))
        }
        guard let example = operation.example else { return attempts }
        let places = example.ranges(of: /"[^"]*"/)
        let quoted = (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        return attempts + places.map { (path, example.replacingCharacters(in: $0, with: quoted)) }
    }

    /// The example with one more field in each of its objects, one at a time.
    func bodies(adding field: String) throws -> [String] {
        let example = try #require(operation.example).replacing("bruno.costa", with: other)
        return example.indices.filter { example[$0] == "{" }.map { place in
            let next = example.index(after: place)
            let isEmpty = example[next...].first { !$0.isWhitespace } == "}"
            return example[...place] + "\"\(field)\":1" + (isEmpty ? "" : ",") + example[next...]
        }
    }
}
