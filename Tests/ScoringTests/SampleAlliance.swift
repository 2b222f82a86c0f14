import Domain

@testable import Scoring

/// Alliances for tests, small enough for a debug build.
enum SampleAlliance {
    static let today = Day(daysSince1970: 20_000)

    /// An instrument of `count` factors on a seven-point scale.
    static func instrument(_ count: Int) -> Instrument {
        Instrument(
            scale: Scale(min: 1, max: 7),
            factors: (0..<count).map { Factor(key: "f\($0)", label: "Factor \($0)") })
    }

    /// People of both sides with a number, a category and a set, and sheets of both directions for a share
    /// of the dyads, made of actor, partner and relationship effects.
    static func make(
        _ countA: Int = 8, _ countB: Int = 8, factors: Int = 2, share: Double = 0.6, seed: UInt64 = 1
    ) -> Snapshot {
        var numbers = SplitMix64(seed: seed)
        var snapshot = Snapshot(
            alliance: Alliance(
                key: "sample", name: "Sample", instrument: instrument(factors),
                attributes: [
                    Attribute(name: "years", kind: .number), Attribute(name: "region", kind: .category),
                    Attribute(name: "languages", kind: .set),
                ]),
            companies: [
                Company(key: "north", name: "North", side: .a),
                Company(key: "south", name: "South", side: .b),
            ])
        for index in 0..<countA + countB { snapshot.people.append(person(index, countA, &numbers)) }
        let effects = snapshot.people.map { _ in (actor: numbers.normal(), partner: numbers.normal()) }
        for a in 0..<countA {
            for b in countA..<countA + countB where numbers.uniform() < share {
                for (rater, target) in [(a, b), (b, a)] {
                    let base = 4 + 0.7 * effects[rater].actor + 0.6 * effects[target].partner
                    snapshot.sheets.append(sheet(rater, target, base, factors, &numbers))
                }
            }
        }
        return snapshot
    }

    private static func person(_ index: Int, _ countA: Int, _ numbers: inout SplitMix64) -> Salesperson {
        let region = ["east", "west", "mid"][Int(numbers.uniform() * 3)]
        let languages = ["de", "en", "fr"].filter { _ in numbers.uniform() < 0.6 }
        return Salesperson(
            key: "p\(index)", company: index < countA ? 0 : 1,
            attributes: [
                numbers.uniform() < 0.1 ? nil : .number((numbers.uniform() * 20).rounded()),
                .category(region), .set(languages),
            ])
    }

    private static func sheet(
        _ rater: Int, _ target: Int, _ base: Double, _ factors: Int, _ numbers: inout SplitMix64
    ) -> Sheet {
        let chemistry = base + 0.8 * numbers.normal()
        func answer(_ noise: Double) -> Double {
            max(1, min(7, (chemistry + noise * numbers.normal()).rounded()))
        }
        return Sheet(
            rater: rater, target: target, day: today,
            ratings: (0..<factors).map { _ in numbers.uniform() < 0.05 ? nil : answer(0.7) },
            success: answer(0.5), wouldContinue: chemistry + 0.7 * numbers.normal() > 4.2)
    }
}
