import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Nightly
import Sample
import Storage
import Testing

/// What proves a round, and what of it may be taken home.
@Suite struct CertificateTests {
    /// Plans a round.
    private static func makeRound(_ service: TestService) async throws -> StoredRound {
        let night = Night(
            store: service.batch, order: NightOrder(day: Day(Date()), seed: 11),
            settings: WorkerSettings(holder: "a test", program: "test"), logger: Logger(label: "test"))
        let key = service.record.snapshot.alliance.key
        let summary = try await night.run([(service.alliance, key)], workers: 1) { _ in }
        #expect(summary.planned == 1)
        return try await service.batch.storedRound(key)
    }

    @Test func `a certificate holds the digests of what the round is planned from again`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        let manager = try await service.key(.manager(company: service.record.companyNumbers[0]))
        let stored = try await Self.makeRound(service)
        try await service.run { client in
            let path = "/v1/rounds/\(stored.id.text)/certificate"
            let shown = try await client.read(path, admin)
            let bundle = ReplayBundle(stored)
            #expect(try bundle.replay() == stored.input.round.count)
            #expect(shown["roundSHA256"] as? String == bundle.digest)
            for (name, bytes) in [("factsSHA256", stored.input.facts), ("modelSHA256", stored.input.model)] {
                let digest = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
                #expect(shown[name] as? String == digest)
            }
            #expect(shown["seed"] as? String == "\(stored.seed)")
            #expect(shown["day"] as? String == "\(stored.day)")
            #expect(try await client.send(.get, path, manager).status == .forbidden)
            _ = try await service.batch.forgetInputs(of: service.alliance, before: Date() + 60)
            #expect(try await client.send(.get, path, admin).status == .gone)
        }
    }

    @Test func `an export holds rounds and changes as the viewer's lists show them`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let keys = [
            try await service.key(.admin),
            try await service.key(.manager(company: service.companyNumber(of: person))),
            try await service.key(.salesperson(number: service.number(of: person))),
        ]
        let round = try await Self.makeRound(service).id.text
        try await service.run { client in
            for key in keys {
                let export = try await client.read("/v1/export", key)
                let rounds = try #require(export["rounds"] as? [[String: Any]])
                #expect(rounds.map { $0["round"] as? String } == [round])
                let listed = try await client.read("/v1/rounds/\(round)/changes?limit=100", key)
                let changes = try #require(listed["changes"] as? [[String: Any]])
                let taken = try #require(export["changes"] as? [[String: Any]])
                #expect(taken.map { $0["position"] as? Int } == changes.map { $0["position"] as? Int })
                #expect(
                    taken.map { $0["reasons"] as? String ?? "" }
                        == changes.map { ($0["reasons"] as? [String] ?? []).joined(separator: "|") })
                let pairings = try await client.read("/v1/pairings?limit=100", key)["pairings"] as? [Any]
                #expect((export["pairings"] as? [Any])?.count == pairings?.count)
            }
        }
    }

    @Test func `an export shows own sheets alone and not why the other side parted`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let trial = try await bench.trial(client)
            _ = try await bench.took(
                client, trial, bench.managerB,
                "{\"step\": \"end\", \"reason\": \"Zq7Marker\", \"neverAgain\": true}")
            let own = try await client.send(.get, "/v1/export", bench.managerB)
            #expect(String(buffer: own.body).contains("Zq7Marker"))
            for key in [bench.managerA, bench.salespersonA] {
                let theirs = try await client.send(.get, "/v1/export", key)
                #expect(theirs.status == .ok)
                #expect(!String(buffer: theirs.body).contains("Zq7Marker"))
            }
            let record = try await client.send(
                .get, "/v1/salespeople/\(bench.personA)/personal-record", bench.salespersonA)
            #expect(record.status == .ok)
            #expect(!String(buffer: record.body).contains("Zq7Marker"))
            #expect(
                (try await client.read("/v1/export", bench.managerA)["sheets"] as? [Any])?.isEmpty == true)
            let sheets = try await client.read("/v1/sheets?limit=100", bench.salespersonA)["sheets"] as? [Any]
            let taken = try await client.read("/v1/export", bench.salespersonA)["sheets"] as? [[String: Any]]
            #expect(taken?.isEmpty == false)
            #expect(taken?.count == sheets?.count || sheets?.count == 100)
        }
    }

    @Test func `the scorecard shows additive and profile forecasts beside the model`() async throws {
        let service = try await TestService.make {
            $0 = makeSample(SampleOptions(people: 120, today: Day(Date())))
        }
        let admin = try await service.key(.admin)
        try await service.run { client in
            let card = try await client.read("/v1/scorecard", admin)
            let heldOut = try #require(card["heldOut"] as? [String: Any])
            #expect((heldOut["sheets"] as? Int ?? 0) > 0)
            let losses = try #require(heldOut["losses"] as? [String: [String: Double]])
            let success = try #require(losses["successError"])
            #expect(
                Set(success.keys) == ["random", "personMeans", "additiveOnly", "profilesOnly", "model"])
            #expect(success.values.allSatisfy { $0 > 0 && $0 < 6 })
        }
    }
}
