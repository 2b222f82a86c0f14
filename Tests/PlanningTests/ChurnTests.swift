import Domain
import Planning
import Testing

/// The numbers of changes a policy allows, against every plan there is.
@Suite struct ChurnTests {
    private static let plain = Policy(
        changeCost: 3, leastUtility: 20, sharedAccountBonus: 0, explorationWeight: 0)

    /// Four against four, two of whom stand with whom they should not.
    private static func alliance(_ seed: UInt64) throws -> (Snapshot, worth: [[Double]]) {
        var snapshot = TinyAlliance.make(left: 4, right: 4, seed: seed)
        let worth = try TinyAlliance.worth(of: snapshot)
        snapshot.pairings = (0..<3).map { Pairing(personA: $0, personB: 4, status: .confirmed) }
        var taken: Set<Int> = []
        for index in snapshot.pairings.indices {
            let free = (4..<8).filter { !taken.contains($0) }
            let person = free.min { worth[index][$0 - 4] < worth[index][$1 - 4] } ?? 4
            snapshot.pairings[index].personB = person
            taken.insert(person)
        }
        return (snapshot, worth)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `no plan within the budget is better by more than the stated gap`(seed: UInt64) throws {
        let (snapshot, worth) = try Self.alliance(seed)
        let standing = Set(snapshot.pairings.map { Couple(a: $0.personA, b: $0.personB) })
        for limit in 0...7 {
            var policy = Self.plain
            policy.changesPerNight = limit
            let round = try TinyAlliance.round(of: snapshot, policy)
            #expect(round.changes.count <= limit)
            let value = Self.value(round.pairs(after: standing), standing, worth)
            let best = Self.best(standing, worth, within: limit)
            #expect(best <= value + round.report.budgetGap + 1e-3, "\(limit)")
            #expect(value <= best + 1e-3)
            for point in round.report.frontier {
                #expect(abs(point.value - Self.best(standing, worth, within: point.changes)) < 1e-2)
            }
        }
    }

    @Test func `what one more change would gain stands in the frontier`() throws {
        let (snapshot, _) = try Self.alliance(3)
        var policy = Self.plain
        policy.changesPerNight = 2
        let frontier = try TinyAlliance.round(of: snapshot, policy).report.frontier
        #expect(frontier.count >= 2)
        #expect(frontier.first?.changes == 0)
        for (one, next) in zip(frontier, frontier.dropFirst()) {
            #expect(one.changes < next.changes && one.value < next.value)
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>, 0...2)
    func `nobody is asked to begin or end more than the policy allows`(seed: UInt64, limit: Int) throws {
        var snapshot = TinyAlliance.make(left: 4, right: 4, seed: seed, capacity: 3)
        snapshot.pairings = [Pairing(personA: 0, personB: 4, status: .confirmed)]
        var policy = Self.plain
        policy.explorationWeight = seed % 2 == 0 ? 1 : 0
        policy.changesPerPerson = limit
        let round = try TinyAlliance.round(of: snapshot, policy)
        for person in 0..<8 {
            for action in ProposedChange.Action.allCases {
                let count = round.changes.count {
                    $0.action == action && ($0.personA == person || $0.personB == person)
                }
                #expect(count <= limit)
            }
        }
        #expect(round.changes.isEmpty == (limit == 0))
    }

    @Test func `what rules force is not counted, and is said when it is too much`() throws {
        var snapshot = TinyAlliance.make(left: 3, right: 3, seed: 2)
        snapshot.pairings = (0..<3).map { Pairing(personA: $0, personB: 3 + $0, status: .confirmed) }
        snapshot.rules = [Rule(personA: 0, personB: 4, kind: .pin)]
        var policy = Self.plain
        policy.changesPerNight = 0
        let round = try TinyAlliance.round(of: snapshot, policy)
        #expect(round.change(of: 0, 4)?.cause == .rule)
        #expect(round.changes.count { $0.action == .end } == 2)
        #expect(round.warnings.contains { $0.hasPrefix("Rules alone force more changes than the 0") })
    }

    private static func value(_ plan: Set<Couple>, _ standing: Set<Couple>, _ worth: [[Double]]) -> Double {
        plan.reduce(0) {
            $0 + worth[$1.a][$1.b - 4] - plain.leastUtility + (standing.contains($1) ? plain.changeCost : 0)
        }
    }

    /// The best of all one-to-one plans of four and four with at most so many changes.
    private static func best(_ standing: Set<Couple>, _ worth: [[Double]], within limit: Int) -> Double {
        var best = -Double.infinity
        func extend(_ a: Int, _ plan: Set<Couple>, _ free: Set<Int>) {
            if a == 4 {
                if plan.symmetricDifference(standing).count <= limit {
                    best = max(best, value(plan, standing, worth))
                }
                return
            }
            extend(a + 1, plan, free)
            for b in free { extend(a + 1, plan.union([Couple(a: a, b: b)]), free.subtracting([b])) }
        }
        extend(0, [], [4, 5, 6, 7])
        return best
    }
}
