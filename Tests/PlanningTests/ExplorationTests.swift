import Domain
import Planning
import Sample
import Scoring
import Testing

/// Exploration keeps to its share, spares whom it must, and its propensities are true.
@Suite struct ExplorationTests {
    private let snapshot: Snapshot
    private let posterior: Posterior
    private let eager = Policy(leastUtility: 10, explorationWeight: 3, explorationHorizon: 30)

    init() throws {
        var snapshot = makeSample(SampleOptions(people: 60, seed: 5, today: today))
        snapshot.pairings = snapshot.pairings.filter { $0.status == .confirmed || !$0.status.isOpen }
        // Half of the confirmed pairs part, so that there are people to explore with.
        snapshot.pairings.removeAll { $0.status == .confirmed && $0.personA % 2 == 0 }
        self.snapshot = snapshot
        posterior = try fit(snapshot, on: today)
    }

    private func round(_ policy: Policy, seed: UInt64 = 1) throws -> Round {
        try planRound(from: snapshot, by: posterior, policy: policy, on: today, seed: seed)
    }

    private var exploited: Policy {
        var policy = eager
        policy.explorationWeight = 0
        return policy
    }

    @Test func `no more people explore than the policy's share, and with none nothing changes`() throws {
        let plain = try round(exploited)
        let room = Set(try round(eager).changes.flatMap { [$0.personA, $0.personB] }).count
        var last = 0
        for share in [0, 0.1, 0.3, 0.6, 1] {
            var policy = eager
            policy.explorationShare = share
            let round = try round(policy)
            let people = Set(
                round.changes.filter { $0.cause == .exploration }.flatMap { [$0.personA, $0.personB] })
            #expect(Double(people.count) <= share * 60)
            #expect(people.count <= round.report.explorers)
            #expect(round.report.explorers >= last)
            #expect(round.report.explorationCost >= -1e-3)
            last = round.report.explorers
            if share == 0 { #expect(round.changes == plain.changes) }
        }
        #expect(last > 4 && last <= room)
    }

    @Test func `protected people and the people of protected accounts are left as without exploring`() throws
    {
        let plain = try round(exploited)
        let explored = try round(eager)
        let explorers = explored.changes.filter { $0.cause == .exploration }
        let people = explorers.prefix(3).map(\.personA) + explorers.suffix(2).map(\.personB)
        let account = try #require(snapshot.coverage.first { explorers.map(\.personB).contains($0.person) })
            .account
        var policy = eager
        policy.protectedPeople = people.map { snapshot.people[$0].key }
        policy.protectedAccounts = [account]
        let spared = Set(people).union(snapshot.coverage.filter { $0.account == account }.map(\.person))
        func changes(_ round: Round) -> [ProposedChange.Action: Set<Couple>] {
            Dictionary(
                grouping: round.changes.filter { spared.contains($0.personA) || spared.contains($0.personB) },
                by: \.action
            ).mapValues { Set($0.map { Couple(a: $0.personA, b: $0.personB) }) }
        }
        let round = try round(policy)
        #expect(changes(round) == changes(plain))
        #expect(changes(explored) != changes(plain))
        #expect(
            !round.changes.contains {
                $0.cause == .exploration && (spared.contains($0.personA) || spared.contains($0.personB))
            })
        #expect(round.changes.contains { $0.cause == .exploration })
    }

    @Test func `no confirmed pairing ends for learning`() throws {
        func ended(_ round: Round) -> [Couple] {
            round.changes.filter { $0.action == .end }.map { Couple(a: $0.personA, b: $0.personB) }
        }
        #expect(try ended(round(eager)) == ended(round(exploited)))
    }

    @Test func `pairs are proposed as often as their propensity says`() throws {
        var policy = eager
        policy.explorationChance = 0.7
        let nights = 300
        var counts: [Couple: Int] = [:]
        var propensities: [Couple: Double] = [:]
        for seed in 0..<nights {
            for change in try round(policy, seed: UInt64(seed)).changes where change.action == .begin {
                let couple = Couple(a: change.personA, b: change.personB)
                counts[couple, default: 0] += 1
                #expect(change.propensity > 0)
                #expect(abs((propensities[couple] ?? change.propensity) - change.propensity) < 1e-12)
                propensities[couple] = change.propensity
            }
        }
        #expect(Set(propensities.values.map { ($0 * 10).rounded() }) == [3, 7, 10])
        for (couple, propensity) in propensities {
            let expected = propensity * Double(nights)
            let spread = (expected * (1 - propensity)).squareRoot()
            #expect(abs(Double(counts[couple] ?? 0) - expected) <= 4.5 * spread + 1e-9, "\(couple)")
        }
    }

    @Test(arguments: 0...2)
    func `nobody begins or ends more than allowed for learning`(limit: Int) throws {
        var crowded = snapshot
        for person in crowded.people.indices { crowded.people[person].capacity += 2 }
        var policy = eager
        policy.changesPerPerson = limit
        let round = try planRound(from: crowded, by: posterior, policy: policy, on: today, seed: 1)
        for person in crowded.people.indices {
            for action in ProposedChange.Action.allCases {
                let count = round.changes.count {
                    $0.action == action && ($0.personA == person || $0.personB == person) && $0.cause != .rule
                        && $0.cause != .capacity
                }
                #expect(count <= limit)
            }
        }
        #expect(round.changes.contains { $0.cause == .exploration } == (limit > 0))
    }

    @Test func `a pair that gives way to a trial is told so, and to which`() throws {
        let night = try planNight(from: snapshot, by: posterior, policy: eager, on: today, seed: 1)
        func begun(_ round: Round) -> Set<Couple> {
            Set(round.changes.filter { $0.action == .begin }.map { Couple(a: $0.personA, b: $0.personB) })
        }
        let explorers = night.round.changes.filter { $0.cause == .exploration }
        let made = Set(explorers.map { Couple(a: $0.personA, b: $0.personB) })
        let gaveWay = try begun(round(exploited)).subtracting(begun(night.round))
        #expect(!gaveWay.isEmpty)
        for couple in gaveWay {
            guard case .gaveWay(let trials) = try night.whyNot(couple.a, couple.b) else {
                Issue.record("\(couple) did not give way")
                continue
            }
            #expect(!trials.isEmpty)
            #expect(trials.allSatisfy { made.contains(Couple(a: $0.personA, b: $0.personB)) })
        }
    }

    @Test func `numbers of changes hold with exploration, too`() throws {
        for limit in [0, 1, 3, 8] {
            var policy = eager
            policy.changesPerNight = limit
            policy.changesPerPerson = 1
            let forced = try round(exploited).changes.count { $0.cause == .rule || $0.cause == .capacity }
            let changes = try round(policy).changes
            #expect(changes.count <= limit + forced)
        }
    }
}
