import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// Who could speak for a salesperson who is not them: nobody of the alliance, its admin neither.
@Suite struct ImpersonationTests {
    private func send(
        _ client: any TestClientProtocol, _ method: HTTPRequest.Method, _ path: String, _ key: HTTPFields,
        _ text: String, version: Int? = nil
    ) async throws -> (HTTPResponse.Status, String?) {
        let answer = try await client.send(method, path, key, text, version: version)
        return (answer.status, try json(answer)["code"] as? String)
    }

    @Test func `an admin gets no key, no user and no role that speaks for a salesperson`() async throws {
        let service = try await TestService.make { $0.people[0].email = "first@example.com" }
        let snapshot = service.record.snapshot
        let (first, second) = (snapshot.people[0].key, snapshot.people[1].key)
        let admin = try await service.key(.admin)
        try await service.run { client in
            let key = try await send(
                client, .post, "/v1/keys", admin, "{\"role\": \"salesperson\", \"person\": \"\(first)\"}")
            #expect(key == (.unprocessableContent, "account.key-of-a-salesperson"))
            func user(_ email: String, _ person: String, _ more: String = "") -> String {
                "{\"email\": \"\(email)\", \"role\": \"salesperson\", \"person\": \"\(person)\"\(more)}"
            }
            let identity = try await send(
                client, .post, "/v1/users", admin,
                user("first@example.com", first, ", \"identity\": \"admins-own\""))
            #expect(identity == (.unprocessableContent, "account.identity-of-a-salesperson"))
            let address = try await send(
                client, .post, "/v1/users", admin, user("admin@example.com", first))
            #expect(address == (.unprocessableContent, "account.other-address"))
            let made = try await client.send(
                .post, "/v1/users", admin, user("First@Example.com", first))
            #expect(made.status == .created, "\(String(buffer: made.body))")
            let another = try await send(
                client, .post, "/v1/users", admin, user("first@example.com", first))
            #expect(another == (.conflict, "account.person-has-user"))

            // A user of the admin's own does not become somebody else either.
            let own = try await client.send(
                .post, "/v1/users", admin, "{\"email\": \"mine@example.com\", \"role\": \"auditor\"}")
            let path = try #require(own.headers[.location])
            let change = "{\"role\": \"salesperson\", \"person\": \"\(second)\"}"
            let version = try await client.version(of: path, admin)
            let role = try await send(client, .patch, path, admin, change, version: version)
            #expect(role == (.conflict, "account.speaks-for-another"))
            let users = try #require(try await client.read("/v1/users", admin)["users"] as? [[String: Any]])
            #expect(users.compactMap { $0["person"] as? String } == [first])
            let keys = try #require(try await client.read("/v1/keys", admin)["keys"] as? [[String: Any]])
            #expect(keys.allSatisfy { $0["person"] == nil })
        }
    }

