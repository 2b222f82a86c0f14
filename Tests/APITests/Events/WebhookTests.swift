import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

@Suite struct WebhookTests {
    @Test func `of two editors of one version exactly one changes it`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let rounds = ProcessInfo.processInfo.environment["RAPPORT_EDITOR_ROUNDS"].flatMap { Int($0) } ?? 100
        try await service.run { client in
            let (path, first) = try await Self.make(client, key)
            var tag = first
            for round in 1...rounds {
                var headers = key
                headers[.ifMatch] = tag
                let ready = headers
                let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                    for editor in ["a", "b"] {
                        group.addTask {
                            try await client.execute(
                                uri: path, method: .patch, headers: ready,
                                body: body("{\"url\": \"https://example.com/\(editor)/\(round)\"}"))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.map(\.status.code).sorted() == [200, 412], "round \(round)")
                let changed = try #require(answers.first { $0.status == .ok })
                tag = try #require(changed.headers[.eTag])
            }
        }
    }

    @Test func `a change without a version is refused and so is one for another`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            let (path, tag) = try await Self.make(client, key)
            func change(_ ifMatch: String?) async throws -> HTTPResponse.Status {
                var headers = key
                headers[.ifMatch] = ifMatch
                return try await client.execute(
                    uri: path, method: .patch, headers: headers, body: body("{\"active\": false}")
                ).status
            }
            #expect(try await change(nil) == .preconditionRequired)
            #expect(try await change("seven") == .badRequest)
            // As JSON shows versions, too.
            #expect(try await change("99") == .preconditionFailed)
            #expect(try await change("\"99\"") == .preconditionFailed)
            #expect(try await change("W/\(tag)") == .preconditionFailed)
            #expect(try await change("\"99\", \(tag)") == .ok)
            #expect(try await change(tag) == .preconditionFailed)
            #expect(try await change("*") == .ok)
            var conditional = key
            conditional[.ifNoneMatch] = "\"3\""
            let unchanged = try await client.execute(uri: path, method: .get, headers: conditional)
            #expect(unchanged.status == .notModified && unchanged.body.readableBytes == 0)
            var removal = key
            removal[.ifMatch] = "\"3\""
            #expect(
                try await client.execute(uri: path, method: .delete, headers: removal).status == .noContent)
            #expect(try await client.execute(uri: path, method: .get, headers: key).status == .notFound)
        }
    }

    @Test(arguments: [
        "http://example.com/", "https://user:secret@example.com/", "https:///path", "ftp://example.com/",
        "example.com",
        "https://example.com/#part", "",
    ])
    func `a webhook listens where a request can be sent encrypted`(url: String) async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            let answer = try await client.execute(
                uri: "/v1/webhooks", method: .post, headers: submission(key),
                body: body("{\"url\": \"\(url)\"}"))
            #expect(answer.status == .unprocessableContent)
            #expect(try json(answer)["code"] as? String == "webhook.target-not-allowed")
        }
    }

    @Test func `what is done to webhooks stands in the audit and among the events`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        // How the alliance and the key came to be stands before them.
        let before = 2
        try await service.run { client in
            _ = try await Self.make(client, key)
            _ = try await Self.make(client, key)
            let audit = try await json(
                client.execute(uri: "/v1/audit?object=webhook", method: .get, headers: key))
            let entries = try #require(audit["entries"] as? [[String: Any]])
            #expect(entries.map { $0["action"] as? String } == ["webhook.made", "webhook.made"])
            #expect(entries.map { $0["position"] as? Int } == [before + 1, before + 2])
            let id = try #require((entries[0]["object"] as? [String: Any])?["id"] as? String)
            #expect(
                try await client.send(.get, "/v1/webhooks/\(id)", key).status == .ok && id == id.lowercased())
            let one = try await client.read("/v1/audit?object=webhook&id=\(id)", key)
            #expect((one["entries"] as? [Any])?.count == 1)
            let first = try await client.execute(
                uri: "/v1/events?limit=\(before + 1)", method: .get, headers: key)
            #expect((try json(first)["events"] as? [Any])?.count == before + 1)
            let next = try #require(first.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) })
            let second = try await client.execute(uri: next, method: .get, headers: key)
            #expect((try json(second)["events"] as? [Any])?.count == 1)
            #expect(second.headers[.link] == nil && second.body != first.body)
        }
    }

    private static func make(
        _ client: any TestClientProtocol, _ key: HTTPFields
    ) async throws -> (path: String, tag: String) {
        let made = try await client.execute(
            uri: "/v1/webhooks", method: .post, headers: submission(key),
            body: body("{\"url\": \"https://example.com/hook\"}"))
        #expect(made.status == .created)
        return (try #require(made.headers[.location]), try #require(made.headers[.eTag]))
    }
}
