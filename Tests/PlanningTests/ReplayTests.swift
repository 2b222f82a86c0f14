import Domain
import Foundation
import Planning
import Sample
import Scoring
import Testing

/// The same snapshot, policy and seed give the same round, byte by byte.
@Suite struct ReplayTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a round is the same again, whatever order facts are told in`(seed: UInt64) throws {
        var snapshot = makeSample(SampleOptions(people: 80, seed: seed, today: today))
        let posterior = try fit(snapshot, on: today)
        let policy = Policy(
            changesPerNight: 12, changesPerPerson: 1, explorationShare: 0.5, explorationChance: 0.6)
        func bytes() throws -> String {
            String(
                describing: try planRound(
                    from: snapshot, by: posterior, policy: policy, on: today, seed: seed,
                    news: News(people: [1, 5, 9])))
        }
        let first = try bytes()
        #expect(try bytes() == first)
        var generator = SplitMix64(seed: seed)
        for _ in 0..<3 {
            snapshot.pairings.shuffle(using: &generator)
            snapshot.rules.shuffle(using: &generator)
            snapshot.coverage.shuffle(using: &generator)
            #expect(try bytes() == first)
        }
    }

    @Test func `a stored policy reads back as it was, and one of an earlier release with defaults`() throws {
        var policy = Policy(objective: .worstFirst, changeCost: 7, changesPerNight: 3, protectedPeople: ["x"])
        policy.explorationChance = 0.25
        let coded = try JSONEncoder().encode(policy)
        #expect(try JSONDecoder().decode(Policy.self, from: coded) == policy)
        let old = try JSONDecoder().decode(Policy.self, from: Data(#"{"changeCost": 9}"#.utf8))
        #expect(old == Policy(changeCost: 9))
    }
}
