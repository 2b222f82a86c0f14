import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// What every request passes before a route sees it.
@Suite struct AdmissionTests {
    @Test func `whoever asks too often is held back and told until when, and nobody else is`() async throws {
        let service = try await TestService.make()
        let greedy = try await service.key(.admin)
        let modest = try await service.key(.auditor)
        let noon = Date(timeIntervalSince1970: 1_800_000_000)
        try await service.run(requestsAMinute: 5, now: { noon }) { client in
            for left in (0..<5).reversed() {
                let response = try await client.execute(uri: "/v1/salespeople", method: .get, headers: greedy)
                #expect(response.status == .ok)
                #expect(response.headers[.rateLimitPolicy] == "\"requests\";q=5;w=60")
                #expect(
                    response.headers[.rateLimit]?.hasPrefix("\"requests\";r=\(left);t=\(12 * (5 - left))")
                        == true)
            }
            let refused = try await client.execute(uri: "/v1/salespeople", method: .get, headers: greedy)
            #expect(refused.status == .tooManyRequests)
            #expect(try json(refused)["code"] as? String == "gateway.too-many-requests")
            #expect(refused.headers[.retryAfter] == "12")
            #expect(refused.headers[.rateLimitPolicy] == "\"requests\";q=5;w=60")
            #expect(refused.headers[.rateLimit] == "\"requests\";r=0;t=12")
            let other = try await client.execute(uri: "/v1/salespeople", method: .get, headers: modest)
            #expect(other.status == .ok)
        }
    }

    @Test func `problems tell how many requests are left as other answers do`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.salesperson(number: 1))
        let noon = Date(timeIntervalSince1970: 1_800_000_000)
        try await service.run(requestsAMinute: 100, now: { noon }) { client in
            let requests: [(HTTPRequest.Method, String, Int)] = [
                (.get, "/v1/salespeople/nobody", 404), (.get, "/v1/audit", 403),
                (.get, "/v1/salespeople?limit=0", 422), (.post, "/v1/sheets", 400),
                (.put, "/v1/preferences", 428),
            ]
            for (index, (method, path, status)) in requests.enumerated() {
                let answer = try await client.execute(uri: path, method: method, headers: key)
                #expect(answer.status.code == status, "\(path)")
                #expect(answer.headers[.rateLimitPolicy] == "\"requests\";q=100;w=60", "\(path)")
                #expect(
                    answer.headers[.rateLimit]?.hasPrefix("\"requests\";r=\(99 - index);") == true, "\(path)")
                #expect(answer.headers[.contentType] == "application/problem+json", "\(path)")
            }
            // Nobody's requests are counted for nobody.
            let stranger = try await client.execute(uri: "/v1/salespeople", method: .get)
            #expect(stranger.headers[.rateLimit] == nil)
        }
    }

    @Test func `every answer tells browsers to take it for what it is and to keep no copy`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            for (path, headers) in [
                ("/v1/salespeople", key), ("/v1/salespeople", [:]), ("/healthz", [:]), ("/nowhere", [:]),
            ] as [(String, HTTPFields)] {
                let fields = try await client.execute(uri: path, method: .get, headers: headers).headers
                #expect(fields[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(
                    fields[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'", "\(path)")
                #expect(fields[.cacheControl] == "no-store", "\(path)")
                #expect(fields[HTTPField.Name("referrer-policy")!] == "no-referrer", "\(path)")
                #expect(fields[.strictTransportSecurity] == nil, "\(path)")
                #expect(fields[.accessControlAllowOrigin] == nil, "\(path)")
            }
        }
    }

    @Test func `a service behind HTTPS says so`() async throws {
        let service = try await TestService.make()
        try await service.run(isSecure: true) { client in
            let response = try await client.execute(uri: "/healthz", method: .get)
            #expect(response.headers[.strictTransportSecurity]?.hasPrefix("max-age=31536000") == true)
        }
    }

    @Test func `a key works until it is revoked or its person's company loses it`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let summary = try #require(try await service.batch.keys(of: service.alliance).last)
        try await service.run { client in
            let before = try await client.execute(uri: "/v1/salespeople", method: .get, headers: key)
            #expect(before.status == .ok)
            #expect(try await service.batch.revokeKey(summary.id, of: service.alliance, at: Date()))
            let after = try await client.execute(uri: "/v1/salespeople", method: .get, headers: key)
            #expect(after.status == .unauthorized)
        }
    }

    @Test func `a manager of a team sees the team, and at once whom it gains and loses`() async throws {
        let world = try await AccessWorld.make()
        let service = world.service
        let own = try #require(world.people[.own])
        let colleague = try #require(world.people[.sameCompany])
        let key = try #require(world.keys["manager"])
        try await service.run { client in
            func seen() async throws -> [String] {
                let response = try await client.execute(uri: "/v1/salespeople", method: .get, headers: key)
                let people = try #require(try json(response)["salespeople"] as? [[String: Any]])
                return people.compactMap { $0["person"] as? String }.sorted()
            }
            #expect(try await seen() == [own])
            try await service.setTeam(of: colleague, to: 1)
            #expect(try await seen() == [own, colleague].sorted())
            try await service.setTeam(of: own, to: nil)
            #expect(try await seen() == [colleague])
            let path = "/v1/salespeople/\(own)/recommendations"
            #expect(try await client.execute(uri: path, method: .get, headers: key).status == .notFound)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimit = Self("ratelimit")!
    fileprivate static let rateLimitPolicy = Self("ratelimit-policy")!
}
