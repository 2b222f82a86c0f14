import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// Keys over HTTP: their tokens are shown once, and work as they say.
@Suite struct KeyRouteTests {
    private func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    @Test func `a key is made and used and revoked`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        let company = service.record.snapshot.companies[0].key
        try await service.run { client in
            let made = try await client.send(
                .post, "/v1/keys", admin,
                "{\"role\": \"manager\", \"company\": \"\(company)\", \"label\": \"phone\", \"days\": 30}")
            #expect(made.status == .created, "\(String(buffer: made.body))")
            let path = try #require(made.headers[.location])
            let token = try #require(try json(made)["token"] as? String)
            let me = try await client.read("/v1/me", bearer(token))
            #expect(me["role"] as? String == "manager" && me["company"] as? String == company)

            let shown = try await client.read(path, admin)
            #expect(shown["token"] == nil && shown["label"] as? String == "phone")
            #expect(shown["company"] as? String == company && shown["expiresAt"] is String)
            let list = String(buffer: try await client.send(.get, "/v1/keys", admin).body)
            #expect(list.contains("phone") && !list.contains(token))

            let version = try await client.version(of: path, admin)
            let named = try await client.send(
                .patch, path, admin, "{\"label\": \"tablet\"}", version: version)
            #expect(try json(named)["label"] as? String == "tablet")
            let late = try await client.send(.patch, path, admin, "{\"revoked\": true}", version: version)
            #expect(late.status == .preconditionFailed)
            let revoked = try await client.send(
                .patch, path, admin, "{\"revoked\": true}", version: try json(named)["version"] as? Int)
            #expect(revoked.status == .ok, "\(String(buffer: revoked.body))")
            #expect(try await client.send(.get, "/v1/me", bearer(token)).status == .unauthorized)
            let back = try await client.send(
                .patch, path, admin, "{\"revoked\": false}", version: try json(revoked)["version"] as? Int)
            #expect(back.status == .unprocessableContent)
            let id = try #require(path.split(separator: "/").last)
            let audit = try #require(
                try await client.read("/v1/audit?object=key&id=\(id)", admin)["entries"] as? [[String: Any]])
            #expect(audit.map { $0["action"] as? String } == ["key.made", "key.renamed", "key.revoked"])
            #expect(audit.allSatisfy { $0["role"] as? String == "admin" })
        }
    }

    @Test func `sent again it makes no other key, and nothing that is stored opens anything`() async throws {
        let service = try await TestService.make()
        let admin = submission(try await service.key(.admin))
        let text = "{\"role\": \"integration\", \"scopes\": [\"people:read\", \"sheets:write\"]}"
        try await service.application().test(.router) { client in
            let first = try await client.execute(
                uri: "/v1/keys", method: .post, headers: admin, body: body(text))
            let token = try #require(try json(first)["token"] as? String)
            let again = try await client.execute(
                uri: "/v1/keys", method: .post, headers: admin, body: body(text))
            #expect(again.status == .created)
            #expect(again.headers[HTTPField.Name("Idempotency-Replayed")!] == "true")
            #expect(try json(again)["token"] == nil && json(again)["tokenShownBefore"] as? Bool == true)
            #expect(try json(again)["key"] as? String == json(first)["key"] as? String)
            let keys = try #require(try await client.read("/v1/keys", admin)["keys"] as? [[String: Any]])
            #expect(keys.count == 2)
            let stored = try await service.client.read(
                "select convert_from(body, 'UTF8') || headers::text from rapport.idempotency_key",
                as: String.self)
            #expect(stored.count == 1 && !stored[0].contains(token.suffix(43)))
        }
        await service.client.shutdown()
    }

    @Test func `nobody revokes the key that they ask with`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        try await service.run { client in
            let keys = try #require(try await client.read("/v1/keys", admin)["keys"] as? [[String: Any]])
            let own = try #require(keys.first?["key"] as? String)
            let answer = try await client.send(
                .patch, "/v1/keys/\(own)", admin, "{\"revoked\": true}", version: keys[0]["version"] as? Int)
            #expect(answer.status == .conflict)
            #expect(try json(answer)["code"] as? String == "account.own-key")
            #expect(try await client.read("/v1/me", admin)["role"] as? String == "admin")
        }
    }

    @Test(arguments: [
        "{\"role\": \"integration\"}", "{\"role\": \"integration\", \"scopes\": [\"all\"]}",
        "{\"role\": \"admin\", \"scopes\": [\"people:read\"]}", "{\"role\": \"owner\"}",
        "{\"role\": \"manager\", \"company\": \"nobody\"}", "{\"role\": \"salesperson\"}",
        "{\"role\": \"admin\", \"days\": 0}", "{\"role\": \"admin\", \"days\": 4000}",
        "{\"role\": \"admin\", \"digest\": \"x\"}",
    ])
    func `a role that is none or of nobody makes no key`(text: String) async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        try await service.run { client in
            let answer = try await client.send(.post, "/v1/keys", admin, text)
            #expect(answer.status == .unprocessableContent, "\(String(buffer: answer.body))")
            #expect((try await client.read("/v1/keys", admin)["keys"] as? [Any])?.count == 1)
        }
    }

    @Test func `a demoted admin is not given what an admin was answered`() async throws {
        let service = try await TestService.make()
        let user = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .admin), email: "a@example.com", password: nil,
            subject: nil, at: Date())
        let sent = Submission(key: "one", fingerprint: [1], at: Date())
        func viewer(_ role: Viewer.Role) -> Viewer {
            Viewer(alliance: service.alliance, role: role, identity: .user(user))
        }
        let receipt = Receipt(status: 201, headers: [], body: Array("made".utf8))
        _ = try await service.store.once(sent, for: viewer(.admin)) { _ in receipt }
        try await #expect(service.store.receipt(of: sent, for: viewer(.admin)) == receipt)
        try await #expect(service.store.receipt(of: sent, for: viewer(.auditor)) == nil)
        await service.client.shutdown()
    }
}
