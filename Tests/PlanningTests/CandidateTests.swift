import Domain
import Sample
import Scoring
import Testing

@testable import Planning

/// Plans on candidate lists against plans on every pair.
@Suite struct CandidateTests {
    private let snapshot = makeSample(SampleOptions(people: 240, seed: 2, today: today))

    @Test func `lists that hold everybody give the plan of all pairs`() throws {
        let posterior = try fit(snapshot, on: today)
        func round(_ limit: Int) throws -> Round {
            try planRound(
                from: snapshot, by: posterior,
                policy: Policy(explorationWeight: 0, candidatesPerPerson: 400, denseLimit: limit), on: today,
                seed: 1)
        }
        let (dense, listed) = (try round(.max), try round(0))
        #expect(abs(dense.utility - listed.utility) < 1e-2)
        #expect(
            dense.changes.map { [$0.personA, $0.personB] } == listed.changes.map { [$0.personA, $0.personB] })
    }

    @Test func `a dozen candidates each give nearly all of it, within the rules`() throws {
        var snapshot = snapshot
        snapshot.companyHolds = [CompanyHold(companyA: 0, companyB: snapshot.companies.count - 1)]
        let posterior = try fit(snapshot, on: today)
        func round(_ limit: Int) throws -> Round {
            try planRound(
                from: snapshot, by: posterior,
                policy: Policy(explorationWeight: 0, candidatesPerPerson: 12, denseLimit: limit), on: today,
                seed: 1)
        }
        let (dense, listed) = (try round(.max), try round(0))
        #expect(listed.utility > 0.98 * dense.utility)
        for rule in snapshot.rules {
            let change = listed.change(of: rule.personA, rule.personB)
            #expect(rule.kind == .pin || change?.action != .begin)
        }
    }

    @Test(arguments: [1, 2, 5, 16], 1...4 as ClosedRange<UInt64>)
    func `lists keep the greatest scores`(length: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var lists = TopLists(count: 3, length: length)
        var offered: [[Int32: Float]] = [[:], [:], [:]]
        for member in 0..<60 as Range<Int32> {
            let list = Int.random(in: 0..<3, using: &generator)
            let score =
                Bool.random(using: &generator) ? -Float.infinity : Float.random(in: 0...9, using: &generator)
            lists.offer(score, member, to: list)
            offered[list][member] = score
        }
        for list in 0..<3 {
            let best = offered[list].filter { $0.value > -.infinity }.sorted { $0.value > $1.value }.prefix(
                length)
            #expect(Set(lists.members(of: list)) == Set(best.map(\.key)))
        }
        lists.clear()
        #expect(lists.members(of: 0).isEmpty)
    }
}
