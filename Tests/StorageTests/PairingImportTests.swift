import Domain
import StoreTestSupport
import Testing

@testable import Storage

/// How told pairings meet the stored ones of the same two people.
@Suite struct PairingImportTests {
    private static let first = today.advanced(byDays: -400)
    private static let second = today.advanced(byDays: -30)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var stored: [Pairing]
        var told: [Pairing]
        var expected: [Pairing]
        var changed: Int
    }

    static let cases = [
        Case(
            testDescription: "a pairing that goes on stays one", stored: [pairing(.trial, second)],
            told: [pairing(.confirmed, second)], expected: [pairing(.confirmed, second)], changed: 1),
        Case(
            testDescription: "a proposal gets its first day", stored: [pairing(.proposed)],
            told: [pairing(.trial, second)], expected: [pairing(.trial, second)], changed: 1),
        Case(
            testDescription: "a proposal is declined", stored: [pairing(.proposed)],
            told: [pairing(.declined)],
            expected: [pairing(.declined)], changed: 1),
        Case(
            testDescription: "an old pairing is told beside the open one", stored: [pairing(.proposed)],
            told: [pairing(.ended, first), pairing(.trial, second)],
            expected: [pairing(.ended, first), pairing(.trial, second)], changed: 2),
        Case(
            testDescription: "the old one closes and a new one opens", stored: [pairing(.confirmed, first)],
            told: [pairing(.ended, first), pairing(.trial, second)],
            expected: [pairing(.ended, first), pairing(.trial, second)], changed: 2),
        Case(
            testDescription: "an end that was a mistake is taken back", stored: [pairing(.ended, second)],
            told: [pairing(.confirmed, second)], expected: [pairing(.confirmed, second)], changed: 1),
        Case(
            testDescription: "a new proposal leaves the declined one", stored: [pairing(.declined)],
            told: [pairing(.proposed)], expected: [pairing(.declined), pairing(.proposed)], changed: 1),
        Case(
            testDescription: "a declined, an ended and an open one without days are three", stored: [],
            told: [pairing(.declined), pairing(.ended), pairing(.trial)],
            expected: [pairing(.declined), pairing(.ended), pairing(.trial)], changed: 3),
        Case(
            testDescription: "two statuses of one day are two", stored: [pairing(.ended, first)],
            told: [pairing(.declined, first), pairing(.ended, first)],
            expected: [pairing(.declined, first), pairing(.ended, first)], changed: 1),
        Case(
            testDescription: "what is not named stays",
            stored: [pairing(.ended, first), pairing(.trial, second)],
            told: [pairing(.ended, first)], expected: [pairing(.ended, first), pairing(.trial, second)],
            changed: 0),
    ]

    @Test(arguments: cases)
    func `pairings`(_ example: Case) async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            snapshot.pairings = example.stored
            let before = try await database.stored(snapshot)
            let expected = example.expected.sorted { ($0.started ?? Self.never) < ($1.started ?? Self.never) }
            snapshot.pairings = example.told
            for changed in [example.changed, 0] {
                let stored = changed == 0 ? try await database.record("foursome") : before
                let summary = try await database.batch.store(
                    Incoming(snapshot: snapshot), over: stored, at: instant)
                #expect(summary == ImportSummary(pairings: changed))
                let pairings = try await database.record("foursome").snapshot.pairings
                #expect(pairings == expected)
            }
        }
    }

    @Test func `without a column of first days the pair's open pairing is meant`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            snapshot.pairings = [Self.pairing(.ended, Self.first), Self.pairing(.trial, Self.second)]
            let stored = try await database.stored(snapshot)
            snapshot.pairings = [Self.pairing(.confirmed)]
            let summary = try await database.batch.store(
                Incoming(snapshot: snapshot, untold: [.pairingStarted]), over: stored, at: instant)
            #expect(summary == ImportSummary(pairings: 1))
            let pairings = try await database.record("foursome").snapshot.pairings
            #expect(pairings == [Self.pairing(.ended, Self.first), Self.pairing(.confirmed, Self.second)])
        }
    }

    private static let never = Day(daysSince1970: .min)

    private static func pairing(_ status: PairingStatus, _ started: Day? = nil) -> Pairing {
        Pairing(personA: 0, personB: 2, status: status, started: started)
    }
}
