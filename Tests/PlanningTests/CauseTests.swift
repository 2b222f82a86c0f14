import Domain
import Planning
import Sample
import Scoring
import Testing

/// Every change has one cause, and what follows from another change says from which.
@Suite struct CauseTests {
    private let plain = Policy(changeCost: 0, leastUtility: 0, explorationWeight: 0)

    private func change(_ edit: (inout Snapshot) -> Void, news: News = News()) throws -> ProposedChange? {
        var snapshot = TinyAlliance.make(left: 1, right: 1, seed: 3)
        edit(&snapshot)
        let posterior = try fit(snapshot, on: today)
        return try planRound(from: snapshot, by: posterior, policy: plain, on: today, seed: 1, news: news)
            .changes.first
    }

    @Test func `a lone pair begins for what is new about it`() throws {
        let old = today.advanced(byDays: -900)
        func parted(_ status: PairingStatus) -> (inout Snapshot) -> Void {
            { $0.pairings = [Pairing(personA: 0, personB: 1, status: status, started: old, ended: old)] }
        }
        #expect(try change { _ in }?.cause == .newPerson)
        #expect(try change(parted(.ended))?.cause == .endedPairing)
        #expect(try change(parted(.ended), news: News(people: [1]))?.cause == .newSheet)
        #expect(try change { $0.rules = [Rule(personA: 0, personB: 1, kind: .pin)] }?.cause == .rule)
    }

    @Test func `sheets since the last round are news, older ones are not`() {
        let snapshot = TinyAlliance.make(left: 2, right: 2, seed: 3)
        #expect(News(sheetsOf: snapshot, since: today).people.isEmpty)
        #expect(News(sheetsOf: snapshot, since: today.advanced(byDays: -40)).people.count == 4)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `what follows from a change names one of the round that is no consequence itself`(seed: UInt64)
        throws
    {
        var snapshot = TinyAlliance.make(left: 6, right: 6, seed: seed)
        for person in 0..<6 {
            snapshot.pairings.append(Pairing(personA: person, personB: 6 + person, status: .confirmed))
        }
        if seed % 2 == 0 { snapshot.people[7].active = false }
        let round = try TinyAlliance.round(of: snapshot, plain)
        for change in round.changes where change.cause == .knockOn {
            let parent = round.changes[try #require(change.knockOnOf)]
            let sharesPerson = change.personA == parent.personA || change.personB == parent.personB
            // An end follows from the new pair of one of its people; a begin from the root of its chain.
            #expect(change.action == .begin || sharesPerson)
            #expect(parent.action == .begin || parent.cause == .capacity)
        }
        for change in round.changes where change.cause != .knockOn && change.cause != .rule {
            #expect(change.knockOnOf == nil)
        }
        let begun = round.changes.filter { $0.action == .begin }
        #expect(begun.isEmpty || begun.contains { $0.cause != .knockOn } || seed % 2 == 0)
    }

    @Test func `no reason tells of a sheet, neither by a word nor by one that is missing`() throws {
        let snapshot = makeSample(SampleOptions(people: 60, seed: 9, today: today))
        let posterior = try fit(snapshot, on: today)
        func round(_ news: News) throws -> Round {
            try planRound(
                from: snapshot, by: posterior, policy: Policy(explorationWeight: 0), on: today, seed: 1,
                news: news)
        }
        let told = try round(News(people: Array(snapshot.people.indices)))
        #expect(told.changes.contains { $0.cause == .newSheet })
        let quiet = try round(News())
        #expect(!quiet.changes.contains { $0.cause == .newSheet })
        #expect(told.changes.map(\.reasonsForA) == quiet.changes.map(\.reasonsForA))
        #expect(told.changes.map(\.reasonsForB) == quiet.changes.map(\.reasonsForB))
        for reason in told.changes.flatMap({ $0.reasonsForA + $0.reasonsForB }) {
            #expect(!reason.lowercased().contains("sheet"))
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a new pair is first of all justified by the plan, to whoever ends one by what it does better`(
        seed: UInt64
    ) throws {
        var snapshot = TinyAlliance.make(left: 3, right: 3, seed: seed)
        snapshot.pairings = [Pairing(personA: 0, personB: 3, status: .confirmed)]
        let round = try TinyAlliance.round(of: snapshot, plain)
        let ended = round.changes.filter { $0.action == .end }
        for change in round.changes where change.action == .begin && change.cause != .knockOn {
            func first(_ endsOne: Bool) -> String {
                endsOne
                    ? "The pair is expected to do better than what stands."
                    : "In the best plan for everybody, these two are paired."
            }
            #expect(change.reasonsForA.first == first(ended.contains { $0.personA == change.personA }))
            #expect(change.reasonsForB.first == first(ended.contains { $0.personB == change.personB }))
        }
    }

    @Test func `who ends a pairing is named to their own side alone`() throws {
        var snapshot = TinyAlliance.make(left: 2, right: 1, seed: 3)
        snapshot.rules = [Rule(personA: 0, personB: 2, kind: .pin)]
        snapshot.pairings = [Pairing(personA: 1, personB: 2, status: .confirmed)]
        let end = try #require(try TinyAlliance.round(of: snapshot, plain).change(of: 1, 2))
        #expect(end.reasonsForA == ["The counterpart is proposed a trial with somebody else."])
        #expect(end.reasonsForB == ["b0 is proposed a trial with a0 instead."])
    }
}
