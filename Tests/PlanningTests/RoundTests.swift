import Domain
import Planning
import Sample
import Scoring
import Testing

/// Laws of every round, on a believable alliance.
@Suite struct RoundTests {
    private let snapshot = makeSample(SampleOptions(people: 60, seed: 3, today: today))

    @Test func `the same input gives an equal round, whatever the seed`() throws {
        var first = try TinyAlliance.round(of: snapshot, seed: 1)
        #expect(first == (try TinyAlliance.round(of: snapshot, seed: 1)))
        first.seed = 2
        #expect(first == (try TinyAlliance.round(of: snapshot, seed: 2)))
    }

    @Test(arguments: [0, 0.5, 3])
    func `every change has a cause and reasons, fits what stands, and stands once`(weight: Double) throws {
        var policy = Policy()
        policy.explorationWeight = weight
        let round = try TinyAlliance.round(of: snapshot, policy)
        #expect(!round.changes.isEmpty)
        let open = snapshot.pairings.filter(\.status.isOpen)
        let confirmed = Set(
            open.filter { $0.status == .confirmed }.map { Couple(a: $0.personA, b: $0.personB) })
        let held = open.filter { $0.status != .confirmed }
        for change in round.changes {
            let couple = Couple(a: change.personA, b: change.personB)
            #expect(snapshot.side(of: change.personA) == .a && snapshot.side(of: change.personB) == .b)
            #expect(!change.reasonsForA.isEmpty && !change.reasonsForB.isEmpty, "\(change)")
            #expect((change.action == .end) == confirmed.contains(couple))
            if weight == 0 { #expect(change.cause != .exploration) }
        }
        #expect(Set(round.changes.map { Couple(a: $0.personA, b: $0.personB) }).count == round.changes.count)
        let order = round.changes.map { [$0.personA, $0.personB] }
        #expect(zip(order, order.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        let pairs = round.pairs(after: confirmed)
        for (index, person) in snapshot.people.enumerated() {
            let taken = pairs.count { $0.a == index || $0.b == index }
            let holding = held.count { $0.personA == index || $0.personB == index }
            #expect(taken + holding <= max(person.capacity, holding))
        }
    }

    @Test func `exploring gives up a little worth, never gains any`() throws {
        var policy = Policy(changeCost: 0)
        policy.explorationWeight = 0
        let exploited = try TinyAlliance.round(of: snapshot, policy)
        let least = policy.leastUtility
        func value(_ round: Round, _ confirmed: Int) -> Double {
            let begun = round.changes.count { $0.action == .begin }
            let ended = round.changes.count { $0.action == .end && $0.cause != .rule }
            return round.utility - least * Double(confirmed + begun - ended)
        }
        for weight in [0.25, 1, 4] {
            policy.explorationWeight = weight
            let explored = try TinyAlliance.round(of: snapshot, policy)
            #expect(value(explored, 0) <= value(exploited, 0) + 1e-2)
        }
    }

    @Test func `customers in common make a pair worth more, up to the limit`() throws {
        var tiny = TinyAlliance.make(left: 1, right: 1, seed: 3)
        let bare = try TinyAlliance.round(of: tiny, Policy(leastUtility: 0)).utility
        for count in 1...7 {
            tiny.coverage += [0, 1].map { AccountCoverage(account: "k\(count)", person: $0) }
            let utility = try TinyAlliance.round(of: tiny, Policy(leastUtility: 0)).utility
            // The model may know of customers, too: it gives the chemistry, the policy the rest.
            let chemistry = try TinyAlliance.worth(of: tiny)[0][0]
            #expect(abs(utility - chemistry - min(5, Double(count))) < 1e-3, "\(count), \(bare)")
        }
    }
}
