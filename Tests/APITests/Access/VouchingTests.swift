import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
@testable import Storage
import Testing

/// Whoever makes somebody's first user and comes in first finds nothing that was the person's own.
@Suite struct VouchingTests {
    /// A person who has answered and wished, an admin who has made a user for them, and whoever came in by its invitation.
    private struct World {
        let service: TestService
        let person: String
        let target: String
        /// The person's, made by an operator.
        let own: HTTPFields
        let admin: HTTPFields
        let program: HTTPFields
    }

    private static let email = "first@example.com"

    private static func make() async throws -> World {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        return World(
            service: service, person: person, target: try #require(service.people(on: .b).first),
            own: try await service.key(.salesperson(number: service.number(of: person))),
            admin: try await service.key(.admin),
            program: try await service.key(.integration(scopes: [.sheetsWrite])))
    }

    private static func sheet(_ world: World, day: String, _ success: Int) -> String {
        """
        {"rater": "\(world.person)", "target": "\(world.target)", "day": "\(day)", "success": \(success)}
        """
    }

    /// The admin makes the user, uses the invitation, and makes a key with the session that it opens.
    private static func comeInFirst(_ world: World, _ client: any TestClientProtocol) async throws
        -> HTTPFields
    {
        let path = "/v1/salespeople/\(world.person)"
        let version = try await client.version(of: path, world.admin)
        let named = try await client.send(
            .patch, path, world.admin, "{\"email\": \"\(email)\"}", version: version)
        #expect(named.status == .ok)
        let made = try await client.send(
            .post, "/v1/users", world.admin,
            "{\"email\": \"\(email)\", \"role\": \"salesperson\", \"person\": \"\(world.person)\"}")
        let user = try #require(try json(made)["user"] as? String)
        let invited = try await client.send(
            .post, "/v1/users/\(user)/invitations", world.admin, forAny: true)
        let invitation = try #require(try json(invited)["invitation"] as? String)
        var form: HTTPFields = [
            .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
        ]
        let used = try await client.execute(
            uri: "/console/invitation", method: .post, headers: form,
            body: body("invitation=\(invitation)&new=four green boats&again=four green boats"))
        form[.cookie] = String(try #require(used.headers[.setCookie]).prefix { $0 != ";" })
        let account = try await client.execute(
            uri: "/console/account", method: .get, headers: form)
        #expect(String(buffer: account.body).contains("reads-since"))
        let keyed = try await client.execute(
            uri: "/console/account/keys", method: .post, headers: form, body: body("label=x"))
        let page = String(buffer: keyed.body)
        let token = try #require(page.firstMatch(of: /id="token">([^<]+)</)?.output.1)
        return [.authorization: "Bearer \(token)"]
    }

    private static func successes(_ key: HTTPFields, _ client: any TestClientProtocol) async throws
        -> [Double]
    {
        let sheets = try await client.read("/v1/sheets?limit=100", key)["sheets"] as? [[String: Any]]
        return try #require(sheets).compactMap { $0["success"] as? Double }.sorted()
    }

    @Test
    func `who comes in first finds nothing of the person's, and the person everything when vouched for`()
        async throws
    {
        let world = try await Self.make()
        let before = Self.sheet(world, day: "2026-01-05", 3)
        try await world.service.run { client in
            let all = try await Self.successes(world.own, client)
            #expect(try await client.send(.post, "/v1/sheets", world.own, before).status == .created)
            let wish = "{\"preferences\": [{\"counterpart\": \"\(world.target)\", \"wish\": \"without\"}]}"
            #expect(
                try await client.send(.put, "/v1/preferences", world.own, wish, forAny: true).status == .ok)

            let key = try await Self.comeInFirst(world, client)
            let me = try await client.read("/v1/me", key)
            #expect(me["person"] as? String == world.person && me["readsSince"] is String)
            #expect(try await Self.successes(key, client) == [])
            let wishes = try await client.read("/v1/preferences", key)["preferences"] as? [Any]
            #expect(wishes?.isEmpty == true)
            let path = "/v1/salespeople/\(world.person)/personal-record"
            let tables = try #require(
                try await client.read(path, key)["tables"] as? [String: [[String: Any]]])
            #expect(tables["sheet"]?.isEmpty == true && tables["preference"]?.isEmpty == true)
            let taken = try await client.read("/v1/export", key)
            #expect((taken["sheets"] as? [Any])?.isEmpty == true)

            // Neither by trying answers, nor by what programs bring from then on.
            for success in [3, 4] {
                let guess = try await client.send(
                    .post, "/v1/sheets", key, Self.sheet(world, day: "2026-01-05", success), forAny: true)
                #expect(guess.status == .conflict)
            }
            let brought = Self.sheet(world, day: "2026-01-06", 6)
            #expect(
                try await client.send(.post, "/v1/sheets", world.program, brought, forAny: true).status
                    == .created)
            #expect(try await Self.successes(key, client) == [])

