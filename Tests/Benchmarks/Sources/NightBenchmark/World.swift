import Domain
import Foundation
import Logging
import Postgres
import Storage

/// Alliances of 100 × 100 people with 20 sheets a person, from a seed: actor, partner and pair effects on six factors, profiles
/// of a number and a category, one counterpart each.
struct World {
    /// How many alliances.
    let alliances: Int
    private let side = 100
    private let sheetsPerPerson = 20

    init(alliances: Int) { self.alliances = alliances }

    /// Migrates a database and stores all of them.
    func store(at url: String) async throws {
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let client = try PostgresClient(settings: ConnectionSettings(url: url), logger: logger)
        _ = try await Migrator(client: client, logger: logger).migrate()
        let store = BatchStore(client: client)
        for number in 0..<alliances {
            _ = try await store.store(Incoming(snapshot: snapshot(number)), over: nil, at: Date())
        }
        await client.shutdown()
    }

    private func snapshot(_ number: Int) -> Snapshot {
        var dice = SplitMix64(seed: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let words = ["hunter", "farmer", "expert", "closer"]
        let people = (0..<2 * side).map { index in
            Salesperson(
                key: "p\(index)", company: index / side,
                attributes: [
                    .number((dice.uniform() * 40).rounded()), .category(words[Int(dice.next() % 4)]),
                ])
        }
        let alliance = Alliance(
            key: "a\(number)", name: "Alliance \(number)",
            attributes: [Attribute(name: "years", kind: .number), Attribute(name: "style", kind: .category)])
        var snapshot = Snapshot(
            alliance: alliance,
            companies: [
                Company(key: "x", name: "X", side: .a), Company(key: "y", name: "Y", side: .b),
            ], people: people)
        snapshot.sheets = sheets(&dice)
        return snapshot
    }

    private func sheets(_ dice: inout SplitMix64) -> SheetTable {
        let actor = (0..<2 * side).map { _ in dice.normal() }
        let partner = (0..<2 * side).map { _ in dice.normal() }
        let pair = (0..<side * side).map { _ in dice.normal() }
        var table = SheetTable(factorCount: 6)
        for rater in 0..<2 * side {
            let first = Int(dice.next() % UInt64(side))
            for step in 0..<sheetsPerPerson {
                let other = (first + step * 5) % side
                let target = rater < side ? side + other : other
                let (a, b) = rater < side ? (rater, other) : (other, rater - side)
                let mean = 4 + 0.6 * actor[rater] + 0.4 * partner[target] + 0.5 * pair[a * side + b]
                let answers = (0..<6).map { _ in Float(min(7, max(1, (mean + 0.8 * dice.normal()).rounded())))
                }
                table.append(
                    rater: Int32(rater), target: Int32(target), day: 20_000 + Int32(step), answers: answers,
                    success: Float(min(7, max(1, (mean + 0.8 * dice.normal()).rounded()))),
                    decision: mean > 4 ? 1 : 0)
            }
        }
        return table
    }
}