    @Test func `a user with another role may be given the old one back, and nobody else's`() async throws {
        let service = try await TestService.make { $0.people[0].email = "first@example.com" }
        let snapshot = service.record.snapshot
        let (first, second) = (snapshot.people[0].key, snapshot.people[1].key)
        let admin = try await service.key(.admin)
        try await service.run { client in
            let user =
                "{\"email\": \"first@example.com\", \"role\": \"salesperson\", \"person\": \"\(first)\"}"
            let path = try #require(
                try await client.send(.post, "/v1/users", admin, user).headers[.location])
            func give(_ role: String, _ person: String? = nil) async throws -> (HTTPResponse.Status, String?)
            {
                let keys = person.map { ", \"person\": \"\($0)\"" } ?? ""
                return try await send(
                    client, .patch, path, admin, "{\"role\": \"\(role)\"\(keys)}",
                    version: try await client.version(of: path, admin))
            }
            #expect(try await give("auditor").0 == .ok)
            #expect(try await give("admin").0 == .ok)
            #expect(try await give("salesperson", second) == (.conflict, "account.speaks-for-another"))
            let back = try await give("salesperson", first)
            #expect(back == (.ok, nil))
            #expect(try await client.read(path, admin)["person"] as? String == first)
            // An invitation in between is one that the person is told of.
            #expect(try await give("auditor").0 == .ok)
            let invited = try await client.send(.post, path + "/invitations", admin, forAny: true)
            #expect(invited.status == .created)
            let audit = try #require(
                try await client.read("/v1/audit?object=user", admin)["entries"] as? [[String: Any]])
            #expect(audit.allSatisfy { $0["people"] as? [String] == [first] }, "\(audit)")
            // Where somebody else speaks for them meanwhile, there is no way back.
            let other = try await service.batchAgain().createUser(
                for: Viewer(
                    alliance: service.alliance, role: .salesperson(number: service.record.personNumbers[0])),
                email: "other@example.com", password: nil, subject: nil, at: Date())
            #expect(try await give("salesperson", first) == (.conflict, "account.person-has-user"))
            #expect(try await client.read("/v1/users/\(other.text)", admin)["person"] as? String == first)
        }
    }

    @Test func `a salesperson makes keys of their own, sees no others, and needs their name for it`()
        async throws
    {
        let service = try await TestService.make()
        let (own, other) = (
            try #require(service.people(on: .a).first), try #require(service.people(on: .b).first)
        )
        let number = try service.number(of: own)
        let user = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .salesperson(number: number)),
            email: "anna@example.com", password: nil, subject: nil, at: Date())
        let viewer = Viewer(
            alliance: service.alliance, role: .salesperson(number: number), identity: .user(user))
        let theirs = RoleKeys(role: "salesperson", person: own)
        let (key, token) = try await service.store.makeKey(
            label: "phone", role: theirs, scopes: [], until: nil, for: viewer, at: Date())
        for wrong in [
            RoleKeys(role: "salesperson", person: other), RoleKeys(role: "salesperson", person: "nobody"),
            RoleKeys(role: "admin"), RoleKeys(role: "auditor"),
        ] {
            await #expect(
                throws: AccountError.badRole("a salesperson makes keys that speak for themselves alone.")
            ) {
                try await service.store.makeKey(
                    label: "", role: wrong, scopes: [], until: nil, for: viewer, at: Date())
            }
        }
        _ = try await service.key(.salesperson(number: try service.number(of: other)))
        try await #expect(service.store.keys(for: viewer, at: Date()).map(\.id) == [key.id])
        let bearer: HTTPFields = [.authorization: "Bearer \(token.text)"]
        try await service.run { client in
            #expect(try await client.read("/v1/me", bearer)["person"] as? String == own)
            // A key makes no keys: a stolen one would outlive its end.
            let more = try await send(
                client, .post, "/v1/keys", bearer, "{\"role\": \"salesperson\", \"person\": \"\(own)\"}")
            #expect(more == (.forbidden, "gateway.role-may-not"))
        }
    }

    @Test func `the console makes and revokes a salesperson's own keys`() async throws {
        let service = try await TestService.make()
        let number = try service.number(of: try #require(service.people(on: .a).first))
        let user = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .salesperson(number: number)),
            email: "anna@example.com", password: nil, subject: nil, at: Date())
        func session(_ role: Viewer.Role, _ identity: Viewer.Identity) async throws -> HTTPFields {
            let viewer = Viewer(alliance: service.alliance, role: role, identity: identity)
            let token = try await service.store.openSession(for: viewer, at: Date(), until: Date() + 60)
            return [
                .cookie: "rapport_session=\(token.text)", .origin: "http://localhost",
                .contentType: "application/x-www-form-urlencoded",
            ]
        }
        let own = try await session(.salesperson(number: number), .user(user))
        try await service.run { client in
            let made = try await client.execute(
                uri: "/console/account/keys", method: .post, headers: own, body: body("label=phone"))
            let html = String(buffer: made.body)
            let token = String(try #require(html.firstMatch(of: /rapport_[A-Za-z0-9_-]{64}/)).output)
            let bearer: HTTPFields = [.authorization: "Bearer \(token)"]
            #expect(try await client.send(.get, "/v1/me", bearer).status == .ok)
            let page = String(
                buffer: try await client.execute(uri: "/console/account", method: .get, headers: own).body)
            #expect(page.contains("phone") && !page.contains(token))
            let path = String(
                try #require(page.firstMatch(of: /\/console\/account\/keys\/[0-9a-f-]+\/revocation/)).output)
            #expect(try await client.execute(uri: path, method: .post, headers: own).status == .seeOther)
            #expect(try await client.send(.get, "/v1/me", bearer).status == .unauthorized)
        }
    }
}
