import Domain
import Planning
import Testing

/// Plans of tiny alliances against every plan there is.
@Suite struct OptimumTests {
    /// Explores nothing and counts no customers, so that a pair is worth its chemistry.
    private static let plain = Policy(
        changeCost: 5, leastUtility: 20, sharedAccountBonus: 0, explorationWeight: 0, coolDownDays: 365)

    @Test(arguments: [(1, 1), (1, 3), (2, 2), (2, 3), (3, 3), (3, 2)], 1...6 as ClosedRange<UInt64>)
    func `without exploration no other set of pairs is worth more`(size: (Int, Int), seed: UInt64) throws {
        for capacity in 1...2 {
            var snapshot = TinyAlliance.make(left: size.0, right: size.1, seed: seed, capacity: capacity)
            var standing: Set<Couple> = []
            if seed % 2 == 0 {
                // The first of each side are a confirmed pair, which costs something to end.
                standing = [Couple(a: 0, b: size.0)]
                snapshot.pairings = [Pairing(personA: 0, personB: size.0, status: .confirmed)]
            }
            let round = try TinyAlliance.round(of: snapshot, Self.plain)
            let worth = try TinyAlliance.worth(of: snapshot)
            func value(_ pairs: Set<Couple>) -> Double {
                pairs.reduce(0) {
                    $0 + worth[$1.a][$1.b - size.0] - Self.plain.leastUtility
                        + (standing.contains($1) ? Self.plain.changeCost : 0)
                }
            }
            let planned = round.pairs(after: standing)
            let best = TinyAlliance.everyPlan(size.0, size.1, capacity).map(value).max() ?? 0
            #expect(abs(value(planned) - best) < 1e-3, "\(planned)")
            let total = planned.reduce(0) { $0 + worth[$1.a][$1.b - size.0] }
            #expect(abs(round.utility - total) < 1e-3)
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `the dearer a change, the fewer pairs end`(seed: UInt64) throws {
        var snapshot = TinyAlliance.make(left: 5, right: 5, seed: seed)
        for person in 0..<5 {
            snapshot.pairings.append(Pairing(personA: person, personB: 5 + person, status: .confirmed))
        }
        var last = Int.max
        for cost in [0, 1, 5, 20, 1000] as [Double] {
            var policy = Self.plain
            policy.changeCost = cost
            let round = try TinyAlliance.round(of: snapshot, policy)
            let ended = round.changes.count { $0.action == .end }
            #expect(ended <= last)
            last = ended
            if cost == 1000 { #expect(round.changes.isEmpty) }
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `a higher threshold begins no more pairs, and none below it`(seed: UInt64) throws {
        let snapshot = TinyAlliance.make(left: 6, right: 6, seed: seed)
        var last = Int.max
        for least in [0, 30, 50, 70, 100] as [Double] {
            var policy = Self.plain
            policy.leastUtility = least
            let round = try TinyAlliance.round(of: snapshot, policy)
            #expect(round.changes.allSatisfy { $0.utility >= least - 1e-3 })
            #expect(round.changes.count <= last)
            last = round.changes.count
        }
        #expect(last == 0)
    }
}
