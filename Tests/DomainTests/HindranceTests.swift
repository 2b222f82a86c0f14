import Domain
import Testing

/// What stands between two people, one thing at a time.
@Suite struct HindranceTests {
    static let today = Day("2026-11-27")!

    /// One person of side a (index 0), two of side b, and one customer that 0 and 1 both cover.
    static var snapshot: Snapshot {
        Snapshot(
            alliance: Alliance(key: "pair", name: "Pair"),
            companies: [
                Company(key: "north", name: "North", side: .a),
                Company(key: "south", name: "South", side: .b),
            ],
            people: [
                Salesperson(key: "ada", company: 0), Salesperson(key: "ben", company: 1),
                Salesperson(key: "cem", company: 1),
            ],
            coverage: [
                AccountCoverage(account: "acme", person: 0), AccountCoverage(account: "acme", person: 1),
            ])
    }

    func found(agreed: Set<String> = ["acme"], _ change: (inout Snapshot) -> Void = { _ in }) -> [Hindrance] {
        var snapshot = Self.snapshot
        change(&snapshot)
        return hindrances(between: 0, and: 1, in: snapshot, agreed: agreed, on: Self.today)
    }

    @Test func `nothing stands between two people with room who have agreed about their customers`() {
        #expect(found() == [])
    }

    @Test func `each thing that stands between them is named`() {
        #expect(found(agreed: []) == [.noAgreement(account: "acme")])
        #expect(found { $0.openConflicts = ["acme"] } == [.openConflict(account: "acme")])
        #expect(found { $0.openConflicts = ["other"] } == [])
        #expect(found { $0.rules = [Rule(personA: 0, personB: 1, kind: .veto)] } == [.veto])
        #expect(found { $0.rules = [Rule(personA: 0, personB: 2, kind: .veto)] } == [])
        #expect(found { $0.people[1].active = false } == [.inactive(person: "ben")])
        #expect(found { $0.people[0].capacity = 0 } == [.noRoom(person: "ada")])
        let named = found {
            $0.people[0].capacity = 0
            $0.people[0].name = "Ada Lovelace"
        }
        #expect(named.map(\.text) == ["Ada Lovelace has no free place"])
        let until = Self.today.advanced(byDays: 1)
        #expect(
            found { $0.companyHolds = [CompanyHold(companyA: 0, companyB: 1, until: until)] }
                == [.companyHold(until: until)])
        #expect(found { $0.companyHolds = [CompanyHold(companyA: 0, companyB: 1, until: Self.today)] } == [])
    }

    @Test(arguments: PairingStatus.allCases)
    func `accepted and running pairings hold a place, proposals and past ones do not`(status: PairingStatus) {
        let holds = status == .accepted || status.isRunning
        let other = Pairing(personA: 0, personB: 2, status: status)
        #expect(found { $0.pairings = [other] } == (holds ? [.noRoom(person: "ada")] : []))
        var snapshot = Self.snapshot
        snapshot.pairings = [other]
        let free = snapshot.people.map(\.capacity)
        #expect(snapshot.freePlaces() == (holds ? [free[0] - 1, free[1], free[2] - 1] : free))
        #expect(snapshot.freePlaces(apartFrom: (0, 2)) == free)
        // The pairing of the two themselves never stands in its own way.
        #expect(found { $0.pairings = [Pairing(personA: 0, personB: 1, status: status)] } == [])
    }

    @Test func `a no never waits, a yes waits for all but the agreements, a start for these too`() {
        let everything: [Hindrance] = [
            .veto, .inactive(person: "x"), .noRoom(person: "x"), .companyHold(until: nil),
            .openConflict(account: "x"), .noAgreement(account: "x"),
        ]
        for hindrance in everything {
            for step in LifeStep.Name.allCases {
                let blocks = step == .start || step == .accept && hindrance != .noAgreement(account: "x")
                #expect(hindrance.blocks(step) == blocks)
            }
        }
        let life = PairingLife(acceptedBy: [.a])
        #expect(throws: LifeError.hindered(.accept, by: [.veto])) {
            try life.taking(.accept, by: .b, on: Self.today, despite: [.veto, .noAgreement(account: "acme")])
        }
    }
}
