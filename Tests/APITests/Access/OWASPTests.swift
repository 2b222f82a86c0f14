import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// One test for each item of the OWASP API Security Top 10 (2023), beside the tests that go deeper.
@Suite struct OWASPTests {
    /// Deeper: `MatrixTests`.
    @Test func `API1 broken object level authorization: a foreign person looks like nobody`() async throws {
        let world = try await AccessWorld.make()
        try await world.service.run { client in
            for role in ["company-admin", "manager", "salesperson"] {
                let key = try #require(world.keys[role])
                var answers: Set<String> = []
                for place in [AccessWorld.Place.sameSide, .otherSide, .otherAlliance, .missing] {
                    let person = try #require(world.people[place])
                    let response = try await client.execute(
                        uri: "/v1/salespeople/\(person)/recommendations", method: .get, headers: key)
                    #expect(response.status == .notFound)
                    answers.insert(String(buffer: response.body).replacing(person, with: "X"))
                }
                #expect(answers.count == 1, "\(role)")
            }
        }
    }

    /// Deeper: `TokenAttackTests`, `ConsoleSignInTests`.
    @Test func `API2 broken authentication: nothing but a good key or token is let in`() async throws {
        let service = try await TestService.make()
        try await service.run { client in
            for value in [
                "", "Bearer", "Bearer ", "Basic YWRtaW46YWRtaW4=", "Bearer null", "Bearer undefined",
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", "Bearer rapport_", "Token x",
            ] {
                let response = try await client.execute(
                    uri: "/v1/salespeople", method: .get, headers: [.authorization: value])
                #expect(response.status == .unauthorized, "\(value)")
                #expect(response.headers[.wwwAuthenticate] == "Bearer")
            }
        }
    }

    @Test func `API3 broken object property level authorization: what the server decides cannot be sent`()
        async throws
    {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater))).sendingJSON
        let before = try await service.batch.record(of: service.alliance, sheets: true).snapshot
        try await service.run { client in
            for field in [
                "id", "alliance_id", "allianceId", "company", "role", "rater_id", "revision", "version",
                "recorded_at", "recordedAt", "weight", "sealed", "published", "__proto__",
            ] {
                let response = try await client.execute(
                    uri: "/v1/sheets", method: .post, headers: key.sendingJSON,
                    body: body("{\"target\": \"\(target)\", \"success\": 5, \"\(field)\": 1}"))
                #expect([400, 422].contains(response.status.code), "\(field)")
            }
            let after = try await service.batchAgain().record(of: service.alliance, sheets: true).snapshot
            #expect(after == before)
        }
    }

    @Test func `API4 unrestricted resource consumption: bodies, lists and rates have an end`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin).sendingJSON
        let person = try #require(service.people(on: .a).first)
        try await service.run(requestsAMinute: 10, now: { Date(timeIntervalSince1970: 1_800_000_000) }) {
            client in
            let large = "{\"target\": \"" + String(repeating: "x", count: 300 * 1024) + "\"}"
            let body = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: key, body: body(large))
            #expect([400, 403, 413].contains(body.status.code))
            let list = try await client.execute(
                uri: "/v1/salespeople/\(person)/recommendations?limit=1000000", method: .get, headers: key)
            #expect([400, 422].contains(list.status.code))
            var last = list.status
            for _ in 0..<10 {
                last = try await client.execute(uri: "/v1/salespeople", method: .get, headers: key).status
            }
            #expect(last == .tooManyRequests)
        }
    }

    /// Deeper: `MatrixTests`.
    @Test func `API5 broken function level authorization: a role without the function is refused`()
        async throws
    {
        let world = try await AccessWorld.make()
        let target = try #require(world.people[.otherSide])
        try await world.service.run { client in
            for role in ["admin", "company-admin", "manager", "auditor"] {
                let key = try #require(world.keys[role]).sendingJSON
                let response = try await client.execute(
                    uri: "/v1/sheets", method: .post, headers: key,
                    body: body(
                        "{\"rater\": \"\(try #require(world.people[.own]))\", \"target\": \"\(target)\", \"success\": 5}"
                    ))
                #expect(response.status == .forbidden, "\(role)")
            }
        }
    }

    @Test
    func
        `API6 unrestricted access to sensitive business flows: a sheet counts once however often it is sent`()
        async throws
    {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        let before = service.record.snapshot.sheets.count
        try await service.run { client in
            for _ in 0..<20 {
                _ = try await client.execute(
                    uri: "/v1/sheets", method: .post, headers: key.sendingJSON,
                    body: body("{\"target\": \"\(target)\", \"success\": 7}"))
            }
            let after = try await service.batchAgain().record(of: service.alliance, sheets: true)
            #expect(after.snapshot.sheets.count <= before + 1)
        }
    }

    @Test func `API7 server side request forgery: keys come from files and safe addresses only`() {
        for address in [
            "http://idp.example.com/keys", "http://169.254.169.254/latest/meta-data",
            "ftp://idp.example.com/keys",
            "file:///etc/passwd", "gopher://127.0.0.1/", "http://127.0.0.1.evil.example.com/keys", "https://",
        ] { #expect(throws: KeySetError.unsafe(address), "\(address)") { try KeySource(address) } }
    }

    @Test
    func
        `API8 security misconfiguration: errors tell nothing of the inside, and browsers are told what to do`()
        async throws
    {
        let service = try await TestService.make()
        await service.client.shutdown()
        let dead = service.application()
        try await dead.test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/salespeople", method: .get,
                headers: [.authorization: "Bearer rapport_" + String(repeating: "A", count: 64)])
            #expect(response.status == .serviceUnavailable)
            let text = String(buffer: response.body).lowercased()
            for word in ["select", "postgres", "swift", "sources/", "libpq", "host=", "stack"] {
                #expect(!text.contains(word), "\(word)")
            }
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            for method in [HTTPRequest.Method.trace, .connect] {
                let answer = try await client.execute(uri: "/v1/salespeople", method: method)
                #expect([401, 404, 405].contains(answer.status.code), "\(method)")
            }
        }
    }

    /// What it loads from others is their keys: what is no key set, has no usable key or is too long is refused.
    @Test func `API10 unsafe consumption of APIs: what a provider sends is not believed`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        for text in [
            "<html>", "{\"keys\": {}}", "{\"keys\": [{\"kty\": \"oct\", \"kid\": \"a\", \"k\": \"AA\"}]}",
            "{\"keys\": [" + String(repeating: " ", count: 1 << 20) + "]}",
        ] {
            try text.write(to: folder, atomically: true, encoding: .utf8)
            let provider = IdentityProvider(issuer: "i", audience: "a", keys: try KeySource(folder.path))
            await #expect(throws: KeySetError.self) { try await provider.prepare(at: Date()) }
        }
    }
}

extension HTTPFields {
    /// These and what a POST of JSON needs.
    fileprivate var sendingJSON: HTTPFields {
        var fields = self
        fields[.contentType] = "application/json"
        fields[HTTPField.Name("idempotency-key")!] = UUID().uuidString
        return fields
    }
}
