import Domain
import Planning
import Scoring
import Testing

/// What it would take to pair two people, against every plan there is.
@Suite struct WhyNotTests {
    private static let plain = Policy(
        changeCost: 4, leastUtility: 20, sharedAccountBonus: 0, explorationWeight: 0)

    @Test(arguments: [(2, 2), (2, 3), (3, 3)], 1...6 as ClosedRange<UInt64>)
    func `the cost of every pair is what the best plan with it loses`(size: (Int, Int), seed: UInt64) throws {
        for capacity in 1...2 {
            var snapshot = TinyAlliance.make(left: size.0, right: size.1, seed: seed, capacity: capacity)
            snapshot.pairings = [Pairing(personA: 0, personB: size.0, status: .confirmed)]
            let standing: Set = [Couple(a: 0, b: size.0)]
            let worth = try TinyAlliance.worth(of: snapshot)
            let night = try planNight(
                from: snapshot, by: try fit(snapshot, on: today), policy: Self.plain, on: today, seed: 1)
            func value(_ pairs: Set<Couple>) -> Double {
                pairs.reduce(0) {
                    $0 + worth[$1.a][$1.b - size.0] - Self.plain.leastUtility
                        + (standing.contains($1) ? Self.plain.changeCost : 0)
                }
            }
            let plans = TinyAlliance.everyPlan(size.0, size.1, capacity)
            let best = plans.map(value).max() ?? 0
            let planned = night.round.pairs(after: standing)
            for a in 0..<size.0 {
                for b in size.0..<size.0 + size.1 {
                    let pair = Couple(a: a, b: b)
                    let forced = plans.filter { $0.contains(pair) }.map(value).max() ?? 0
                    switch try night.whyNot(a, b) {
                    case .stands: #expect(planned.contains(pair))
                    case .gaveWay(let trials): Issue.record("nothing explores, but \(trials) do")
                    case .impossible(let reason), .promised(let reason): Issue.record("\(reason)")
                    case .displaces(let cost, let ended, let begun):
                        #expect(!planned.contains(pair))
                        #expect(abs(cost - (best - forced)) < 1e-3, "\(pair)")
                        let after = planned.subtracting(ended.map { Couple(a: $0.personA, b: $0.personB) })
                            .union(begun.map { Couple(a: $0.personA, b: $0.personB) }).union([pair])
                        #expect(plans.contains(after))
                        #expect(abs(value(after) - forced) < 1e-3)
                    }
                }
            }
        }
    }

    @Test func `what is impossible is said in a sentence`() throws {
        var snapshot = TinyAlliance.make(left: 3, right: 3, seed: 4)
        snapshot.people[0].name = "Ada"
        snapshot.people[0].active = false
        snapshot.absences = [Absence(person: 1, first: today)]
        snapshot.rules = [Rule(personA: 2, personB: 3, kind: .veto)]
        snapshot.pairings = [
            Pairing(personA: 2, personB: 4, status: .ended, ended: today),
            Pairing(personA: 1, personB: 5, status: .trial),
        ]
        var policy = Self.plain
        policy.coolDownDays = 10
        let night = try planNight(
            from: snapshot, by: try fit(snapshot, on: today), policy: policy, on: today, seed: 1)
        func said(_ a: Int, _ b: Int) throws -> String? {
            if case .impossible(let reason) = try night.whyNot(a, b) { reason } else { nil }
        }
        #expect(try said(0, 3) == "Ada is inactive.")
        #expect(try said(1, 3) == "a1 is away.")
        #expect(try said(2, 3) == "A veto forbids it.")
        #expect(
            try said(2, 4)
                == "Their last pairing ended a short while ago; they may meet again on 2026-12-03.")
        #expect(try said(2, 5) == "b2 has no free place.")
        #expect(try night.whyNot(1, 5) == .stands)
    }

    /// What the night leaves to a proposal, people may still give to somebody else: hindrances and recommendations count it as
    /// free, and the night says so instead of calling the pair impossible.
    @Test func `a place that only a proposal asks for is promised and not taken`() throws {
        var snapshot = TinyAlliance.make(left: 3, right: 3, seed: 4)
        snapshot.pairings = [Pairing(personA: 0, personB: 3, status: .proposed)]
        snapshot.rules = [Rule(personA: 0, personB: 5, kind: .veto)]
        let night = try planNight(
            from: snapshot, by: try fit(snapshot, on: today), policy: Self.plain, on: today, seed: 1)
        #expect(night.round.changes.allSatisfy { $0.personA != 0 && $0.personB != 3 })
        let reason =
            "a0 waits for the answers to proposals, of which the first to be accepted takes the place."
        #expect(try night.whyNot(0, 4) == .promised(reason: reason))
        #expect(try night.whyNot(0, 5) == .impossible(reason: "A veto forbids the pairing."))
        #expect(try night.whyNot(0, 3) == .stands)
        #expect(snapshot.freePlaces() == snapshot.people.map(\.capacity))
        #expect(hindrances(between: 0, and: 4, in: snapshot, agreed: [], on: today) == [])
        snapshot.pairings[0].status = .accepted
        let later = try planNight(
            from: snapshot, by: try fit(snapshot, on: today), policy: Self.plain, on: today, seed: 1)
        #expect(try later.whyNot(0, 4) == .impossible(reason: "a0 has no free place."))
        #expect(
            hindrances(between: 0, and: 4, in: snapshot, agreed: [], on: today) == [.noRoom(person: "a0")])
    }

    @Test func `a proposal ends no confirmed pairing, and leaves more than one place where there is one`()
        throws
    {
        var snapshot = TinyAlliance.make(left: 3, right: 3, seed: 4)
        snapshot.pairings = [
            Pairing(personA: 0, personB: 3, status: .confirmed),
            Pairing(personA: 0, personB: 4, status: .proposed),
        ]
        func changes(_ snapshot: Snapshot) throws -> [ProposedChange] {
            try planRound(
                from: snapshot, by: try fit(snapshot, on: today), policy: Self.plain, on: today, seed: 1
            ).changes
        }
        #expect(try changes(snapshot).allSatisfy { $0.action == .begin && $0.personA != 0 })
        // Once it is accepted there is one too many.
        snapshot.pairings[1].status = .accepted
        #expect(try changes(snapshot).contains { $0.action == .end && $0.cause == .capacity })
        // A second place is free for the night beside one proposal.
        snapshot.pairings = [Pairing(personA: 0, personB: 4, status: .proposed)]
        snapshot.people[0].capacity = 2
        let night = try planNight(
            from: snapshot, by: try fit(snapshot, on: today), policy: Self.plain, on: today, seed: 1)
        if case .promised = try night.whyNot(0, 3) { Issue.record("a second place is free") }
    }
}
