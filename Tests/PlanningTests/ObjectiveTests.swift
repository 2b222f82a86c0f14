import Domain
import Planning
import Testing

/// Fairness and stability, against every plan there is.
@Suite struct ObjectiveTests {
    private let plain = Policy(leastUtility: 0, sharedAccountBonus: 0, explorationWeight: 0)

    @Test(arguments: [(2, 2), (3, 3), (3, 2)], 1...8 as ClosedRange<UInt64>)
    func `worst first makes the worst pair as good as it can be, then the sum`(
        size: (Int, Int), seed: UInt64
    ) throws {
        let snapshot = TinyAlliance.make(left: size.0, right: size.1, seed: seed)
        let worth = try TinyAlliance.worth(of: snapshot)
        var fair = plain
        fair.objective = .worstFirst
        let pairs = try TinyAlliance.round(of: snapshot, fair).pairs()
        func worst(_ plan: Set<Couple>) -> Double { plan.map { worth[$0.a][$0.b - size.0] }.min() ?? 0 }
        func sum(_ plan: Set<Couple>) -> Double { plan.reduce(0) { $0 + worth[$1.a][$1.b - size.0] } }
        let full = TinyAlliance.everyPlan(size.0, size.1, 1).filter { $0.count == min(size.0, size.1) }
        let best = full.map(worst).max() ?? 0
        #expect(pairs.count == min(size.0, size.1))
        #expect(abs(worst(pairs) - best) < 1e-3)
        let bestSum = full.filter { worst($0) >= best - 1e-4 }.map(sum).max() ?? 0
        #expect(abs(sum(pairs) - bestSum) < 1e-3)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `pairs that would both rather be together are listed, strongest first`(seed: UInt64) throws {
        let snapshot = TinyAlliance.make(left: 5, right: 4, seed: seed)
        let worth = try TinyAlliance.worth(of: snapshot)
        let round = try TinyAlliance.round(of: snapshot, plain)
        let pairs = round.pairs()
        var expected: [Couple: Double] = [:]
        for a in 0..<5 {
            for b in 5..<9 where !pairs.contains(Couple(a: a, b: b)) {
                let own = pairs.first { $0.a == a }.map { worth[$0.a][$0.b - 5] } ?? 0
                let other = pairs.first { $0.b == b }.map { worth[$0.a][$0.b - 5] } ?? 0
                let gain = worth[a][b - 5] - max(own, other)
                if gain > 0 { expected[Couple(a: a, b: b)] = gain }
            }
        }
        #expect(round.report.blockingPairCount == expected.count)
        #expect(round.report.blockingPairs.count == min(10, expected.count))
        for blocking in round.report.blockingPairs {
            let gain = try #require(expected[Couple(a: blocking.personA, b: blocking.personB)])
            #expect(abs(gain - blocking.gain) < 1e-3)
        }
        let gains = round.report.blockingPairs.map(\.gain)
        #expect(gains == gains.sorted(by: >))
    }
}
