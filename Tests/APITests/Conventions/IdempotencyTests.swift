import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@testable import API

@Suite struct IdempotencyTests {
    @Test func `thirty at once with one key have one effect and one answer`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            for round in 1...20 {
                let headers = submission(key)
                let text =
                    "{\"target\": \"\(target)\", \"success\": \(1 + round % 7), \"day\": \"2026-01-\(round + 9)\"}"
                let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                    for _ in 0..<30 {
                        group.addTask { try await Self.persistent(client, headers, text) }
                    }
                    return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
                }
                #expect(bodies.count == 1)
            }
        }
        let record = try await service.batchAgain().record(of: service.alliance, sheets: true)
        #expect(record.revision == service.record.revision + 20)
        #expect(record.snapshot.sheets.count == service.record.snapshot.sheets.count + 20)
    }

    /// Sends a sheet until it is no longer under way elsewhere.
    private static func persistent(
        _ client: any TestClientProtocol, _ headers: HTTPFields, _ text: String
    ) async throws -> [UInt8] {
        while true {
            let response = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: headers, body: body(text))
            if response.status == .created { return Array(response.body.readableBytesView) }
            #expect(response.status == .conflict)
            #expect(try json(response)["code"] as? String == "storage.key-in-flight")
            await Task.yield()
        }
    }

    @Test func `a key is needed belongs to one request and to one holder`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let own = try await service.key(.salesperson(number: service.number(of: rater)))
        let integration = try await service.key(.integration(scopes: [.sheetsWrite]))
        try await service.run { client in
            func post(_ headers: HTTPFields, _ text: String) async throws -> TestResponse {
                try await client.execute(uri: "/v1/sheets", method: .post, headers: headers, body: body(text))
            }
            let text = "{\"rater\": \"\(rater)\", \"target\": \"\(target)\", \"success\": 5}"
            let missing = try await post(own, text)
            #expect(missing.status == .badRequest)
            #expect(try json(missing)["code"] as? String == "gateway.no-idempotency-key")
            #expect(
                try await post(submission(own, key: String(repeating: "x", count: 256)), text).status
                    == .badRequest)

            let headers = submission(own, key: "one")
            let first = try await post(headers, text)
            #expect(first.status == .created)
            let again = try await post(headers, text)
            #expect(again.status == .created && again.body == first.body)
            #expect(again.headers[.idempotencyReplayed] == "true")
            let other = try await post(headers, text.replacing("5", with: "6"))
            #expect(other.status == .unprocessableContent)
            #expect(try json(other)["code"] as? String == "storage.key-used-differently")
            var theirs = submission(integration, key: "one")
            theirs[.ifMatch] = "*"
            let elsewhere = try await post(theirs, text)
            #expect(elsewhere.status == .created && elsewhere.headers[.idempotencyReplayed] == nil)
        }
    }

    @Test func `a request that failed may be mended under the same key`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let headers = submission(try await service.key(.salesperson(number: service.number(of: rater))))
        try await service.run { client in
            for (success, status) in [("99", HTTPResponse.Status.unprocessableContent), ("5", .created)] {
                let response = try await client.execute(
                    uri: "/v1/sheets", method: .post, headers: headers,
                    body: body("{\"target\": \"\(target)\", \"success\": \(success)}"))
                #expect(response.status == status)
            }
        }
    }

    @Test func `after a day a key is free again`() async throws {
        let service = try await TestService.make()
        let viewer = Viewer(alliance: service.alliance, role: .integration(scopes: [.sheetsWrite]))
        let now = Date()
        func submit(_ key: String, _ print: UInt8, _ instant: Date) async throws -> (
            receipt: Receipt, isReplayed: Bool
        ) {
            try await service.store.once(Submission(key: key, fingerprint: [print], at: instant), for: viewer)
            { _ in
                Receipt(status: 200, headers: [], body: [print])
            }
        }
        #expect(try await submit("k", 1, now).isReplayed == false)
        #expect(try await submit("k", 1, now + 86_399).isReplayed)
        let fresh = try await submit("k", 2, now + 86_401)
        #expect(fresh.isReplayed == false && fresh.receipt.body == [2])
        await service.client.shutdown()
    }
}
