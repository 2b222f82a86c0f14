import Domain
import Planning
import Scoring
import Testing

/// What no score overrides: rules, places, people who left, rest after an end.
@Suite struct RuleTests {
    private let snapshot = TinyAlliance.make(left: 4, right: 4, seed: 7)
    /// Would make any pair.
    private let eager = Policy(leastUtility: 0)

    @Test func `a pin is made and a veto is not, for every pair`() throws {
        for a in 0..<4 {
            for b in 4..<8 {
                var pinned = snapshot
                pinned.rules = [Rule(personA: a, personB: b, kind: .pin)]
                let change = try TinyAlliance.round(of: pinned, Policy(leastUtility: 101)).change(of: a, b)
                #expect(change?.action == .begin)
                #expect(change?.cause == .rule)
                var vetoed = snapshot
                vetoed.rules = [Rule(personA: a, personB: b, kind: .veto)]
                #expect(try TinyAlliance.round(of: vetoed, eager).change(of: a, b) == nil)
            }
        }
    }

    @Test func `a veto ends the pairing it forbids`() throws {
        var vetoed = snapshot
        vetoed.rules = [Rule(personA: 0, personB: 4, kind: .veto)]
        vetoed.pairings = [Pairing(personA: 0, personB: 4, status: .confirmed)]
        let change = try TinyAlliance.round(of: vetoed).change(of: 0, 4)
        #expect(change?.action == .end)
        #expect(change?.cause == .rule)
    }

    @Test func `a pinned pair that stands is kept`() throws {
        var pinned = snapshot
        pinned.rules = [Rule(personA: 0, personB: 4, kind: .pin)]
        pinned.pairings = [Pairing(personA: 0, personB: 4, status: .confirmed)]
        #expect(try TinyAlliance.round(of: pinned, Policy(leastUtility: 101)).changes.isEmpty)
    }

    @Test func `a pin ends what stands in its way`() throws {
        var pinned = snapshot
        pinned.rules = [Rule(personA: 0, personB: 4, kind: .pin)]
        pinned.pairings = [Pairing(personA: 0, personB: 5, status: .confirmed)]
        let change = try TinyAlliance.round(of: pinned).change(of: 0, 5)
        #expect(change?.action == .end)
        #expect(change?.cause == .rule)
    }

    @Test func `pins over the capacity are reported, and those that fit are made`() throws {
        var pinned = snapshot
        pinned.rules = (4...6).map { Rule(personA: 0, personB: $0, kind: .pin) }
        pinned.people[3].active = false
        pinned.rules.append(Rule(personA: 3, personB: 7, kind: .pin))
        let round = try TinyAlliance.round(of: pinned, Policy(leastUtility: 101))
        #expect(round.pairs() == [Couple(a: 0, b: 4)])
        #expect(
            round.warnings == [
                "a0 and b1 are pinned, but a0 has room for 1 and is pinned with b0.",
                "a0 and b2 are pinned, but a0 has room for 1 and is pinned with b0.",
                "a3 and b3 are pinned, but a3 is inactive.",
            ])
    }

    @Test(arguments: 0...3)
    func `nobody gets more than their places`(capacity: Int) throws {
        var crowded = snapshot
        for person in crowded.people.indices { crowded.people[person].capacity = (person + capacity) % 4 }
        let pairs = try TinyAlliance.round(of: crowded, eager).pairs()
        for person in crowded.people.indices {
            #expect(pairs.count { $0.a == person || $0.b == person } <= crowded.people[person].capacity)
        }
    }

    @Test func `whoever is inactive is left out, and what they had ends`() throws {
        var snapshot = snapshot
        snapshot.people[0].active = false
        snapshot.people[5].active = false
        snapshot.pairings = [Pairing(personA: 0, personB: 4, status: .confirmed)]
        let round = try TinyAlliance.round(of: snapshot, eager)
        #expect(round.change(of: 0, 4)?.cause == .capacity)
        let begun = round.changes.filter { $0.action == .begin }
        #expect(!begun.contains { $0.personA == 0 || $0.personB == 5 })
        #expect(!begun.isEmpty)
    }

    @Test func `whoever lost capacity keeps as many pairings as there is room for`() throws {
        var snapshot = snapshot
        snapshot.pairings = (4...6).map { Pairing(personA: 0, personB: $0, status: .confirmed) }
        snapshot.people[0].capacity = 2
        for person in 1...3 { snapshot.people[person].active = false }
        let round = try TinyAlliance.round(of: snapshot, eager)
        #expect(round.changes.map(\.action) == [.end])
        #expect(round.changes.map(\.cause) == [.capacity])
    }

    @Test(arguments: [PairingStatus.proposed, .accepted, .trial])
    func `what people are deciding about keeps its places`(status: PairingStatus) throws {
        var snapshot = snapshot
        snapshot.pairings = [Pairing(personA: 0, personB: 4, status: status)]
        let round = try TinyAlliance.round(of: snapshot, eager)
        #expect(!round.changes.contains { $0.personA == 0 || $0.personB == 4 })
        #expect(round.changes.count == 3)
    }

    @Test(arguments: [PairingStatus.declined, .ended])
    func `two people who parted rest until the cool-down is over, to the day`(status: PairingStatus) throws {
        var policy = eager
        policy.coolDownDays = 30
        var snapshot = TinyAlliance.make(left: 1, right: 1, seed: 3)
        for (days, mayMeet) in [(0, false), (29, false), (30, true), (31, true)] {
            snapshot.pairings = [
                Pairing(personA: 0, personB: 1, status: status, ended: today.advanced(byDays: -days))
            ]
            #expect(
                try TinyAlliance.round(of: snapshot, policy).changes.count == (mayMeet ? 1 : 0), "\(days)")
        }
        snapshot.pairings = [Pairing(personA: 0, personB: 1, status: status)]
        #expect(try TinyAlliance.round(of: snapshot, policy).changes.isEmpty)
    }

    @Test func `the order in which pairings are told means nothing`() throws {
        var policy = eager
        policy.coolDownDays = 30
        var snapshot = TinyAlliance.make(left: 1, right: 1, seed: 3)
        let long = Pairing(personA: 0, personB: 1, status: .ended, ended: today.advanced(byDays: -90))
        let longer = Pairing(personA: 0, personB: 1, status: .ended, ended: today.advanced(byDays: -900))
        let unknown = Pairing(personA: 0, personB: 1, status: .declined)
        for order in [
            [long, longer, unknown], [unknown, long, longer], [long, unknown, longer],
            [longer, unknown, long],
        ] {
            snapshot.pairings = order
            #expect(try TinyAlliance.round(of: snapshot, policy).changes.count == 1)
        }
    }

    @Test func `a model of other people is refused`() throws {
        let posterior = try fit(TinyAlliance.make(left: 2, right: 2, seed: 1), on: today)
        #expect(throws: PlanningError.self) {
            try planRound(from: snapshot, by: posterior, policy: Policy(), on: today, seed: 1)
        }
    }

    @Test(arguments: [(0, 0), (0, 3), (3, 0)])
    func `where nobody can meet there is nothing to plan`(size: (Int, Int)) throws {
        let round = try TinyAlliance.round(of: TinyAlliance.make(left: size.0, right: size.1, seed: 1), eager)
        #expect(round.changes.isEmpty)
        #expect(round.utility == 0)
    }
}
