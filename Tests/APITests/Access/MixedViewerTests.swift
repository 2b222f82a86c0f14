import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Many viewers of two alliances at once over few connections, some of whom hang up: nobody reads a row that is not theirs.
///
/// 100,000 requests with RAPPORT_MIXED_REQUESTS=100000; fewer in every run.
@Suite struct MixedViewerTests {
    @Test func `viewers who share connections see their own people and nobody else`() async throws {
        let count = ProcessInfo.processInfo.environment["RAPPORT_MIXED_REQUESTS"].flatMap { Int($0) } ?? 320
        let world = try await AccessWorld.make()
        let service = world.service
        let viewers = try await viewers(of: world)
        try await service.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        var generator = SplitMix64(seed: UInt64(lane))
                        for _ in 0..<count / 16 {
                            let viewer = viewers[Int.random(in: viewers.indices, using: &generator)]
                            let hangsUp = Int.random(in: 0..<10, using: &generator) < 3
                            try await viewer.look(with: client, hangingUp: hangsUp)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func viewers(of world: AccessWorld) async throws -> [ListReader] {
        let service = world.service
        let snapshot = service.record.snapshot
        let all = Set(snapshot.people.map(\.key))
        let far = try await service.batch.alliance("another")
        var viewers = [
            ListReader(key: try await service.key(.admin), people: all),
            ListReader(
                key: try await service.key(.admin, in: far), people: Set(all.map { "far.\($0)" })),
        ]
        for row in snapshot.companies.indices {
            let number = service.record.companyNumbers[row]
            let own = Set(snapshot.people.filter { $0.company == row }.map(\.key))
            viewers += [
                ListReader(key: try await service.key(.manager(company: number)), people: own),
                ListReader(
                    key: try await service.key(.companyAdmin(company: number), in: far),
                    people: Set(own.map { "far.\($0)" })),
            ]
        }
        for row in snapshot.people.indices.prefix(12) {
            let role = Viewer.Role.salesperson(number: service.record.personNumbers[row])
            let key = snapshot.people[row].key
            viewers += [
                ListReader(key: try await service.key(role), people: [key]),
                ListReader(key: try await service.key(role, in: far), people: ["far.\(key)"]),
            ]
        }
        return viewers
    }
}

/// Somebody who lists people.
private struct ListReader: Sendable {
    let key: HTTPFields
    /// Whom they must see, and nobody else.
    let people: Set<String>

    func look(with client: any TestClientProtocol, hangingUp: Bool) async throws {
        let request = Task {
            try await client.execute(uri: "/v1/salespeople?limit=100", method: .get, headers: key)
        }
        if hangingUp { request.cancel() }
        guard let response = try? await request.value, response.status == .ok else {
            #expect(hangingUp, "a request that nobody cancelled failed")
            return
        }
        let rows = try #require(try json(response)["salespeople"] as? [[String: Any]])
        let seen = Set(rows.compactMap { $0["person"] as? String })
        #expect(seen == people)
    }
}
