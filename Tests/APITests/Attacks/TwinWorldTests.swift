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

@testable import API

/// Two worlds that differ in one sheet: whoever did not write it sees the same bytes in both.
@Suite struct TwinWorldTests {
    /// Until the model is fitted anew nothing differs. After that, what the model says may: its ranking, on the console's pages
    /// too, and what the night that is planned with it would give up for a pair.
    static let followsTheModel: Set = [
        "listRecommendations", "whyNot", "/console/people/{person}",
        "/console/people/{person}/counterparts/{counterpart}",
    ]

    @Test(arguments: [(1.0, 5.0), (7.0, 1.0)])
    func `no output but the model's own follows a single sheet`(left: Double, right: Double) async throws {
        let twins = [try await World.make(), try await World.make()]
        for (world, answer) in zip(twins, [left, right]) { try await world.record(answer) }
        let before = [try await twins[0].outputs(), try await twins[1].outputs()]
        #expect(before[0].count > 600)
        #expect(
            before[0].values.count { $0.hasPrefix("200") } > 300, "most of what is looked at must be there")
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
    /// What the paths name, by parameter.
    let things: [String: [String]]

    static func make() async throws -> World {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let colleague = try #require(service.people(on: .a).last)
        let target = try #require(service.people(on: .b).first)
        let neighbour = try #require(service.people(on: .b).last)
        let (own, other) = (try service.companyNumber(of: rater), try service.companyNumber(of: target))
        let viewers = [
            "admin": try await service.key(.admin), "auditor": try await service.key(.auditor),
            "integration": try await service.key(.integration(scopes: Set(Viewer.Scope.allCases))),
            "own admin": try await service.key(.companyAdmin(company: own)),
            "other admin": try await service.key(.companyAdmin(company: other)),
            "own manager": try await service.key(.manager(company: own)),
            "other manager": try await service.key(.manager(company: other)),
            "colleague": try await service.key(.salesperson(number: service.number(of: colleague))),
            "target": try await service.key(.salesperson(number: service.number(of: target))),
            "neighbour": try await service.key(.salesperson(number: service.number(of: neighbour))),
        ]
        return World(
            service: service, rater: rater, target: target, viewers: viewers,
            things: try await Things(service: service, rater: rater, target: target).byParameter)
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

    /// The console's pages.
    private static let pages = [
        "/console/people", "/console/people/{person}", "/console/people/{person}/counterparts/{counterpart}",
        "/console/pairings", "/console/pairings/{pairing}", "/console/rounds", "/console/rounds/{round}",
        "/console/due", "/console/sheets/{person}", "/console/pulses/{person}", "/console/customers",
        "/console/companies", "/console/scorecard", "/console/wishes",
    ]

    /// Status, headers and body of every GET of the description and of every page, for every other viewer.
    func outputs() async throws -> [String: String] {
        let reading = try Operation.all().filter { $0.method == "GET" && $0.path.hasPrefix("/v1/") }
        let paths = reading.map { ($0.id, $0.path) } + Self.pages.map { ($0, $0) }
        return try await service.application().test(.router) { client in
            var outputs: [String: String] = [:]
            for (viewer, key) in viewers {
                let cookie = try await session(key, client)
                for (name, path) in paths {
                    let headers = path.hasPrefix("/console") ? cookie : key
                    for (index, filled) in filled(path).enumerated() {
                        outputs["\(name) \(viewer) \(index)"] = try await Self.output(filled, headers, client)
                    }
                }
            }
            return outputs
        }
    }

    private func session(_ key: HTTPFields, _ client: any TestClientProtocol) async throws -> HTTPFields {
        let token = try #require(key[.authorization]).replacing("Bearer ", with: "")
        let response = try await client.execute(
            uri: "/console/sign-in", method: .post,
            headers: [.origin: "http://localhost", .contentType: "application/x-www-form-urlencoded"],
            body: body("key=\(token)"))
        guard let field = response.headers[.setCookie] else { return [:] }
        return [.cookie: String(field.prefix { $0 != ";" })]
    }

    /// The path to each of the things that it can name.
    private func filled(_ path: String) -> [String] {
        guard let parameter = path.firstMatch(of: /\{([a-zA-Z]+)\}/) else { return [path] }
        return (things[String(parameter.output.1)] ?? ["nothing"]).flatMap { value in
            filled(path.replacingCharacters(in: parameter.range, with: value.asPathPart))
        }
    }

    private static func output(
        _ path: String, _ key: HTTPFields, _ client: any TestClientProtocol
    ) async throws -> String {
        var headers = key
        if let name = HTTPField.Name("X-Request-Id") { headers[name] = "twin" }
        let answer = try await client.execute(uri: path, method: .get, headers: headers)
        // How much of its rate a key has left follows the clock, too, and so does the length of instants in the body.
        let own = answer.headers.filter {
            !["ratelimit", "content-length", "set-cookie"].contains($0.name.canonicalName)
        }
        let shown = own.map { "\($0.name): \($0.value)" }.sorted().joined(separator: "\n")
        // Instants are the clock's, and differ between two runs of one world as well.
        let text = String(buffer: answer.body).replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]*/, with: "INSTANT")
            // Ids are made at random in each world.
            .replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
            // A sheet's version is when it was recorded.
            .replacing(/"version":1[78][0-9]{14}/, with: "\"version\":INSTANT")
            // A seal is over both.
            .replacing(/[0-9a-f]{64}/, with: "SEAL")
        return "\(answer.status.code)\n\(shown)\n\(text)"
    }
}

