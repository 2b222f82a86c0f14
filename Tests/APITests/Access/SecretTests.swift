import API
import Console
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import Storage
import Synchronization
import TestSupport
import Testing

/// Passwords, keys, sessions and what people wrote are planted as markers, and looked for in all that is logged: by the
/// service at its most talkative, and by PostgreSQL.
@Suite struct SecretTests {
    @Test func `no password, key, session or bound value is ever logged`() async throws {
        let journal = Journal()
        let plain = try await TestService.make()
        let (markers, requests) = try await plant(in: plain)
        let logger = Logger(label: "test") { _ in journal }
        let service = try plain.logging(to: logger)
        let sessions = try await service.application(logger: logger).test(.router) { client in
            var sessions: [String] = []
            for request in requests {
                let response = try await client.execute(
                    uri: request.path, method: request.method, headers: request.headers,
                    body: request.body.map { ByteBuffer(string: $0) })
                if let cookie = response.headers[.setCookie] {
                    sessions.append(String(cookie.prefix { $0 != ";" }.suffix(64)))
                }
            }
            return sessions
        }
        await service.client.shutdown()
        await plain.client.shutdown()
        #expect(sessions.count == 1, "one of the requests signs in")
        let lines = journal.lines
        #expect(!lines.isEmpty, "nothing was logged: this test would find nothing")
        let server = try TestServer.log(of: try await TestServer.shared())
        for secret in markers + sessions {
            #expect(!lines.contains { $0.contains(secret) }, "\(secret) in the service's log")
            #expect(!server.contains(secret), "\(secret) in PostgreSQL's log")
        }
    }

    private struct PlantedRequest: Sendable {
        var method: HTTPRequest.Method
        var path: String
        var headers: HTTPFields
        var body: String?
    }

    private func plant(in service: TestService) async throws -> (
        markers: [String], requests: [PlantedRequest]
    ) {
        let password = "marker four green boats"
        let mark = "marker-\(UUID().uuidString)"
        let person = try #require(service.people(on: .a).first)
        _ = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .admin), email: "anna@example.com",
            password: try await PasswordSignIn(store: service.store).hash(
                of: password, user: "anna@example.com"),
            subject: nil, at: Date())
        let key = try await service.key(.salesperson(number: service.number(of: person)))
        let token = String(try #require(key[.authorization]?.dropFirst("Bearer ".count)))
        let unknown = "rapport_" + String(repeating: "marker00", count: 8)
        var json = key
        json[.contentType] = "application/json"
        json[HTTPField.Name("idempotency-key")!] = mark
        let form: HTTPFields = [
            .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
        ]
        let alliance = service.record.snapshot.alliance.key
        let invitation = try #require(
            try await service.batch.invite(user: "anna@example.com", of: service.alliance, at: Date()))
        let requests = [
            PlantedRequest(
                method: .post, path: "/console/sign-in", headers: form,
                body: "alliance=\(alliance)&name=anna@example.com&password=\(password.asPathPart)"),
            PlantedRequest(
                method: .post, path: "/console/sign-in", headers: form,
                body: "alliance=\(alliance)&name=anna@example.com&password=\(mark)"),
            PlantedRequest(
                method: .post, path: "/console/sign-in", headers: form, body: "key=\(unknown)"),
            PlantedRequest(method: .get, path: invitation.invitationPage, headers: [:]),
            PlantedRequest(
                method: .post, path: "/console/invitation", headers: form,
                body: "invitation=\(invitation.text)&new=short&again=short"),
            PlantedRequest(
                method: .post, path: "/console/invitation", headers: form,
                body: "invitation=\(invitation.text)&new=\(mark)&again=\(password.asPathPart)"),
            PlantedRequest(method: .get, path: "/v1/salespeople", headers: key),
            PlantedRequest(
                method: .get, path: "/v1/salespeople", headers: [.authorization: "Bearer \(unknown)"]),
            PlantedRequest(method: .get, path: "/v1/salespeople/\(mark)/recommendations", headers: key),
            PlantedRequest(
                method: .post, path: "/v1/sheets", headers: json, body: #"{"target": "\#(mark)"}"#),
            PlantedRequest(
                method: .post, path: "/v1/sheets", headers: json, body: #"{"target": "a", "\#(mark)": 1}"#),
        ]
        let secret = String(invitation.text.suffix(22))
        return ([password, mark, token, String(token.suffix(43)), unknown, secret], requests)
    }
}

/// A log in memory.
private final class Journal: LogHandler, Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set { written.withLock { $0.append("\(key): \(newValue.map { "\($0)" } ?? "")") } }
    }

    func log(event: LogEvent) {
        written.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
