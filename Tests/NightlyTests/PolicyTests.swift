import Domain
import Foundation
import Nightly
import Planning
import Storage
import StoreTestSupport
import Testing

/// Nights go by the policy that is stored for their alliance.
@Suite(.timeLimit(.minutes(5))) struct PolicyTests {
    @Test func `fields are set one by one, as JSON or as words`() throws {
        var edited = try AlliancePolicy(stored: nil)
        for (name, text) in [
            ("changesPerNight", "12"), ("explorationShare", "0.25"), ("objective", "worst-first"),
            ("protectedPeople", #"["anna.kim"]"#), ("autoAccept", "true"),
        ] {
            try edited.set(name, to: text)
        }
        let expected = Policy(
            objective: .worstFirst, changesPerNight: 12, explorationShare: 0.25,
            protectedPeople: ["anna.kim"],
            autoAccept: true)
        #expect(edited.policy == expected)
        #expect(try AlliancePolicy(stored: edited.stored()).policy == expected)
        try edited.set("changesPerNight", to: "null")
        #expect(edited.policy.changesPerNight == nil)
        let lines = try edited.text().split(separator: "\n")
        #expect(lines.contains("changesPerNight=null") && lines.contains(#"protectedPeople=["anna.kim"]"#))
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1)
            let before = edited
            try edited.set(String(parts[0]), to: String(parts[1]))
            #expect(edited == before, "\(line)")
        }
    }

    @Test(arguments: [
        ("changesPerDay", "1"), ("explorationShare", "2"), ("coolDownDays", "long"), ("autoAccept", "7"),
    ])
    func `what is no field, no value or out of bounds is refused and changes nothing`(
        name: String, text: String
    )
        throws
    {
        var edited = try AlliancePolicy(stored: nil)
        let error = #expect(throws: UnusablePolicy.self) { try edited.set(name, to: text) }
        #expect(error?.problem.message.contains(name) == true)
        #expect(edited.policy == Policy())
    }

    @Test func `the next night keeps to what is set, and its round says under which policy it was planned`()
        async throws
    {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("one", seed: 4)
            let other = try await database.storeSample("two", seed: 4)
            let free = try await database.runNight()
            try #require(free[0].result.begun + free[0].result.ended > 2)
            var edited = try AlliancePolicy(stored: nil)
            try edited.set("changesPerNight", to: "2")
            try await database.batch.setPolicy(try edited.stored(), of: record.id, at: instant)
            let bound = try await database.runNight(again: true)
            #expect(bound[0].result.begun + bound[0].result.ended <= 2)
            #expect(bound[1].result.begun == free[1].result.begun)
            let stored = try await database.batch.storedRound("one")
            #expect(try AlliancePolicy(stored: stored.policy) == edited)
            let bundle = ReplayBundle(stored)
            _ = try bundle.replay()
            let (snapshot, round) = try bundle.published()
            #expect(RoundText(round, of: snapshot).text.contains(" more change"))
            try await database.batch.setPolicy(nil, of: record.id, at: instant)
            let none = try await database.batch.policy(of: record.id)
            #expect(none == nil)
            let others = try await database.batch.policy(of: other.id)
            #expect(others == nil)
        }
    }

    @Test func `a policy that this program cannot read fails its alliance alone, in words`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("one")
            try await database.storeSample("two")
            try await database.batch.setPolicy(
                #"{"objective": "of a newer program"}"#, of: record.id, at: instant)
            let outcomes = try await database.runNight()
            #expect(outcomes.map(\.result.state) == [.failed, .planned])
            #expect(outcomes[0].result.failure?.contains("The policy cannot be followed") == true)
        }
    }

    @Test func `a side reads its own reasons and nobody's causes`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("one")
            try await database.runNight()
            let (snapshot, round) = try ReplayBundle(try await database.batch.storedRound("one")).published()
            let change = try #require(round.changes.first { $0.reasonsForA != $0.reasonsForB })
            let whole = RoundText(round, of: snapshot).text
            let sideA = RoundText(round, of: snapshot, for: .a).text
            #expect(whole.contains("  \(change.cause.rawValue)"))
            for cause in Set(round.changes.map(\.cause.rawValue)) { #expect(!sideA.contains("  \(cause)")) }
            for reason in change.reasonsForA {
                #expect(sideA.contains(reason) && whole.contains("side a: \(reason)"))
            }
            let foreign = Set(round.changes.flatMap(\.reasonsForB)).subtracting(
                round.changes.flatMap(\.reasonsForA))
            #expect(!foreign.isEmpty)
            for reason in foreign { #expect(!sideA.contains(reason)) }
        }
    }
}
