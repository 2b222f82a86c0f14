import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// Invitations: made by an admin over HTTP, used once on a page of the console by whoever is invited.
@Suite struct InvitationTests {
    private static let name = "anna@example.com"
    private static let password = "four green boats sail"

    /// A user without a password: a salesperson where one is given.
    private func user(in service: TestService, _ role: Viewer.Role = .auditor) async throws -> UUID {
        try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: role), email: Self.name, password: nil,
            subject: nil, at: Date())
    }

    private func invite(
        _ user: UUID, _ admin: HTTPFields, _ client: any TestClientProtocol
    ) async throws -> TestResponse {
        let path = "/v1/users/\(user.text)"
        let version = try await client.version(of: path, admin)
        return try await client.send(.post, path + "/invitations", admin, version: version)
    }

    private func page(of answer: TestResponse) throws -> String {
        #expect(answer.status == .created, "\(String(buffer: answer.body))")
        return try #require(try json(answer)["page"] as? String)
    }

    private func open(_ page: String, _ client: any TestClientProtocol) async throws -> TestResponse {
        try await client.execute(uri: page, method: .get)
    }

    private func redeem(
        _ page: String, _ client: any TestClientProtocol, password: String = password, again: String? = nil
    ) async throws -> TestResponse {
        let invitation = try #require(page.split(separator: "=").last)
        let fields = ["invitation": String(invitation), "new": password, "again": again ?? password]
        return try await client.execute(
            uri: "/console/invitation", method: .post,
            headers: [.origin: "http://localhost", .contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: fields.map { "\($0.key)=\($0.value.asPathPart)" }.joined(separator: "&"))
        )
    }

    private func signIn(_ service: TestService) async throws -> Viewer {
        try await PasswordSignIn(store: service.store).viewer(
            named: Self.name, password: Self.password, inAlliance: service.record.snapshot.alliance.key,
            from: "test", at: Date())
    }

    @Test func `whoever is invited chooses the password, and a second one is told that somebody was first`()
        async throws
    {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let number = try service.number(of: person)
        let user = try await user(in: service, .salesperson(number: number))
        let admin = try await service.key(.admin)
        try await service.run { client in
            let page = try page(of: try await invite(user, admin, client))
            // Looking at it, however often, uses nothing up.
            for _ in 0..<3 {
                let form = try await open(page, client)
                #expect(form.status == .ok && String(buffer: form.body).contains(Self.name))
            }
            #expect(try await redeem(page, client, again: "another sentence").status == .unprocessableContent)
            #expect(try await redeem(page, client, password: "short").status == .unprocessableContent)
            let chosen = try await redeem(page, client)
            #expect(chosen.status == .seeOther, "\(String(buffer: chosen.body))")
            #expect(try await signIn(service).identity == .user(user))

            // The browser is signed in, and reads what was done with its user.
            let cookie = String(try #require(chosen.headers[.setCookie]).prefix { $0 != ";" })
            let account = try await client.execute(
                uri: "/console/account", method: .get, headers: [.cookie: cookie])
            #expect(String(buffer: account.body).contains("that invitation was used on"))
            for late in [try await open(page, client), try await redeem(page, client, password: "x")] {
                #expect(late.status == .gone)
                #expect(String(buffer: late.body).contains("somebody else speaks for you"))
            }
            let own = try await service.key(.salesperson(number: number))
            let record = try await client.read("/v1/salespeople/\(person)/personal-record", own)
            let tables = try #require(record["tables"] as? [String: [[String: Any]]])
            #expect(tables["app_user"]?.first?["invitation_used_at"] is String)
            let audit = try #require(
                try await client.read("/v1/audit?object=user", admin)["entries"] as? [[String: Any]])
            #expect(
                audit.suffix(2).map { $0["action"] as? String } == ["user.invited", "user.invitation-used"])
            #expect(audit.suffix(2).allSatisfy { $0["people"] as? [String] == [person] })
            #expect(audit.last?["role"] as? String == "salesperson")
        }
    }

    @Test func `nobody who has a password is invited by whoever would see the invitation`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service)
        let admin = try await service.key(.admin)
        try await service.run { client in
            let page = try page(of: try await invite(user, admin, client))
            #expect(try await redeem(page, client).status == .seeOther)
            let again = try await invite(user, admin, client)
            #expect(again.status == .conflict)
            #expect(try json(again)["code"] as? String == "account.has-password")
            #expect(try await signIn(service).identity == .user(user))

            // An operator may, and the present password stays until the invitation is used.
            let token = try #require(
                try await service.batch.invite(user: Self.name, of: service.alliance, at: Date()))
            #expect(try await signIn(service).identity == .user(user))
            #expect(
                try await redeem(token.invitationPage, client, password: "five white ducks").status
                    == .seeOther)
            await #expect(throws: GatewayError.wrongPassword) { try await signIn(service) }
        }
    }

    @Test func `an invitation is shown once, and nothing that is stored opens anything`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service)
        var key = try await service.key(.admin)
        key[.ifMatch] = "*"
        let admin = submission(key)
        try await service.application().test(.router) { client in
            let path = "/v1/users/\(user.text)/invitations"
            let first = try await client.execute(uri: path, method: .post, headers: admin)
            let token = try #require(try json(first)["invitation"] as? String)
            let again = try await client.execute(uri: path, method: .post, headers: admin)
            #expect(again.status == .created && again.headers[.replayed] == "true")
            let shown = try json(again)
            #expect(shown["invitation"] == nil && shown["page"] == nil)
            #expect(shown["invitationShownBefore"] as? Bool == true)
            let secret = String(token.suffix(22))
            for query: SQL in [
                "select convert_from(body, 'UTF8') || headers::text from rapport.idempotency_key",
                "select to_jsonb(app_user)::text from rapport.app_user",
                "select to_jsonb(audit)::text from rapport.audit",
                "select to_jsonb(outbox)::text from rapport.outbox",
            ] {
                let rows = try await service.client.read(query, as: String.self)
                #expect(!rows.isEmpty && !rows.contains { $0.contains(secret) })
            }
            // It opens nothing else.
            let api = try await client.execute(
                uri: "/v1/me", method: .get, headers: [.authorization: "Bearer \(token)"])
            #expect(api.status == .unauthorized)
        }
        await service.client.shutdown()
    }

    @Test func `of those who use one invitation at once, one is first`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service)
        let admin = try await service.key(.admin)
        try await service.run { client in
            let page = try page(of: try await invite(user, admin, client))
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<4 { group.addTask { try await redeem(page, client).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == .seeOther } == 1, "\(statuses)")
            #expect(statuses.count { $0 == .gone } == 3, "\(statuses)")
        }
    }

    @Test func `what was replaced, has ended or is for somebody kept out opens nothing`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service)
        let admin = try await service.key(.admin)
        let wrong = "/console/invitation?invitation=rapport-invitation_" + String(repeating: "a", count: 64)
        try await service.run { client in
            let first = try page(of: try await invite(user, admin, client))
            let second = try page(of: try await invite(user, admin, client))
            for page in [first, wrong, "/console/invitation", "/console/invitation?invitation=x"] {
                #expect(try await open(page, client).status == .notFound, "\(page)")
            }
            #expect(try await open(second, client).status == .ok)
            _ = try await service.batch.setDisabled(true, user: Self.name, of: service.alliance, at: Date())
            #expect(try await redeem(second, client).status == .notFound)
            _ = try await service.batch.setDisabled(false, user: Self.name, of: service.alliance, at: Date())

            let invitation = String(try #require(second.split(separator: "=").last))
            let passwords = PasswordSignIn(store: service.store)
            let end = Invitation.end(from: Date())
            await #expect(throws: GatewayError.noInvitation) {
                try await passwords.redeem(
                    invitation, choosing: Self.password, from: "test", at: end + 1)
            }
            #expect(try await redeem(second, client).status == .seeOther)
        }
    }

    @Test func `nobody invites themselves`() async throws {
        let service = try await TestService.make()
        let user = try await user(in: service, .admin)
        let own = Viewer(alliance: service.alliance, role: .admin, identity: .user(user))
        await #expect(throws: AccountError.ownPassword) {
            try await service.store.invite(user: user, expecting: .any, for: own, at: Date())
        }
        await service.client.shutdown()
    }

    @Test func `guesses of invitations are held back by address`() async throws {
        let service = try await TestService.make()
        let passwords = PasswordSignIn(store: service.store)
        let now = Date()
        for _ in 0..<PasswordSignIn.guessersAllowed.burst {
            await #expect(throws: GatewayError.noInvitation) {
                try await passwords.invitation("guess", from: "192.0.2.1", at: now)
            }
        }
        await #expect(throws: GatewayError.self) {
            do {
                _ = try await passwords.invitation("guess", from: "192.0.2.1", at: now)
            } catch GatewayError.noInvitation {
                Issue.record("it was answered as a guess")
                throw GatewayError.noInvitation
            }
        }
        await service.client.shutdown()
    }
}

extension HTTPField.Name {
    fileprivate static let replayed = Self("Idempotency-Replayed")!
}
