import API
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Nightly
import Postgres
import Logging
import Storage
import Testing

/// Two worlds that differ in one sheet: whoever did not write it sees the same bytes in both.
@Suite struct TwinWorldTests {
    /// Until the model is fitted anew nothing differs. After that, what the model says may.
    static let followsTheModel: Set = ["listRecommendations"]

    @Test(arguments: [(1.0, 5.0), (7.0, 1.0)])
    func `no output but the model's own follows a single sheet`(left: Double, right: Double) async throws {
        let twins = [try await World.make(), try await World.make()]
        for (world, answer) in zip(twins, [left, right]) { try await world.record(answer) }
        let before = [try await twins[0].outputs(), try await twins[1].outputs()]
        #expect(before[0].count > 20)
        for name in Set(before[0].keys).union(before[1].keys) {
            #expect(
                Self.difference(before.map { $0[name] }) == nil, "\(name) tells of the sheet before any fit")
        }
        for world in twins { await world.service.refit() }
        let after = [try await twins[0].outputs(), try await twins[1].outputs()]
        for name in Set(after[0].keys).union(after[1].keys) {
            if Self.followsTheModel.contains(String(name.prefix { $0 != " " })) { continue }
            #expect(Self.difference(after.map { $0[name] }) == nil, "\(name) tells of the sheet")
        }
        #expect(after[0] != after[1], "The sheet must have been learned from, or this test says nothing.")
        for world in twins { await world.service.client.shutdown() }
    }

    /// What follows the first difference of two outputs; nil when there is none.
    private static func difference(_ outputs: [String?]) -> String? {
        let (left, right) = (outputs[0] ?? "nothing", outputs[1] ?? "nothing")
        let shared = left.commonPrefix(with: right).count
        return left == right
            ? nil : "\(left.dropFirst(shared).prefix(200)) | \(right.dropFirst(shared).prefix(200))"
    }
}

/// One of the two.
private struct World {
    let service: TestService
    let rater: String
    let target: String
    let viewers: [String: HTTPFields]

    static func make() async throws -> World {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let colleague = try #require(service.people(on: .a).last)
        let target = try #require(service.people(on: .b).first)
        let viewers = [
            "admin": try await service.key(.admin),
            "integration": try await service.key(.integration(scopes: [.sheetsWrite])),
            "own manager": try await service.key(.manager(company: service.companyNumber(of: rater))),
            "other manager": try await service.key(.manager(company: service.companyNumber(of: target))),
            "colleague": try await service.key(.salesperson(number: service.number(of: colleague))),
            "target": try await service.key(.salesperson(number: service.number(of: target))),
        ]
        return World(service: service, rater: rater, target: target, viewers: viewers)
    }

    /// The rater's sheet.
    func record(_ answer: Double) async throws {
        let key = submission(try await service.key(.salesperson(number: service.number(of: rater))))
        let text =
            "{\"target\": \"\(target)\", \"ratings\": {\"trust\": \(answer)}, \"success\": \(answer), \"day\": \"2026-01-05\"}"
        try await service.application().test(.router) { client in
            let posted = try await client.execute(
                uri: "/v1/sheets", method: .post, headers: key, body: body(text))
            #expect(posted.status == .created)
        }
    }

    /// Status, headers and body of every GET of the description, for every other viewer.
    func outputs() async throws -> [String: String] {
        let (viewers, people) = (viewers, [rater, target])
        return try await service.application().test(.router) { client in
            var outputs: [String: String] = [:]
            for operation in try Operation.all()
            where operation.method == "GET" && operation.path.hasPrefix("/v1/") {
                for (viewer, key) in viewers {
                    for person in operation.path.contains("{person}") ? people : [""] {
                        let name = "\(operation.id) \(viewer) \(person)"
                        outputs[name] = try await Self.output(of: operation, person, key, client)
                    }
                }
            }
            return outputs
        }
    }

    private static func output(
        of operation: Operation, _ person: String, _ key: HTTPFields, _ client: any TestClientProtocol
    ) async throws -> String {
        var headers = key
        if let name = HTTPField.Name("X-Request-Id") { headers[name] = "twin" }
        let path = operation.path.replacing("{person}", with: person).replacing("{table}", with: "pairings")
            .replacing(/\{[a-zA-Z]+\}/, with: "6F9619FF-8B86-D011-B42D-00C04FC964FF")
        let answer = try await client.execute(uri: path, method: .get, headers: headers)
        // How much of its rate a key has left follows the clock, too, and so does the length of instants in the body.
        let own = answer.headers.filter { !["ratelimit", "content-length"].contains($0.name.canonicalName) }
        let shown = own.map { "\($0.name): \($0.value)" }.sorted().joined(separator: "\n")
        // Instants are the clock's, and differ between two runs of one world as well.
        let text = String(buffer: answer.body).replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]*/, with: "INSTANT")
            // Ids are made at random in each world.
            .replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
            // A seal is over both.
            .replacing(/"seal":"[0-9a-f]{64}"/, with: "SEAL")
        return "\(answer.status.code)\n\(shown)\n\(text)"
    }
}
