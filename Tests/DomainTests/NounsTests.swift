import Domain
import Testing

@Suite struct NounsTests {
    @Test(arguments: [
        ("northwind-contoso", true), ("a", true), ("9", true), ("-a", false), ("", false), ("A", false),
        ("ä", false), ("a b", false),
    ])
    func `an alliance's key has letters digits and dashes`(text: String, isKey: Bool) {
        #expect(Alliance.isKey(text) == isKey)
    }

    @Test func `a key has at most 63 letters`() {
        #expect(Alliance.isKey(String(repeating: "a", count: 63)))
        #expect(!Alliance.isKey(String(repeating: "a", count: 64)))
    }

    @Test func `the study's sheet has six factors with rising means`() {
        #expect(
            Instrument.study.factors.map(\.key) == [
                "trust", "independence", "cooperation", "communication", "goals", "fit",
            ])
        for factor in Instrument.study.factors {
            let reference = factor.reference
            #expect(reference.map { $0.slight < $0.medium && $0.medium < $0.great } == true, "\(factor.key)")
        }
    }

    @Test func `a pairing's life has no way back and ends`() {
        for status in PairingStatus.allCases {
            #expect(!status.followers.contains(status))
            #expect(status.isOpen == !status.followers.isEmpty)
            for next in status.followers {
                #expect(!reachable(from: next).contains(status), "\(status) → \(next)")
            }
        }
    }

    private func reachable(from status: PairingStatus) -> Set<PairingStatus> {
        status.followers.reduce(into: [status]) { $0.formUnion(reachable(from: $1)) }
    }

    @Test func `a sheet comes out of the table as it went in`() {
        var table = SheetTable(factorCount: 3)
        let sheets = [
            Sheet(
                rater: 0, target: 2, day: Day("2026-11-23"), ratings: [1, nil, 7], success: 6.5,
                wouldContinue: true),
            Sheet(rater: 2, target: 0, ratings: [nil, nil, nil], wouldContinue: false),
            Sheet(rater: 1, target: 2, day: Day("1969-12-31"), ratings: [4, 4, 4]),
        ]
        for sheet in sheets { table.append(sheet) }
        #expect(table.count == 3)
        for (index, sheet) in sheets.enumerated() { #expect(table[index] == sheet) }
    }

    @Test func `tables with unknown answers are equal to themselves`() {
        var table = SheetTable(factorCount: 1)
        table.append(Sheet(rater: 0, target: 1, ratings: [nil]))
        var other = SheetTable(factorCount: 1)
        other.append(Sheet(rater: 0, target: 1, ratings: [nil]))
        #expect(table == other)
        other.append(Sheet(rater: 0, target: 1, ratings: [3]))
        #expect(table != other)
    }
}
