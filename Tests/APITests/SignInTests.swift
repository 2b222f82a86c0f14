import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@Suite struct SignInTests {
    @Test func `a request without a good key gets nothing but a hint`() async throws {
        let service = try await TestService.make()
        let expired = try await service.key(.admin, expiring: Date() - 1)
        let revoked = try await service.key(.admin)
        let last = try #require(
            try await service.batch.keys(of: service.alliance).last { $0.expiresAt == nil })
        #expect(try await service.batch.revokeKey(last.id, of: service.alliance, at: Date()))
        let headers: [(HTTPFields, String)] = [
            ([:], "gateway.not-signed-in"),
            ([.authorization: "Bearer"], "gateway.unknown-key"),
            ([.authorization: "Basic YTpi"], "gateway.unknown-key"),
            ([.authorization: "Bearer rapport_short"], "gateway.unknown-key"),
            ([.authorization: "Bearer rapport_" + String(repeating: "A", count: 64)], "gateway.unknown-key"),
            ([.authorization: "Bearer rapport_" + String(repeating: "!", count: 64)], "gateway.unknown-key"),
            (expired, "gateway.unknown-key"),
            (revoked, "gateway.unknown-key"),
        ]
        try await service.run { client in
            for (header, code) in headers {
                let response = try await client.execute(uri: "/v1/salespeople", method: .get, headers: header)
                #expect(response.status == .unauthorized)
                #expect(response.headers[.wwwAuthenticate] == "Bearer")
                #expect(response.headers[.contentType] == "application/problem+json")
                #expect(try json(response)["code"] as? String == code)
            }
        }
    }

    @Test func `a key of one alliance shows nothing of another`() async throws {
        let service = try await TestService.make()
        var other = service.record.snapshot
        other.alliance.key = "another"
        _ = try await service.batch.store(Incoming(snapshot: other), over: nil, at: Date())
        let otherID = try await service.batch.alliance("another")
        let token = try await service.batch.createKey(
            for: Viewer(alliance: otherID, role: .admin), label: "test", at: Date())
        let person = try #require(service.people(on: .a).first)
        try await service.run { client in
            // The other alliance was never fitted: were the first one's model visible, this would answer.
            let response = try await client.execute(
                uri: "/v1/salespeople/\(person)/recommendations", method: .get,
                headers: [.authorization: "Bearer \(token.text)"])
            #expect(response.status == .serviceUnavailable)
            #expect(try json(response)["code"] as? String == "gateway.not-fitted-yet")
        }
    }
}
