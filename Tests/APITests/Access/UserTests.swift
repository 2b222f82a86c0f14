import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// Users and teams over HTTP, and what the service says of the sender.
@Suite struct UserTests {
    @Test func `an admin makes a user and gives them a role and keeps them out`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        let company = service.record.snapshot.companies[0].key
        try await service.run { client in
            let made = try await client.send(
                .post, "/v1/users", admin,
                "{\"email\": \"Anna@Example.com\", \"role\": \"company-admin\", \"company\": \"\(company)\"}")
            #expect(made.status == .created, "\(String(buffer: made.body))")
            let path = try #require(made.headers[.location])
            let user = try await client.read(path, admin)
            #expect(user["email"] as? String == "anna@example.com")
            #expect(user["company"] as? String == company)
            #expect(user["hasPassword"] as? Bool == false)
            let twice = try await client.send(
                .post, "/v1/users", admin, "{\"email\": \"anna@example.com\", \"role\": \"auditor\"}")
            #expect(twice.status == .conflict)

            let first = try await client.version(of: path, admin)
            let changed = try await client.send(
                .patch, path, admin, "{\"role\": \"auditor\", \"disabled\": true}", version: first)
            #expect(changed.status == .ok, "\(String(buffer: changed.body))")
            #expect(try json(changed)["role"] as? String == "auditor")
            #expect(try json(changed)["company"] == nil)
            #expect(try json(changed)["disabled"] as? Bool == true)
            let late = try await client.send(
                .patch, path, admin, "{\"disabled\": false}", version: first)
            #expect(late.status == .preconditionFailed)
            let list = try #require(try await client.read("/v1/users", admin)["users"] as? [[String: Any]])
            #expect(list.map { $0["email"] as? String } == ["anna@example.com"])
            let audit = try #require(
                try await client.read("/v1/audit?object=user", admin)["entries"] as? [[String: Any]])
            #expect(
                audit.map { $0["action"] as? String } == [
                    "user.made", "user.role-changed", "user.disabled",
                ])
            #expect(!String(describing: audit).contains("anna"))
        }
    }

    @Test(arguments: [
        "{\"email\": \"x@example.com\", \"role\": \"integration\"}",
        "{\"email\": \"x@example.com\", \"role\": \"manager\"}",
        "{\"email\": \"x@example.com\", \"role\": \"manager\", \"company\": \"nobody\"}",
        "{\"email\": \"x@example.com\", \"role\": \"admin\", \"company\": \"nobody\"}",
        "{\"email\": \"x@example.com\", \"role\": \"salesperson\", \"person\": \"nobody\"}",
        "{\"email\": \"nobody\", \"role\": \"admin\"}",
        "{\"email\": \"a b@example.com\", \"role\": \"admin\"}",
        "{\"email\": \"x@example.com\", \"role\": \"admin\", \"identity\": \"\"}",
    ])
    func `a role that is none or of nobody makes no user`(text: String) async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        try await service.run { client in
            let answer = try await client.send(.post, "/v1/users", admin, text)
            #expect(answer.status == .unprocessableContent, "\(String(buffer: answer.body))")
            #expect((try await client.read("/v1/users", admin)["users"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `nobody changes their own role or keeps themselves out`() async throws {
        let service = try await TestService.make()
        let user = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .admin), email: "a@example.com", password: nil,
            subject: nil, at: Date())
        let own = Viewer(alliance: service.alliance, role: .admin, identity: .user(user))
        for (role, isDisabled) in [(RoleKeys(role: "auditor"), nil), (nil, true)] as [(RoleKeys?, Bool?)] {
            await #expect(throws: AccountError.ownAccount) {
                try await service.store.change(
                    user: user, role: role, isDisabled: isDisabled, expecting: .any, for: own, at: Date())
            }
        }
        let summary = try #require(try await service.batch.users(of: service.alliance).first)
        #expect(summary.role.role == "admin" && summary.disabledAt == nil)
        await service.client.shutdown()
    }

    @Test func `a company's admin makes a team and its manager sees it at once`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let company = try service.companyNumber(of: person)
        let row = try #require(service.record.index(ofCompanyNumber: company))
        let name = service.record.snapshot.companies[row].key
        let admin = try await service.key(.companyAdmin(company: company))
        let stranger = try #require(service.people(on: .b).first)
        try await service.run { client in
            let path = "/v1/companies/\(name)/teams/north"
            let strange = try await client.send(
                .put, path, admin, "{\"members\": [\"\(stranger)\"]}", version: 0)
            #expect(strange.status == .unprocessableContent)
            let made = try await client.send(
                .put, path, admin, "{\"name\": \"North\", \"members\": [\"\(person)\"]}", version: 0)
            #expect(made.status == .ok, "\(String(buffer: made.body))")
            let again = try await client.send(.put, path, admin, "{\"members\": []}", version: 0)
            #expect(again.status == .preconditionFailed)
            let manager = try await service.key(.manager(company: company, team: 1))
            let seen = try await client.read("/v1/salespeople", manager)["salespeople"] as? [[String: Any]]
            #expect(seen?.compactMap { $0["person"] as? String } == [person])
            let me = try await client.read("/v1/me", manager)
            #expect(me["team"] as? String == "north" && me["company"] as? String == name)

            let teams = try await client.read("/v1/teams", admin)["teams"] as? [[String: Any]]
            let version = try #require(teams?.first?["version"] as? Int)
            let gone = try await client.send(.delete, path, admin, version: version)
            #expect(gone.status == .noContent)
            #expect(try await client.send(.delete, path, admin, version: 0).status == .notFound)
            // The manager's key went with the team.
            #expect(try await client.send(.get, "/v1/me", manager).status == .unauthorized)
        }
    }

    @Test func `everybody is told who they are taken for`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .b).first)
        let keys: [(HTTPFields, String, String?)] = [
            (try await service.key(.admin), "admin", nil), (try await service.key(.auditor), "auditor", nil),
            (try await service.key(.salesperson(number: service.number(of: person))), "salesperson", person),
        ]
        let program = try await service.key(.integration(scopes: [.sheetsWrite, .peopleRead]))
        try await service.run { client in
            for (key, role, person) in keys {
                let me = try await client.read("/v1/me", key)
                #expect(me["role"] as? String == role && me["person"] as? String == person)
                #expect(me["signedInBy"] as? String == "key")
                #expect(me["alliance"] as? String == service.record.snapshot.alliance.key)
                #expect(me["side"] as? String == (person == nil ? nil : "b"))
            }
            let scopes = try await client.read("/v1/me", program)["scopes"] as? [String]
            #expect(scopes == ["people:read", "sheets:write"])
        }
    }

    @Test func `a scope reaches what it is named after and no other does`() async throws {
        let service = try await TestService.make()
        let count = service.record.snapshot.people.count
        var keys: [Viewer.Scope: HTTPFields] = [:]
        for scope in Viewer.Scope.allCases {
            keys[scope] = try await service.key(.integration(scopes: [scope]))
        }
        let known = keys
        try await service.run { client in
            for (scope, key) in known {
                let webhooks = try await client.send(.get, "/v1/webhooks", key)
                #expect((webhooks.status == .ok) == (scope == .webhooksWrite), "\(scope)")
                #expect(webhooks.status == .ok || webhooks.status == .forbidden, "\(scope)")
                let people = try await client.read("/v1/export", key)["salespeople"] as? [Any]
                #expect(people?.count == (scope == .exportRead ? count : 0), "\(scope)")
            }
        }
    }
}
