import Console
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Sign-in to the console, sessions and what other sites can do to them.
@Suite struct ConsoleSignInTests {
    private static let password = "four green boats sail"
    private static let name = "anna@example.com"

    /// A service with one user, a manager.
    private func makeService() async throws -> TestService {
        let service = try await TestService.make()
        let company = service.record.companyNumbers[0]
        _ = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .manager(company: company)), email: Self.name,
            password: try await PasswordSignIn(store: service.store).hash(of: Self.password, user: Self.name),
            subject: nil, at: Date())
        return service
    }

    private func form(_ fields: [String: String]) -> ByteBuffer {
        ByteBuffer(string: fields.map { "\($0.key)=\($0.value.asPathPart)" }.joined(separator: "&"))
    }

    /// What a browser sends with a form of ours.
    private static func headers(cookie: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [
            .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
            HTTPField.Name("sec-fetch-site")!: "same-origin",
        ]
        if let cookie { headers[.cookie] = cookie }
        return headers
    }

    private func signIn(
        _ service: TestService, _ client: any TestClientProtocol, password: String = password,
        name: String = name, alliance: String? = nil, cookie: String? = nil
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/console/sign-in", method: .post, headers: Self.headers(cookie: cookie),
            body: form([
                "alliance": alliance ?? service.record.snapshot.alliance.key, "name": name,
                "password": password,
            ]))
    }

    /// The pair of name and value that a browser sends back.
    private func cookie(of response: TestResponse) throws -> String {
        let field = try #require(response.headers[.setCookie])
        return String(field.prefix { $0 != ";" })
    }

    private func status(_ client: any TestClientProtocol, cookie: String) async throws -> HTTPResponse.Status
    {
        try await client.execute(uri: "/console/people", method: .get, headers: [.cookie: cookie]).status
    }

    @Test func `a user signs in by name and password, and out again`() async throws {
        let service = try await makeService()
        try await service.run { client in
            let response = try await signIn(service, client, name: " Anna@Example.com ")
            #expect(response.status == .seeOther)
            let field = try #require(response.headers[.setCookie])
            for part in ["HttpOnly", "SameSite=Strict", "Path=/console"] { #expect(field.contains(part)) }
            let cookie = try cookie(of: response)
            #expect(try await status(client, cookie: cookie) == .ok)
            let out = try await client.execute(
                uri: "/console/sign-out", method: .post, headers: Self.headers(cookie: cookie))
            #expect(out.status == .seeOther)
            #expect(try await status(client, cookie: cookie) == .seeOther)
        }
    }

    @Test func `behind HTTPS the cookie belongs to this host alone`() async throws {
        let service = try await makeService()
        try await service.run(isSecure: true) { client in
            let field = try #require(try await signIn(service, client).headers[.setCookie])
            #expect(field.hasPrefix("__Host-rapport_session="))
            // The attributes come in any order.
            let attributes = field.split(separator: ";").map { $0.drop { $0 == " " } }
            for part in ["Secure", "Path=/", "HttpOnly", "SameSite=Strict"] {
                #expect(attributes.contains { $0 == part })
            }
            #expect(!field.lowercased().contains("domain="))
        }
    }

    @Test func `every sign-in has a new session and ends the one before`() async throws {
        let service = try await makeService()
        try await service.run { client in
            let first = try cookie(of: try await signIn(service, client))
            let second = try cookie(of: try await signIn(service, client, cookie: first))
            #expect(first != second)
            #expect(try await status(client, cookie: first) == .seeOther)
            #expect(try await status(client, cookie: second) == .ok)
        }
    }

    @Test func `what is wrong with a sign-in is not told`() async throws {
        let service = try await makeService()
        try await service.run { client in
            var pages: Set<String> = []
            for (name, password, alliance) in [
                (Self.name, "four green boats sank", nil), ("ben@example.com", Self.password, nil),
                (Self.name, Self.password, "nowhere"), (Self.name, "", nil), ("", "", ""),
            ] as [(String, String, String?)] {
                let response = try await signIn(
                    service, client, password: password, name: name, alliance: alliance)
                #expect(response.status == .unauthorized)
                #expect(response.headers[.setCookie] == nil)
                var page = String(buffer: response.body)
                for typed in [name, alliance ?? service.record.snapshot.alliance.key] {
                    page = page.replacing("value=\"\(typed)\"", with: "value=\"\"")
                }
                pages.insert(page)
            }
            #expect(pages.count == 1)
        }
    }

    @Test func `a form of another site, or of nowhere, does nothing`() async throws {
        let service = try await makeService()
        try await service.run { client in
            let cookie = try cookie(of: try await signIn(service, client))
            let strangers: [HTTPFields] = [
                [.origin: "https://evil.example.com"], [.origin: "null"], [:],
                [.origin: "http://localhost.evil.example.com"], [.origin: "http://localhost:81"],
                [.origin: "http://localhost", HTTPField.Name("sec-fetch-site")!: "cross-site"],
                [.origin: "http://localhost", HTTPField.Name("sec-fetch-site")!: "same-site"],
            ]
            for var headers in strangers {
                headers[.cookie] = cookie
                headers[.contentType] = "application/x-www-form-urlencoded"
                for path in ["sign-in", "sign-out", "account/password", "account/sign-out-everywhere"] {
                    let response = try await client.execute(
                        uri: "/console/\(path)", method: .post, headers: headers,
                        body: form([
                            "present": Self.password, "new": "another sentence", "again": "another sentence",
                        ]))
                    #expect(response.status == .forbidden, "\(path) \(headers)")
                }
            }
            #expect(try await status(client, cookie: cookie) == .ok)
        }
    }

    @Test func `the API takes no cookie, and a key is no session`() async throws {
        let service = try await makeService()
        let key = try await service.key(.admin)
        try await service.run { client in
            let cookie = try cookie(of: try await signIn(service, client))
            let api = try await client.execute(
                uri: "/v1/salespeople", method: .get, headers: [.cookie: cookie])
            #expect(api.status == .unauthorized)
            let secret = String(cookie.split(separator: "=", maxSplits: 1)[1])
            let bearer = try await client.execute(
                uri: "/v1/salespeople", method: .get, headers: [.authorization: "Bearer \(secret)"])
            #expect(bearer.status == .unauthorized)
            let token = String(try #require(key[.authorization]).dropFirst("Bearer ".count))
            #expect(try await status(client, cookie: "rapport_session=\(token)") == .seeOther)
        }
    }

    @Test func `a new password needs the present one, and ends every session`() async throws {
        let service = try await makeService()
        try await service.run { client in
            let other = try cookie(of: try await signIn(service, client))
            let cookie = try cookie(of: try await signIn(service, client))
            for (present, new, again, status) in [
                ("wrong", "six red boats rest", "six red boats rest", HTTPResponse.Status.unauthorized),
                (Self.password, "six red boats rest", "six red boats nest", .unprocessableContent),
                (Self.password, "short", "short", .unprocessableContent),
                (Self.password, "six red boats rest", "six red boats rest", .seeOther),
            ] {
                let response = try await client.execute(
                    uri: "/console/account/password", method: .post, headers: Self.headers(cookie: cookie),
                    body: form(["present": present, "new": new, "again": again]))
                #expect(response.status == status, "\(present) \(new)")
            }
            for old in [cookie, other] { #expect(try await self.status(client, cookie: old) == .seeOther) }
            #expect(try await signIn(service, client).status == .unauthorized)
            #expect(try await signIn(service, client, password: "six red boats rest").status == .seeOther)
        }
    }
}
