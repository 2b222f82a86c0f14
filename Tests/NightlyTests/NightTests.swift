import Domain
import Foundation
import Nightly
import Postgres
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct NightTests {
    @Test func `a night publishes whole rounds, and a dry run none`() async throws {
        try await MigratedDatabase.with { database in
            for key in ["one", "two"] { try await database.storeSample(key, seed: key == "one" ? 1 : 2) }
            let dry = Outcomes()
            let planner = RoundPlanner(store: database.batch, program: "test")
            _ = try await DryNight(planner: planner, day: today, seed: 1)
                .run(try await database.batch.alliances(), workers: 2) { await dry.add($0) }
            let none = try await database.rounds()
            #expect(none == [])
            let outcomes = try await database.runNight()
            let rounds = try await database.rounds()
            #expect(rounds == outcomes.map(\.text))
            #expect(await dry.sorted.map(\.text) == rounds)
            #expect(outcomes.allSatisfy { $0.result.begun > 0 })
        }
    }

    @Test func `what is published is what was planned`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = try await database.storeSample("first").snapshot
            snapshot.alliance.key = "lines"
            for person in snapshot.people.indices {
                snapshot.people[person].name = "Line\r\nbreak\n\(person)"
            }
            let record = try await database.store(snapshot)
            let planner = RoundPlanner(store: database.batch, program: "test")
            let round = try await planner.draft(of: record.id, on: today, seed: .max, at: Date()).round
            _ = try await database.runNight(["lines"], seed: .max)
            let stored = try await database.client.read(
                """
                select person_a, person_b, action, cardinality(reasons_a), cardinality(reasons_b)
                from rapport.round_change order by position
                """, as: (Int, Int, String, Int, Int).self)
            #expect(!stored.isEmpty)
            #expect(stored.map { [$0.0, $0.1] } == round.changes.map { [$0.personA + 1, $0.personB + 1] })
            #expect(stored.map(\.2) == round.changes.map(\.action.rawValue))
            #expect(stored.map(\.3) == round.changes.map(\.reasonsForA.count))
            #expect(stored.map(\.4) == round.changes.map(\.reasonsForB.count))
            let seeds = try await database.client.read("select seed from rapport.round", as: Int64.self)
            #expect(seeds == [-1])
        }
    }

    @Test(arguments: [false, true])
    func `changes are accepted as they are published where the policy says so`(accepts: Bool) async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("one")
            try await database.batch.setPolicy(
                #"{"autoAccept": \#(accepts)}"#, of: record.id, at: instant)
            _ = try await database.runNight()
            let accepted = try await database.client.read(
                "select count(*) from rapport.round_decision where decision = 'accept' and automatic",
                as: Int.self)
            #expect(accepted.map { $0 > 0 } == [accepts])
        }
    }

    @Test func `an alliance that fails does not keep the others from their rounds, and its job stays dead`()
        async throws
    {
        try await MigratedDatabase.with { database in
            try await database.storeSample("able")
            try await database.storeUnfit("broken")
            try await database.storeSample("capable")
            let outcomes = try await database.runNight()
            #expect(outcomes.filter { $0.result.failure != nil }.map(\.key) == ["broken"])
            let rounds = try await database.rounds()
            #expect(rounds.map { $0.prefix { $0 != ":" } } == ["able", "capable"])
            let dead = try await database.batch.jobs().filter { $0.state == .dead }
            #expect(dead.map(\.alliance) == ["broken"] && dead.map(\.kind) == [.round])
            #expect(dead.allSatisfy { $0.failure?.contains("factors") == true })
            let nights = try await database.batch.nights(limit: 9)
            #expect(nights.map(\.outcome) == ["failed"])
            #expect(nights.map { [$0.planned, $0.standing, $0.failed] } == [[2, 0, 1]])
        }
    }

    @Test func `a second night of the same day keeps the rounds, unless it plans again`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("one")
            let first = try await database.runNight()
            let second = try await database.runNight()
            #expect(second.map(\.result.state) == [.standing])
            #expect(second.map(\.result.round) == first.map(\.result.round))
            #expect(try await database.rounds().count == 1)
            let third = try await database.runNight(again: true)
            #expect(third.map(\.result.state) == [.planned])
            let next = try await database.runNight(day: today.advanced(byDays: 1))
            #expect(next.map(\.result.state) == [.planned])
            #expect(try await database.rounds().count == 3)
        }
    }

    @Test func `an alliance that changes while it is planned is planned again`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("busy")
            let gate = Gate()
            let change = Task {
                try await database.client.transaction { transaction in
                    try await transaction.executeScript("set local idle_in_transaction_session_timeout = 0")
                    try await transaction.execute("update rapport.revision set revision = revision + 1")
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            async let outcomes = database.runNight()
            try await database.client.untilSomebodyWaits()
            gate.open()
            try await change.value
            let failures = try await outcomes.compactMap(\.result.failure)
            #expect(failures == [])
            let revisions = try await database.client.read(
                "select revision from rapport.round", as: Int64.self)
            #expect(revisions == [record.revision + 1])
        }
    }

    @Test func `a night that is cancelled leaves whole rounds only, and no work behind`() async throws {
        try await MigratedDatabase.with { database in
            for number in 0..<5 { try await database.storeSample("a\(number)", seed: UInt64(number + 1)) }
            let planner = RoundPlanner(store: database.batch, program: "test")
            let whole = Outcomes()
            _ = try await DryNight(planner: planner, day: today, seed: 1)
                .run(try await database.batch.alliances(), workers: 2) { await whole.add($0) }
            let first = Gate()
            let night = Task { _ = try await database.runNight(workers: 1) { first.enter() } }
            await first.untilEntered()
            night.cancel()
            await #expect(throws: CancellationError.self) { try await night.value }
            let rounds = try await database.rounds()
            #expect((1...5).contains(rounds.count))
            #expect(Set(rounds).isSubset(of: await whole.sorted.map(\.text)))
            let left = try await database.batch.jobs().filter { $0.kind == .round }
            #expect(left == [])
            #expect(try await database.batch.nights(limit: 1).map(\.outcome) == ["cancelled"])
        }
    }

    @Test func `a night that is cancelled while it publishes leaves nothing of that round`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("slow")
            let gate = Gate()
            let holder = Task {
                try await database.client.transaction { transaction in
                    try await transaction.executeScript("set local idle_in_transaction_session_timeout = 0")
                    try await transaction.execute("select from rapport.revision for update")
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            let night = Task { _ = try await database.runNight() }
            try await database.client.untilSomebodyWaits()
            night.cancel()
            await #expect(throws: CancellationError.self) { try await night.value }
            gate.open()
            try await holder.value
            let rounds = try await database.rounds()
            #expect(rounds == [])
        }
    }

    @Test func `of three nights at once one runs, and each alliance has one round`() async throws {
        try await MigratedDatabase.with { database in
            for number in 0..<3 { try await database.storeSample("a\(number)") }
            let ends = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 { group.addTask { (try? await database.runNight()) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(ends >= 1)
            #expect(try await database.rounds().map { $0.prefix { $0 != ":" } } == ["a0", "a1", "a2"])
        }
    }

    @Test func `a worker of another process does the work of a night that it did not begin`() async throws {
        try await MigratedDatabase.with { database in
            for number in 0..<3 { try await database.storeSample("a\(number)") }
            let order = NightOrder(day: today, seed: 1)
            let alliances = try await database.batch.alliances()
            try await database.batch.openNight(order, holder: "a test", at: Date(), for: 60)
            try await database.batch.enqueueRounds(of: alliances.map(\.id), for: order, at: Date())
            let done = await database.worker([.round]).drain()
            #expect(done == 3)
            #expect(
                try await database.batch.results(ofNight: order.id).map(\.state) == [
                    .planned, .planned, .planned,
                ])
            #expect(try await database.rounds().count == 3)
        }
    }
}
