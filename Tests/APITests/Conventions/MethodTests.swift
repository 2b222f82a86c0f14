import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@testable import API

@Suite struct MethodTests {
    @Test func `another method is refused with those that there are and needs no key`() async throws {
        let service = try await TestService.make()
        // Without connections: none of these may ask the database.
        await service.client.shutdown()
        try await service.run { client in
            for method in [.put, .delete, .patch, .trace] as [HTTPRequest.Method] {
                let response = try await client.execute(uri: "/v1/sheets", method: method)
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD, OPTIONS, POST")
                #expect(response.headers[.contentType] == "application/problem+json")
            }
            let options = try await client.execute(uri: "/v1/salespeople", method: .options)
            #expect(options.status == .noContent)
            #expect(options.headers[.allow] == "GET, HEAD, OPTIONS, POST")
            #expect(try await client.execute(uri: "/healthz", method: .head).status == .ok)
        }
    }

    @Test func `a request's name comes back and one that could forge a log line does not`() async throws {
        let service = try await TestService.make()
        let name = try #require(HTTPField.Name("X-Request-Id"))
        try await service.run { client in
            let named = try await client.execute(uri: "/healthz", method: .get, headers: [name: "abc-1.2:3"])
            #expect(named.headers[name] == "abc-1.2:3")
            for bad in ["a b", String(repeating: "a", count: 65), "a\"b", "\u{E9}"] {
                let response = try await client.execute(uri: "/nowhere", method: .get, headers: [name: bad])
                #expect(response.status == .notFound)
                #expect(response.headers[name].flatMap { UUID(uuidString: $0) } != nil)
            }
        }
    }

    @Test func `a body that is packed is told so, and an answer off the scale in whole numbers`() async throws
    {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = submission(try await service.key(.salesperson(number: service.number(of: rater))))
        try await service.run { client in
            var packed = key
            packed[.contentEncoding] = "gzip"
            let refused = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: packed, body: ByteBuffer(bytes: [0x1F, 0x8B]))
            #expect(refused.status == .unsupportedMediaType)
            #expect(try json(refused)["code"] as? String == "gateway.packed-body")
            let sheet = "{\"target\": \"\(target)\", \"ratings\": {\"trust\": 9}}"
            let response = try await client.execute(
                uri: "/v1/sheets", method: .post,
                headers: submission(try await service.key(.salesperson(number: service.number(of: rater)))),
                body: ByteBuffer(string: sheet))
            let problem = try json(response)
            #expect(problem["title"] as? String == "ratings.trust: 9 is not on the scale.")
            #expect(problem["hint"] as? String == "Answer with a number from 1 to 7.")
        }
    }

    @Test func `a list is walked page by page and shows only the fields that are asked for`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let everybody = service.record.snapshot.people.map(\.key)
        try await service.run { client in
            var seen: [String] = []
            var next: String? = "/v1/salespeople?fields=person,side&limit=7"
            while let path = next {
                let response = try await client.execute(uri: path, method: .get, headers: key)
                let people = try #require(try json(response)["salespeople"] as? [[String: Any]])
                #expect(people.allSatisfy { Set($0.keys) == ["person", "side"] })
                seen += people.compactMap { $0["person"] as? String }
                next = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(seen.count == everybody.count && Set(seen) == Set(everybody))
            for bad in ["cursor=x", "cursor=WyJvdGhlciIsImEiXQ", "limit=0", "limit=101", "fields=email"] {
                let response = try await client.execute(
                    uri: "/v1/salespeople?\(bad)", method: .get, headers: key)
                #expect([400, 422].contains(response.status.code), "\(bad)")
            }
        }
    }
}
