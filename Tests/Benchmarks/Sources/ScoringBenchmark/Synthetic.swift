import Domain

/// Alliances of any size with known variances, in units of one answer's variance of 1.
enum Synthetic {
    static let today = Day(daysSince1970: 20_000)
    static let actor = 0.25
    static let partner = 0.15
    static let dyad = 0.60
    static let reciprocity = 0.2

    /// `peopleA` + `peopleB` people with eight attributes and `sheets` sheets, both directions of each dyad.
    static func alliance(_ peopleA: Int, _ peopleB: Int, sheets: Int, seed: UInt64) -> Snapshot {
        var numbers = SplitMix64(seed: seed)
        var snapshot = Snapshot(
            alliance: Alliance(key: "synthetic", name: "Synthetic", attributes: attributes),
            companies: [
                Company(key: "a", name: "A", side: .a), Company(key: "b", name: "B", side: .b),
            ])
        for index in 0..<peopleA + peopleB {
            snapshot.people.append(
                Salesperson(key: "p\(index)", company: index < peopleA ? 0 : 1, attributes: profile(&numbers))
            )
        }
        addSheets(&snapshot, peopleA, peopleB, sheets, &numbers)
        return snapshot
    }

    private static let attributes =
        ["years", "calls", "pace"].map { Attribute(name: $0, kind: .number) }
        + ["region", "segment", "style"].map { Attribute(name: $0, kind: .category) }
        + ["languages", "industries"].map { Attribute(name: $0, kind: .set) }

    private static func profile(_ numbers: inout SplitMix64) -> [AttributeValue?] {
        let languages = ["de", "en", "fr", "it"].filter { _ in numbers.uniform() < 0.5 }
        let industries = ["i1", "i2", "i3", "i4", "i5", "i6"].filter { _ in numbers.uniform() < 0.3 }
        return [
            .number((numbers.uniform() * 20).rounded()), .number((numbers.uniform() * 50).rounded()),
            .number(numbers.normal()), .category("r\(Int(numbers.uniform() * 8))"),
            .category("s\(Int(numbers.uniform() * 4))"), .category("y\(Int(numbers.uniform() * 4))"),
            .set(languages), .set(industries),
        ]
    }

    private static func addSheets(
        _ snapshot: inout Snapshot, _ peopleA: Int, _ peopleB: Int, _ count: Int,
        _ numbers: inout SplitMix64
    ) {
        let effects = snapshot.people.map { _ in
            (numbers.normal() * actor.squareRoot(), numbers.normal() * partner.squareRoot())
        }
        var seen = Set<Int>()
        snapshot.sheets.reserveCapacity(count)
        while snapshot.sheets.count < count {
            let a = Int(numbers.uniform() * Double(peopleA))
            let b = peopleA + Int(numbers.uniform() * Double(peopleB))
            if !seen.insert(a * (peopleA + peopleB) + b).inserted { continue }
            let shared = numbers.normal() * (dyad * reciprocity).squareRoot()
            for (rater, target) in [(a, b), (b, a)] {
                let own = numbers.normal() * (dyad * (1 - reciprocity)).squareRoot()
                let value = effects[rater].0 + effects[target].1 + shared + own
                snapshot.sheets.append(sheet(rater, target, value, &numbers))
            }
        }
    }

    private static func sheet(
        _ rater: Int, _ target: Int, _ value: Double, _ numbers: inout SplitMix64
    ) -> Sheet {
        Sheet(
            rater: rater, target: target, day: today,
            ratings: (0..<6).map { _ in max(1, min(7, (4 + value + 0.8 * numbers.normal()).rounded())) },
            success: max(1, min(7, 4 + value)), wouldContinue: value + 0.7 * numbers.normal() > 0.2)
    }
}
