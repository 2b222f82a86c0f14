import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@Suite struct SheetTests {
    @Test func `a sheet changes the ranking once it has been learned from`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            let path = "/v1/salespeople/\(rater)/recommendations?limit=100"
            let before = try json(try await client.execute(uri: path, method: .get, headers: key))
            let ranked = try #require(before["recommendations"] as? [[String: Any]])
            let target = try #require(ranked.last?["person"] as? String)

            let posted = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: submission(key),
                body: body(Self.praise(of: target)))
            #expect(posted.status == .created)
            let revision = try #require(try json(posted)["revision"] as? Int)
            await service.refit()

            let after = try json(try await client.execute(uri: path, method: .get, headers: key))
            #expect(after["fittedRevision"] as? Int == revision)
            func chemistry(in list: [String: Any]) throws -> Double {
                let ranked = try #require(list["recommendations"] as? [[String: Any]])
                let one = try #require(ranked.first { $0["person"] as? String == target })
                return try #require(one["chemistry"] as? Double)
            }
            #expect(try chemistry(in: after) > chemistry(in: before) + 3)
        }
    }

    @Test func `the same sheet twice changes nothing and a correction does`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            var revisions: [Int] = []
            for text in [Self.praise(of: target), Self.praise(of: target), Self.blame(of: target)] {
                let response = try await client.send(.post, "/v1/sheets", key, text, forAny: true)
                #expect(response.status == .created)
                revisions.append(try #require(try json(response)["revision"] as? Int))
            }
            #expect(revisions[1] == revisions[0])
            #expect(revisions[2] == revisions[0] + 1)
        }
        let record = try await service.batchAgain().record(of: service.alliance, sheets: true)
        #expect(record.snapshot.sheets.count == service.record.snapshot.sheets.count + 1)
    }

    @Test func `answers between the points of the scale are read back as they were written`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            let text = "{\"target\": \"\(target)\", \"ratings\": {\"trust\": 6.1}, \"success\": 5.3}"
            let response = try await client.send(.post, "/v1/sheets", key, text)
            #expect(response.status == .created)
            let sheets = try await client.read("/v1/sheets", key)["sheets"] as? [[String: Any]]
            let sheet = try #require(sheets?.first { $0["target"] as? String == target })
            #expect((sheet["ratings"] as? [String: Double])?["trust"] == 6.1)
            #expect(sheet["success"] as? Double == 5.3)
        }
    }

    @Test func `only the rater and an integration may write a sheet`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let colleague = try #require(service.people(on: .a).last)
        let target = try #require(service.people(on: .b).first)
        let text = "{\"rater\": \"\(rater)\", \"target\": \"\(target)\", \"success\": 5}"
        let keys: [(HTTPFields, HTTPResponse.Status)] = [
            (try await service.key(.admin), .forbidden),
            (try await service.key(.manager(company: service.companyNumber(of: rater))), .forbidden),
            // In another's name it is refused as if that other were not there.
            (try await service.key(.salesperson(number: service.number(of: colleague))), .notFound),
            (try await service.key(.salesperson(number: service.number(of: target))), .notFound),
            (try await service.key(.integration(scopes: [.sheetsWrite])), .created),
            (try await service.key(.salesperson(number: service.number(of: rater))), .created),
        ]
        try await service.run { client in
            for (key, status) in keys {
                let response = try await client.send(.post, "/v1/sheets", key, text, forAny: true)
                #expect(response.status == status)
            }
        }
    }

    @Test(arguments: [
        ("not json", "gateway.unreadable"),
        ("[]", "gateway.unreadable"),
        ("{}", "gateway.unreadable"),
        ("{\"target\": 7}", "gateway.unreadable"),
        ("{\"target\": \"TARGET\", \"success\": 1e999}", "gateway.unreadable"),
        ("{\"target\": \"TARGET\", \"success\": NaN}", "gateway.unreadable"),
        ("{\"target\": \"TAR\\u0000GET\", \"success\": 5}", "gateway.unstorable"),
        ("{\"target\": \"TARGET\"}", "gateway.bad-field"),
        ("{\"target\": \"TARGET\", \"succes\": 5}", "gateway.unknown-field"),
        ("{\"target\": \"TARGET\", \"success\": 8}", "gateway.bad-field"),
        ("{\"target\": \"TARGET\", \"ratings\": {\"trust\": 0}}", "gateway.bad-field"),
        ("{\"target\": \"TARGET\", \"ratings\": {\"thrust\": 5}}", "gateway.bad-field"),
        ("{\"target\": \"TARGET\", \"success\": 5, \"day\": \"tomorrow\"}", "gateway.bad-field"),
        ("{\"target\": \"TARGET\", \"success\": 5, \"day\": \"2999-01-01\"}", "gateway.bad-field"),
        ("{\"target\": \"nobody\", \"success\": 5}", "gateway.no-such-person"),
        ("{\"target\": \"COLLEAGUE\", \"success\": 5}", "storage.same-side"),
        ("{\"target\": \"RATER\", \"success\": 5}", "storage.same-side"),
    ])
    func `a sheet that is wrong is told why and not stored`(text: String, code: String) async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let filled =
            text.replacing("TARGET", with: try #require(service.people(on: .b).first))
            .replacing("COLLEAGUE", with: try #require(service.people(on: .a).last))
            .replacing("RATER", with: rater)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            let response = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: submission(key), body: body(filled))
            #expect(response.status.code >= 400 && response.status.code < 500)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(try json(response)["code"] as? String == code)
        }
        let record = try await service.batchAgain().record(of: service.alliance, sheets: false)
        #expect(record.revision == service.record.revision)
    }

    @Test func `a body past the limit is refused`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let key = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            let long = "{\"target\": \"" + String(repeating: "x", count: 300_000) + "\"}"
            let response = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: submission(key), body: body(long))
            #expect(response.status == .contentTooLarge)
            #expect(try json(response)["code"] as? String == "gateway.body-too-large")
        }
    }

    private static func praise(of target: String) -> String {
        """
        {"target": "\(target)", "ratings": {"trust": 7, "independence": 7, "cooperation": 7, "communication": 7,
        "goals": 7, "fit": null}, "success": 7, "continue": true}
        """
    }

    private static func blame(of target: String) -> String {
        "{\"target\": \"\(target)\", \"ratings\": {\"trust\": 1}, \"success\": 1, \"continue\": false}"
    }
}