/// What the paths of a world name.
private struct Things {
    let service: TestService
    let rater: String
    let target: String

    var byParameter: [String: [String]] {
        get async throws {
            let companies = service.record.snapshot.companies.map(\.key)
            return [
                "person": [rater, target], "counterpart": [rater, target],
                // The whole export has them all.
                "table": [ExportTable.Name.pairings, .sheets, .feedback, .scorecard].map(\.rawValue),
                "company": companies, "other": companies,
                "pairing": try await pairings(), "round": [try await round()],
                "webhook": [try await service.makeWebhook(in: service.alliance)],
                "user": [try await service.makeUser(in: service.alliance)],
                "key": [try await service.makeKey(in: service.alliance)],
                "agreement": [try await agreement()], "team": ["north"],
            ]
        }
    }

    /// A pairing of the rater's and one of the target's.
    private func pairings() async throws -> [String] {
        let numbers = [try service.number(of: rater), try service.number(of: target)]
        var found: [String] = []
        for number in numbers {
            let ids = try await service.client.read(
                """
                select pairing_id from rapport.pairing
                where person_a = \(number) or person_b = \(number)
                order by person_a, person_b, started nulls first, status
                limit 1
                """, as: UUID.self)
            found += ids.map(\.text)
        }
        return found
    }

    /// A round that proposes the two to each other.
    private func round() async throws -> String {
        let record = try await service.batch.record(of: service.alliance, sheets: false)
        let people = record.snapshot.people
        let change = ProposedChange(
            personA: try #require(people.firstIndex { $0.key == rater }),
            personB: try #require(people.firstIndex { $0.key == target }), action: .begin, cause: .unpaired,
            utility: 50, reasonsForA: ["For a."], reasonsForB: ["For b."])
        let round = Round(day: Day(Date()), seed: 1, utility: 50, presentUtility: 0, changes: [change])
        return try #require(
            try await service.batch.publish(round, of: record, policy: "{}", at: Date()).round
        ).text
    }

    /// An agreement about a customer that both cover.
    private func agreement() async throws -> String {
        let id = UUID()
        try await service.client.transaction { transaction in
            for person in [try service.number(of: rater), try service.number(of: target)] {
                _ = try await transaction.execute(
                    """
                    insert into rapport.account_coverage (alliance_id, account, person)
                    values (\(service.alliance.uuid), 'twin', \(person))
                    """)
            }
            _ = try await transaction.execute(
                """
                insert into rapport.control_agreement
                    (alliance_id, agreement_id, account, lead, shared, signed_a, version, proposed_at)
                values (\(service.alliance.uuid), \(id), 'twin', 'a', '{}', now(), 1, now())
                """)
            try await transaction.announcePlanted()
        }
        return id.text
    }
}
