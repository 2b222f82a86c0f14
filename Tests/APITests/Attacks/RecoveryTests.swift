import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Scoring
import Storage
import Testing

@testable import API

/// A counterpart who watches what the model foretells learns from it the tone of a sheet about them, as a ranking must tell,
/// but not the answers.
@Suite struct RecoveryTests {
    @Test func `which answer about oneself was a point higher is not told`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let own = try await service.key(.salesperson(number: service.number(of: rater)))
        let watcher = try await service.key(.salesperson(number: service.number(of: target)))
        let factors = service.record.snapshot.alliance.instrument.factors.map(\.key)
        var shown: [String] = []
        var exact: Set<Double> = []
        for raised in 0...factors.count {
            let ratings = factors.indices.map { "\"\(factors[$0])\": \($0 == raised ? 5 : 4)" }
            let text = """
                {"target": "\(target)", "success": \(raised == factors.count ? 5 : 4), "day": "2026-01-05",
                    "ratings": {\(ratings.joined(separator: ", "))}}
                """
            shown.append(
                try await service.application().test(.router) { client in
                    let posted = try await client.send(.post, "/v1/sheets", own, text, forAny: true)
                    #expect(posted.status == .created, "\(String(buffer: posted.body))")
                    await service.refit()
                    let view = try await client.read(
                        "/v1/salespeople/\(target)/recommendations?limit=100", watcher)
                    let list = try #require(view["recommendations"] as? [[String: Any]])
                    let pair = try #require(list.first { $0["person"] as? String == rater })
                    let figures = [
                        "chemistry", "chemistrySD", "chemistryInterval", "continueBoth", "levels", "evidence",
                    ]
                    let told = pair.filter { figures.contains($0.key) }
                    let bytes = try JSONSerialization.data(withJSONObject: told, options: .sortedKeys)
                    return String(decoding: bytes, as: UTF8.self)
                })
            exact.insert(try await chemistry(of: rater, target, in: service))
        }
        #expect(
            exact.count == factors.count + 1, "The answers must move the model, or this test says nothing.")
        // A raise may take the chemistry over one edge of its steps, and no other figure follows the answers: one of two.
        let seen = Dictionary(grouping: shown) { $0 }
        #expect(seen.count <= 2, "\(shown.joined(separator: "\n"))")
        #expect(
            try #require(exact.max()) - #require(exact.min()) < Steps.chemistry,
            "A step must be wider than what telling seven such sheets apart would take.")
        await service.client.shutdown()
    }

    private func chemistry(of rater: String, _ target: String, in service: TestService) async throws -> Double
    {
        let record = try await service.batch.record(of: service.alliance, sheets: false)
        let stored = try #require(
            try await service.store.posterior(for: Viewer(alliance: service.alliance, role: .admin)))
        let people = record.snapshot.people
        let rows = try [rater, target].map { key in try #require(people.firstIndex { $0.key == key }) }
        return try Posterior(decoding: stored.encoded).prediction(of: rows[0], with: rows[1]).chemistry
    }
}
