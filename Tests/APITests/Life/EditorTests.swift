import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Two managers who change one pairing at once.
@Suite struct EditorTests {
    /// `RAPPORT_EDITOR_ROUNDS=1000` for the whole attack; a run of the tests makes a part of it.
    @Test func `of two who plan one trial at once exactly one does`() async throws {
        let rounds = ProcessInfo.processInfo.environment["RAPPORT_EDITOR_ROUNDS"].flatMap { Int($0) } ?? 60
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            var pairing = try await bench.propose(client)
            for round in 1...rounds {
                let now = pairing["version"] as? Int
                let id = try #require(pairing["pairing"] as? String)
                let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                    for (key, days) in [
                        (bench.managerA, 20 + round % 100), (bench.managerB, 150 + round % 100),
                    ] {
                        group.addTask {
                            try await client.send(
                                .post, "/v1/pairings/\(id)/steps", key,
                                "{\"step\": \"plan\", \"terms\": {\"days\": \(days)}}", version: now)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.map(\.status.code).sorted() == [200, 412], "round \(round)")
                pairing = try json(try #require(answers.first { $0.status == .ok }))
                #expect(pairing["version"] as? Int == now.map { $0 + 1 })
            }
        }
    }
}
