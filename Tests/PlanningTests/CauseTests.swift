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

    @Test func `no reason tells of a sheet`() throws {
        let snapshot = makeSample(SampleOptions(people: 60, seed: 9, today: today))
        let everybody = News(people: Array(snapshot.people.indices))
        let round = try planRound(
            from: snapshot, by: try fit(snapshot, on: today), policy: Policy(explorationWeight: 0), on: today,
            seed: 1,
            news: everybody)
        #expect(round.changes.contains { $0.cause == .newSheet })
        for change in round.changes {
            for reason in change.reasonsForA + change.reasonsForB {
                #expect(!reason.lowercased().contains("sheet"))
            }
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
