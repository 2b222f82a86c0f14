import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

/// What a night proposes, and what people say to it.
@Suite struct RoundTests {
    @Test func `an accepted beginning becomes a pairing when both sides have said yes`() async throws {
        let bench = try await LifeBench.make()
        let round = try await Self.publish(bench)
        try await bench.service.run { client in
            let changes = try await client.read("/v1/rounds/\(round)/changes", bench.managerA)
            let change = try #require((changes["changes"] as? [[String: Any]])?.first)
            #expect(change["reasons"] as? [String] == ["For a."])
            #expect(change["cause"] == nil && change["mayDecide"] as? Bool == true)
            let first = try await Self.decide(client, round, bench.managerA, "{\"all\": \"accept\"}")
            #expect(first["status"] as? String == "proposed" && first["settled"] as? Bool == false)
            let pairing = try #require(first["pairing"] as? String)
            let second = try await Self.decide(
                client, round, bench.managerB,
                "{\"decisions\": [{\"position\": 1, \"decision\": \"accept\"}]}")
            #expect(second["status"] as? String == "accepted" && second["settled"] as? Bool == true)
            let seen = try await client.read("/v1/pairings/\(pairing)", bench.managerB)
            #expect(seen["round"] as? String == round)
            let twice = try await client.send(
                .post, "/v1/rounds/\(round)/decisions", bench.managerB,
                "{\"decisions\": [{\"position\": 1, \"decision\": \"decline\"}]}", forAny: true)
            #expect(twice.status == .conflict)
        }
    }

    @Test func `one side's no settles a change`() async throws {
        let bench = try await LifeBench.make()
        let round = try await Self.publish(bench)
        try await bench.service.run { client in
            let no = try await Self.decide(
                client, round, bench.managerB,
                "{\"decisions\": [{\"position\": 1, \"decision\": \"decline\", \"reason\": \"Not now.\"}]}")
            #expect(no["status"] as? String == "declined")
            let yes = try await client.send(
                .post, "/v1/rounds/\(round)/decisions", bench.managerA,
                "{\"decisions\": [{\"position\": 1, \"decision\": \"accept\"}]}", forAny: true)
            #expect(yes.status == .conflict)
            #expect(try json(yes)["code"] as? String == "life.change-overtaken")
        }
    }

    @Test func `those who do not decide for a person cannot decide about the change`() async throws {
        let bench = try await LifeBench.make()
        let round = try await Self.publish(bench)
        try await bench.service.run { client in
            for key in [bench.admin, bench.salespersonA] {
                let answer = try await client.send(
                    .post, "/v1/rounds/\(round)/decisions", key, "{\"all\": \"accept\"}")
                #expect(answer.status == .forbidden)
            }
            let seen = try await client.read("/v1/rounds/\(round)/changes", bench.admin)
            let change = try #require((seen["changes"] as? [[String: Any]])?.first)
            #expect(change["cause"] as? String == "unpaired" && change["mayDecide"] as? Bool == false)
            #expect(change["reasons"] as? [String] == ["Side a: For a.", "Side b: For b."])
        }
    }

    @Test func `with terms that accept by themselves a round's pairings need no word`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.application().test(.router) { client in
            let terms = try await client.send(
                .put, "/v1/alliance/terms", bench.admin, "{\"autoAccept\": true}", version: 0)
            #expect(terms.status == .ok)
            let round = try await Self.publish(bench)
            let changes = try await client.read("/v1/rounds/\(round)/changes", bench.managerA)
            let change = try #require((changes["changes"] as? [[String: Any]])?.first)
            #expect(change["status"] as? String == "accepted" && change["settled"] as? Bool == true)
        }
        await bench.service.client.shutdown()
    }

    /// Publishes a round that proposes the bench's two people to each other.
    static func publish(_ bench: LifeBench) async throws -> String {
        let service = bench.service
        let record = try await service.batch.record(of: service.alliance, sheets: false)
        let people = record.snapshot.people
        let change = ProposedChange(
            personA: try #require(people.firstIndex { $0.key == bench.personA }),
            personB: try #require(people.firstIndex { $0.key == bench.personB }), action: .begin,
            cause: .unpaired,
            utility: 50, reasonsForA: ["For a."], reasonsForB: ["For b."])
        let round = Round(day: Day(Date()), seed: 1, utility: 50, presentUtility: 0, changes: [change])
        let result = try await service.batch.publish(round, of: record, policy: "{}", at: Date())
        return try #require(result.round).uuidString.lowercased()
    }

    private static func decide(
        _ client: any TestClientProtocol, _ round: String, _ key: HTTPFields, _ body: String
    ) async throws -> [String: Any] {
        let version = try await client.version(of: "/v1/rounds/\(round)", key)
        let answer = try await client.send(
            .post, "/v1/rounds/\(round)/decisions", key, body, version: version)
        #expect(answer.status == .ok, "\(String(buffer: answer.body))")
        return try #require((try json(answer)["changes"] as? [[String: Any]])?.first)
    }
}