            // What is written with it, it reads; and wishes are replaced as a whole.
            let written = Self.sheet(world, day: "2026-01-07", 5)
            #expect(try await client.send(.post, "/v1/sheets", key, written).status == .created)
            #expect(try await Self.successes(key, client) == [5])
            let other = wish.replacing("without", with: "with")
            let replaced = try await client.send(.put, "/v1/preferences", key, other, forAny: true)
            #expect(replaced.status == .ok, "\(String(buffer: replaced.body))")
            let now = try await client.read("/v1/preferences", key)["preferences"] as? [[String: Any]]
            #expect(now?.map { $0["wish"] as? String } == ["with"])

            let isVouched = try await world.service.batch.vouch(
                forUser: Self.email, of: world.service.alliance, at: Date())
            #expect(isVouched)
            #expect(try await Self.successes(key, client) == (all + [3, 5, 6]).sorted())
            #expect(try await client.read("/v1/me", key)["readsSince"] == nil)
        }
    }

    @Test
    func `a key of whoever came in first stays shut when the person has the account and is vouched for`()
        async throws
    {
        let world = try await Self.make()
        let batch = world.service.batch
        try await world.service.run { client in
            #expect(!(try await Self.successes(world.own, client)).isEmpty)
            let key = try await Self.comeInFirst(world, client)
            let token = try #require(
                try await batch.invite(user: Self.email, of: world.service.alliance, at: Date()))
            let used = try await client.execute(
                uri: "/console/invitation", method: .post,
                headers: [
                    .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
                ], body: body("invitation=\(token.text)&new=six red boats rest&again=six red boats rest"))
            #expect(used.status == .seeOther)
            let isVouched = try await batch.vouch(
                forUser: Self.email, of: world.service.alliance, at: Date())
            #expect(isVouched)
            #expect(try await Self.successes(key, client) == [])
        }
    }

    @Test func `behind the first wall, too, a key reads no more than whoever made it`() async throws {
        let world = try await Self.make()
        let service = world.service
        let number = try service.number(of: world.person)
        let user = UUID()
        let since = Date()
        let viewer = Viewer(
            alliance: service.alliance, role: .salesperson(number: number), identity: .user(user),
            readsSince: since)
        for (told, isTaken) in [(since as Date?, true), (nil, false), (since - 60, false)] {
            do {
                try await service.client.transaction(context: Context.request(viewer)) { transaction in
                    try await KeyTable(transaction: transaction, alliance: service.alliance, person: number)
                        .insert(
                            UUID(), .random(for: service.alliance), label: "", role: viewer.role, at: since,
                            until: nil, readingSince: told)
                }
                #expect(isTaken, "\(String(describing: told))")
            } catch let error as PostgresError {
                #expect(!isTaken && error.sqlState == .insufficientPrivilege, "\(error)")
            }
        }
        let seen = try await service.client.read(
            "select count(*) from rapport.sheet where rater = \(number)", as: Int.self,
            context: Context.request(viewer))
        #expect(seen == [0])
        await service.client.shutdown()
    }
}
