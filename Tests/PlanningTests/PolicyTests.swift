import Domain
import Planning
import Testing

@Suite struct PolicyTests {
    @Test func `the defaults can be followed`() {
        #expect(Policy().faults == [])
    }

    @Test func `every bound is checked, all at once`() {
        let policy = Policy(
            changeCost: -1, leastUtility: .nan, changesPerNight: -1, changesPerPerson: -1,
            sharedAccountBonus: -1,
            sharedAccountLimit: .infinity, explorationWeight: -0.1, explorationHorizon: -1,
            explorationShare: 1.1,
            explorationChance: -0.1, coolDownDays: -1, candidatesPerPerson: 0, denseLimit: -1)
        #expect(policy.faults.count == 13)
        #expect(policy.faults[0] == "changeCost must be 0 or more points")
        #expect(
            UnusablePolicy(faults: policy.faults).problem.message.contains("coolDownDays must be 0 to 36500"))
    }
}
