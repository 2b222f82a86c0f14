import Domain
import Foundation
import Sample

/// The moment at which tests store things.
let instant = Date(timeIntervalSince1970: 1_795_000_000)

/// 2026-11-23.
let today = Day(daysSince1970: 20_780)

/// A small believable alliance.
func sample(people: Int = 20, seed: UInt64 = 1, key: String? = nil) -> Snapshot {
    var snapshot = makeSample(SampleOptions(people: people, seed: seed, today: today))
    snapshot.alliance.key = key ?? snapshot.alliance.key
    return snapshot
}

/// Two companies with two salespeople each: a1, a2 (rows 0, 1) on side a; b1, b2 (rows 2, 3) on side b.
func foursome(key: String = "foursome") -> Snapshot {
    Snapshot(
        alliance: Alliance(
            key: key, name: "Foursome",
            instrument: Instrument(
                scale: Scale(min: 1, max: 7),
                factors: [Factor(key: "trust", label: "Trust"), Factor(key: "goals", label: "Goals")])),
        companies: [
            Company(key: "north", name: "North", side: .a), Company(key: "south", name: "South", side: .b),
        ],
        people: [
            Salesperson(key: "a1", company: 0), Salesperson(key: "a2", company: 0),
            Salesperson(key: "b1", company: 1), Salesperson(key: "b2", company: 1),
        ])
}

extension SheetTable {
    /// A table of these sheets.
    init(_ sheets: [Sheet], factorCount: Int = 2) {
        self.init(factorCount: factorCount)
        for sheet in sheets { append(sheet) }
    }
}
