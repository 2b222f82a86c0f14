import Domain
import Foundation
import Nightly
import Postgres
import Storage
import Testing

@Suite(.timeLimit(.minutes(5))) struct NightTests {
    @Test func `a night publishes whole rounds, and a dry run none`() async throws {
        try await NightDatabase.with { database in
            for key in ["one", "two"] { try await database.storeSample(key, seed: key == "one" ? 1 : 2) }
            let dry = try await run(database, publishes: false)
            let none = try await database.rounds()
            #expect(none == [])
            let outcomes = try await run(database)
            let rounds = try await database.rounds()
            #expect(rounds == outcomes.sorted().map(\.description))
            #expect(dry.sorted().map(\.description) == rounds)
            #expect(outcomes.allSatisfy { $0.changes > 0 })
        }
    }

    @Test func `what is published is what was planned`() async throws {
        try await NightDatabase.with { database in
            var snapshot = try await database.storeSample("first").snapshot
            snapshot.alliance.key = "lines"
            for person in snapshot.people.indices {
                snapshot.people[person].name = "Line\r\nbreak\n\(person)"
            }
            let record = try await database.store(snapshot)
            var planned: Round?
            let night = Night(store: database.batch, day: today, seed: .max, publishes: true)
            let summary = try await night.run([(record.id, "lines")], workers: 1, clock: { instant }) {
                planned = $0.round
            }
            let round = try #require(planned)
            #expect(summary.planned == 1)
            let stored = try await database.client.read(
                """
                select person_a, person_b, action, cardinality(reasons_a), cardinality(reasons_b)
                from rapport.round_change order by position
                """, as: (Int, Int, String, Int, Int).self)
            #expect(stored.map { [$0.0, $0.1] } == round.changes.map { [$0.personA + 1, $0.personB + 1] })
            #expect(stored.map(\.2) == round.changes.map(\.action.rawValue))
            #expect(stored.map(\.3) == round.changes.map(\.reasonsForA.count))
            #expect(stored.map(\.4) == round.changes.map(\.reasonsForB.count))
            let seeds = try await database.client.read("select seed from rapport.round", as: Int64.self)
            #expect(seeds == [-1])
        }
    }

    @Test func `an alliance that fails does not keep the others from their rounds`() async throws {
        try await NightDatabase.with { database in
            try await database.storeSample("able")
            try await database.storeUnfit("broken")
            try await database.storeSample("capable")
            let outcomes = try await run(database)
            #expect(outcomes.filter { $0.failure != nil }.map(\.key) == ["broken"])
            let rounds = try await database.rounds()
            #expect(rounds.map { $0.prefix { $0 != ":" } } == ["able", "capable"])
        }
    }

    @Test func `an alliance that changes while it is planned is planned again`() async throws {
        try await NightDatabase.with { database in
            let record = try await database.storeSample("busy")
            let gate = Gate()
            let change = Task {
                try await database.client.transaction { transaction in
                    try await transaction.execute("update rapport.revision set revision = revision + 1")
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            async let outcomes = run(database)
            try await database.untilSomebodyWaits()
            gate.open()
            try await change.value
            let failures = try await outcomes.compactMap(\.failure)
            #expect(failures == [])
            let revisions = try await database.client.read(
                "select revision from rapport.round", as: Int64.self)
            #expect(revisions == [record.revision + 1])
        }
    }

    @Test func `a night that is cancelled between alliances leaves whole rounds only`() async throws {
        try await NightDatabase.with { database in
            for number in 0..<5 { try await database.storeSample("a\(number)", seed: UInt64(number + 1)) }
            let whole = try await run(database, publishes: false).sorted().map(\.description)
            let first = Gate()
            let night = Task {
                _ = try await run(database, workers: 1) { first.enter() }
            }
            await first.untilEntered()
            night.cancel()
            await #expect(throws: CancellationError.self) { try await night.value }
            let rounds = try await database.rounds()
            #expect((1...5).contains(rounds.count))
            #expect(Set(rounds).isSubset(of: whole))
        }
    }

    @Test func `a night that is cancelled while it publishes leaves nothing of that round`() async throws {
        try await NightDatabase.with { database in
            try await database.storeSample("slow")
            let gate = Gate()
            let holder = Task {
                try await database.client.transaction { transaction in
                    try await transaction.execute("select from rapport.revision for update")
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            let night = Task { _ = try await run(database) }
            try await database.untilSomebodyWaits()
            night.cancel()
            await #expect(throws: CancellationError.self) { try await night.value }
            gate.open()
            try await holder.value
            let rounds = try await database.rounds()
            #expect(rounds == [])
        }
    }
}

extension NightTests {
    private struct Outcome: Comparable, CustomStringConvertible {
        var key: String
        var changes: Int
        var failure: String?

        var description: String { "\(key): \(changes)" }

        static func < (left: Outcome, right: Outcome) -> Bool { left.key < right.key }
    }

    private func run(
        _ database: NightDatabase, publishes: Bool = true, workers: Int = 2, told: () -> Void = {}
    ) async throws -> [Outcome] {
        let night = Night(store: database.batch, day: today, seed: 1, publishes: publishes)
        var outcomes: [Outcome] = []
        let summary = try await night.run(
            try await database.batch.alliances(), workers: workers, clock: { instant }
        ) {
            outcomes.append(
                Outcome(key: $0.alliance, changes: $0.round?.changes.count ?? 0, failure: $0.failure))
            told()
        }
        #expect(summary.planned == outcomes.count { $0.failure == nil })
        #expect(summary.failed == outcomes.count { $0.failure != nil })
        return outcomes
    }
}
