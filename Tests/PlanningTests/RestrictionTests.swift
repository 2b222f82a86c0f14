import Domain
import Planning
import Testing

/// Absences, company holds and customer conflicts: nothing begins, what stands is left standing.
@Suite struct RestrictionTests {
    private let snapshot = TinyAlliance.make(left: 3, right: 3, seed: 11)
    private let eager = Policy(leastUtility: 0)

    @Test(arguments: [(-1, false), (0, true), (5, true), (6, false)])
    func `whoever is away is given nobody, to the day`(offset: Int, isAway: Bool) throws {
        var away = snapshot
        let first = today.advanced(byDays: -offset)
        away.absences = [Absence(person: 0, first: first, last: first.advanced(byDays: 5))]
        let round = try TinyAlliance.round(of: away, eager)
        #expect(round.changes.contains { $0.personA == 0 } != isAway)
        #expect(round.changes.count == (isAway ? 2 : 3))
        away.absences = [Absence(person: 0, first: first)]
        #expect(try TinyAlliance.round(of: away, eager).changes.contains { $0.personA == 0 } == (offset < 0))
    }

    @Test func `who is away keeps whom they have, and their places`() throws {
        var away = snapshot
        away.absences = [Absence(person: 0, first: today)]
        away.pairings = [Pairing(personA: 0, personB: 3, status: .confirmed)]
        // Every other pair of the two would be preferred.
        away.rules = [Rule(personA: 1, personB: 4, kind: .veto)]
        let round = try TinyAlliance.round(of: away, eager)
        #expect(!round.changes.contains { $0.personA == 0 || $0.personB == 3 })
        away.rules = [Rule(personA: 0, personB: 3, kind: .veto)]
        #expect(try TinyAlliance.round(of: away, eager).change(of: 0, 3)?.cause == .rule)
    }

    @Test func `companies that are not released begin nothing until they are, and end nothing`() throws {
        var held = snapshot
        held.companies.append(Company(key: "east", name: "East", side: .b))
        held.people[5].company = 2
        for (until, isHeld) in [(nil, true), (today.advanced(byDays: 1), true), (today, false)]
            as [(Day?, Bool)]
        {
            held.companyHolds = [CompanyHold(companyA: 0, companyB: 1, until: until)]
            held.pairings = []
            let round = try TinyAlliance.round(of: held, eager)
            #expect(round.changes.allSatisfy { !isHeld || $0.personB == 5 })
            #expect(round.changes.count == (isHeld ? 1 : 3))
            held.pairings = [Pairing(personA: 0, personB: 3, status: .confirmed)]
            var dear = eager
            dear.changeCost = 100
            #expect(try TinyAlliance.round(of: held, dear).change(of: 0, 3) == nil)
        }
    }

    @Test func `an open customer conflict keeps apart those who cover the account, until it is settled`()
        throws
    {
        var conflict = snapshot
        conflict.coverage = [
            AccountCoverage(account: "k", person: 0), AccountCoverage(account: "k", person: 1),
            AccountCoverage(account: "k", person: 3), AccountCoverage(account: "l", person: 2),
            AccountCoverage(account: "l", person: 3),
        ]
        conflict.openConflicts = ["k"]
        let couples = try TinyAlliance.round(of: conflict, eager).pairs()
        #expect(couples.count == 3)
        #expect(couples.filter { $0.b == 3 } == [Couple(a: 2, b: 3)])
        conflict.rules = [Rule(personA: 0, personB: 3, kind: .pin)]
        let round = try TinyAlliance.round(of: conflict, eager)
        #expect(round.change(of: 0, 3) == nil)
        #expect(
            round.warnings == ["a0 and b0 are pinned, but neither side yields the control of the customer k."]
        )
        conflict.openConflicts = []
        #expect(try TinyAlliance.round(of: conflict, eager).change(of: 0, 3)?.cause == .rule)
    }

    @Test func `whoever everybody is forbidden to is named, with what forbids it, and the rest is planned`()
        throws
    {
        var stranded = snapshot
        stranded.rules = [
            Rule(personA: 0, personB: 3, kind: .veto), Rule(personA: 0, personB: 4, kind: .veto),
        ]
        stranded.pairings = [
            Pairing(personA: 0, personB: 5, status: .ended, ended: today.advanced(byDays: -3))
        ]
        let round = try TinyAlliance.round(of: stranded, eager)
        #expect(
            round.warnings == ["a0 has room but nobody to be paired with: 2 vetoes, 1 pair cooling down."])
        #expect(round.pairs().count == 2)
        stranded.companyHolds = [CompanyHold(companyA: 0, companyB: 1)]
        let held = try TinyAlliance.round(of: stranded, eager)
        #expect(held.changes.isEmpty)
        #expect(held.warnings.count == 6)
        #expect(
            held.warnings.last
                == "b2 has room but nobody to be paired with: 3 counterparts of companies that are not released."
        )
    }
}
