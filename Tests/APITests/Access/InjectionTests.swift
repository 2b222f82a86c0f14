import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Pieces of SQL in whatever a request can say: they are values, and stay values. One that slept for an hour would end as an
/// answer of 503.
@Suite struct InjectionTests {
    static let payloads = [
        "' or '1'='1", "'; drop table rapport.sheet; --", "\" or \"\"=\"", "1; select pg_sleep(3600)",
        "' union select digest::text from rapport.api_key --", "$1", "%27%20or%201=1", "\\'; --",
        "a'||pg_sleep(3600)||'",
        "'; set local rapport.alliance_id = '00000000-0000-0000-0000-000000000000'; --", "';reset role;--",
        "ⅰ' or 1=1 --", "admin'/*", "{{7*7}}", "${7*7}", "../../../etc/passwd", "%00", "\u{202E}' --",
    ]

    @Test
    func `a piece of SQL in any part of a request changes nothing, shows nothing and waits for nothing`()
        async throws
    {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let keys = [
            try await service.key(.admin),
            try await service.key(.salesperson(number: service.number(of: person))),
        ]
        let before = try await service.fingerprint()
        try await service.run { client in
            for payload in Self.payloads {
                for key in keys {
                    for request in Self.requests(with: payload, person: person) {
                        var headers = key
                        for field in request.headers { headers[field.name] = field.value }
                        let response = try await client.execute(
                            uri: request.path, method: request.method, headers: headers,
                            body: request.body.map { ByteBuffer(string: $0) })
                        #expect(response.status.code < 500, "\(request.path) \(payload)")
                        #expect(!String(buffer: response.body).contains("rapport_"), "\(payload)")
                    }
                }
            }
            #expect(try await service.fingerprintAgain() == before)
        }
    }

    private struct Attempt {
        var method: HTTPRequest.Method
        var path: String
        var headers: HTTPFields = [:]
        var body: String?
    }

    private static func requests(with payload: String, person: String) -> [Attempt] {
        let part = payload.asPathPart
        let json: HTTPFields = [.contentType: "application/json"]
        let text = (try? JSONEncoder().encode(payload)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        return [
            Attempt(method: .get, path: "/v1/salespeople/\(part)/recommendations"),
            Attempt(method: .get, path: "/v1/salespeople/\(person)/recommendations?limit=\(part)"),
            Attempt(method: .get, path: "/v1/salespeople?cursor=\(part)&fields=\(part)&limit=\(part)"),
            Attempt(method: .get, path: "/v1/salespeople", headers: [.authorization: "Bearer \(part)"]),
            Attempt(method: .get, path: "/v1/salespeople", headers: [.ifNoneMatch: part]),
            Attempt(
                method: .post, path: "/v1/sheets", headers: json,
                body: "{\"target\": \(text), \"success\": 5, \"day\": \(text)}"),
            Attempt(
                method: .post, path: "/v1/sheets", headers: json,
                body: "{\"rater\": \(text), \"target\": \(text), \"ratings\": {\(text): 5}}"),
        ]
    }
}

extension TestService {
    /// A digest of all that is stored of the alliance.
    fileprivate func fingerprint() async throws -> Int {
        let record = try await batch.record(of: alliance, sheets: true)
        return record.snapshot.hashValue ^ Int(record.revision)
    }

    /// As ``fingerprint()``, once the service's own client has been shut down or not.
    fileprivate func fingerprintAgain() async throws -> Int {
        let record = try await batchAgain().record(of: alliance, sheets: true)
        return record.snapshot.hashValue ^ Int(record.revision)
    }
}
