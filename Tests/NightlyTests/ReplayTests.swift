import Domain
import Foundation
import Nightly
import Postgres
import Storage
import StoreTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReplayTests {
    @Test func `a published round is planned again to the same bytes, also from a bundle's file`()
        async throws
    {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("one")
            try await database.runNight()
            // The second round has news: a sheet that came after the first.
            try await database.recordSheet(record)
            try await database.client.transaction {
                _ = try await $0.execute("update rapport.sheet set recorded_at = '2100-01-01'")
            }
            let news = try await database.batch.news(since: record)
            #expect(!news.people.isEmpty)
            try await database.runNight(day: today.advanced(byDays: 1))
            for round in try await roundIDs(database) {
                let bundle = ReplayBundle(try await database.batch.storedRound(round.uuidString))
                let again = try ReplayBundle(file: bundle.file())
                let count = try bundle.replay()
                #expect(count > 100)
                #expect(try again.replay() == count)
            }
        }
    }

    @Test func `one worker and four publish the same bytes`() async throws {
        var rounds: [[String: [UInt8]]] = []
        for workers in [1, 4] {
            rounds.append(
                try await MigratedDatabase.with { database in
                    for number in 0..<4 { try await database.storeSample("a\(number)", seed: UInt64(number)) }
                    try await database.runNight(workers: workers)
                    var stored: [String: [UInt8]] = [:]
                    for number in 0..<4 {
                        stored["a\(number)"] = try await database.batch.storedRound("a\(number)").input.round
                    }
                    return stored
                })
        }
        #expect(rounds.count == 2)
        #expect(rounds.first == rounds.last)
    }

    @Test func `a round that differs is told, with the place`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("one")
            try await database.runNight()
            var stored = try await database.batch.storedRound("one")
            stored.input.round[40] ^= 1
            let error = #expect(throws: ReplayProblem.self) { try ReplayBundle(stored).replay() }
            guard case .differs(let place, "test") = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(place.hasPrefix("byte 40:"))
        }
    }

    @Test func `a seed or a policy that is not the round's gives other bytes`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("one")
            try await database.runNight()
            var stored = try await database.batch.storedRound("one")
            stored.seed += 1
            #expect(throws: ReplayProblem.self) { try ReplayBundle(stored).replay() }
        }
    }

    @Test func `no bundle holds a sheet or an e-mail address`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = try await database.storeSample("first").snapshot
            snapshot.alliance.key = "mail"
            for person in snapshot.people.indices { snapshot.people[person].email = "planted@example.org" }
            _ = try await database.store(snapshot)
            try await database.runNight(["mail"])
            let facts = String(
                decoding: try await database.batch.storedRound("mail").input.facts, as: UTF8.self)
            #expect(facts.contains(snapshot.people[0].key))
            #expect(!facts.contains("planted") && !facts.contains("sheets"))
        }
    }

    @Test func `inputs go after their time, rounds stay`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("one")
            try await database.runNight()
            #expect(try await database.batch.forgetInputs(of: record.id, before: .distantPast) == 0)
            #expect(try await database.batch.forgetInputs(of: record.id, before: .distantFuture) == 1)
            #expect(try await database.rounds().count == 1)
            await #expect(throws: StorageError.noRound("one")) { try await database.batch.storedRound("one") }
        }
    }
}

extension ReplayTests {
    private func roundIDs(_ database: MigratedDatabase) async throws -> [UUID] {
        try await database.client.read("select round_id from rapport.round", as: UUID.self)
    }
}
