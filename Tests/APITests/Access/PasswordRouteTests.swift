import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// Passwords that an admin gives over HTTP.
@Suite struct PasswordRouteTests {
    private static let name = "anna@example.com"

    private func user(in service: TestService, _ role: Viewer.Role = .auditor) async throws -> UUID {
        try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: role), email: Self.name, password: nil,
            subject: nil,
            at: Date())
    }

    private func signIn(_ password: String, in service: TestService) async throws -> Viewer {
        try await PasswordSignIn(store: service.store).viewer(
            named: Self.name, password: password, inAlliance: service.record.snapshot.alliance.key,
            from: "test", at: Date())
    }

    @Test func `a user signs in with the password that an admin sets`() async throws {
        let service = try await TestService.make()
        let (admin, user) = (try await service.key(.admin), try await user(in: service))
        try await service.run { client in
            let path = "/v1/users/\(user.text)"
            let version = try await client.version(of: path, admin)
            let weak = try await client.send(
                .put, path + "/password", admin, "{\"password\": \"short\"}", version: version)
            #expect(weak.status == .unprocessableContent)
            let unconditional = try await client.send(
                .put, path + "/password", admin, "{\"password\": \"four green boats sail\"}")
            #expect(unconditional.status == .preconditionRequired)
            let set = try await client.send(
                .put, path + "/password", admin, "{\"password\": \"four green boats sail\"}", version: version
            )
            #expect(set.status == .ok, "\(String(buffer: set.body))")
            #expect(try json(set)["hasPassword"] as? Bool == true)
            let viewer = try await signIn("four green boats sail", in: service)
            #expect(viewer.identity == .user(user))
            // Somebody else's change is not overwritten unseen.
            let late = try await client.send(
                .put, path + "/password", admin, "{\"password\": \"five white ducks swim\"}", version: version
            )
            #expect(late.status == .preconditionFailed)
        }
    }

    @Test func `a reset shows its password once and ends what was open`() async throws {
        let service = try await TestService.make()
        let (admin, user) = (submission(try await service.key(.admin)), try await user(in: service))
        let viewer = Viewer(alliance: service.alliance, role: .auditor, identity: .user(user))
        let session = try await service.store.openSession(
            for: viewer, at: Date(), until: Date() + 3600)
        try await service.application().test(.router) { client in
            let path = "/v1/users/\(user.text)/password-resets"
            let first = try await client.execute(uri: path, method: .post, headers: admin)
            #expect(first.status == .created, "\(String(buffer: first.body))")
            let password = try #require(try json(first)["password"] as? String)
            #expect(try await signIn(password, in: service).identity == .user(user))
            #expect(try await service.store.viewer(ofSession: session, at: Date()) == nil)

            let again = try await client.execute(uri: path, method: .post, headers: admin)
            #expect(try again.status == .created && json(again)["password"] == nil)
            #expect(try json(again)["passwordShownBefore"] as? Bool == true)
            #expect(try await signIn(password, in: service).identity == .user(user))
            let stored = try await service.client.read(
                "select convert_from(body, 'UTF8') || headers::text from rapport.idempotency_key",
                as: String.self)
            #expect(stored.count == 1 && !stored[0].contains(password))
            let audit = try await client.send(.get, "/v1/audit?object=user", admin)
            let text = String(buffer: audit.body)
            #expect(text.contains("user.password-reset") && !text.contains(password))
        }
        await service.client.shutdown()
    }

    @Test func `nobody gives themselves a password without the present one`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service, .admin)
        let own = Viewer(alliance: service.alliance, role: .admin, identity: .user(user))
        await #expect(throws: AccountError.ownPassword) {
            try await service.store.setPassword(
                "hash", isMade: false, of: user, expecting: .any, for: own, at: Date())
        }
        await service.client.shutdown()
    }

    @Test func `made passwords obey the rule and none comes twice`() {
        let made = (0..<1000).map { _ in PasswordRule.newPassword() }
        #expect(Set(made).count == 1000)
        #expect(made.allSatisfy { PasswordRule.fault(of: $0, user: Self.name) == nil })
        #expect(made.allSatisfy { $0.wholeMatch(of: /([0-9a-hjkmnp-z]{5}-){4}[0-9a-hjkmnp-z]{5}/) != nil })
    }
}
