import Domain
import Planning
import Testing

/// What people would like is weighed, and decides nothing.
@Suite struct PreferenceTests {
    private let snapshot = TinyAlliance.make(left: 3, right: 3, seed: 7)

    private func utility(of snapshot: Snapshot, _ policy: Policy) throws -> Double? {
        var pinned = snapshot
        pinned.rules = [Rule(personA: 0, personB: 3, kind: .pin)]
        return try TinyAlliance.round(of: pinned, policy).change(of: 0, 3)?.utility
    }

    @Test(arguments: [(0, 3), (3, 0)])
    func `either one's wish moves the pair's utility by the policy's weight`(person: Int, other: Int) throws {
        let policy = Policy(preferenceWeight: 4)
        let without = try #require(try utility(of: snapshot, policy))
        for (wish, sign) in [(Wish.with, 1.0), (.without, -1.0)] {
            var wishing = snapshot
            wishing.preferences = [Preference(person: person, other: other, wish: wish)]
            let with = try #require(try utility(of: wishing, policy))
            #expect(abs(with - without - sign * 4) < 1e-4)
        }
    }

    @Test func `a wish is not law`() throws {
        var wishing = snapshot
        wishing.preferences = (0..<3).flatMap { a in
            (3..<6).map { Preference(person: a, other: $0, wish: .without) }
        }
        let round = try TinyAlliance.round(of: wishing, Policy(leastUtility: 0))
        #expect(round.changes.count { $0.action == .begin } == 3)
    }
}
