import Domain
import Planning
import Scoring

/// 2026-11-23.
let today = Day(daysSince1970: 20_780)

/// Small alliances whose every plan can be tried.
enum TinyAlliance {
    /// People of side a come first. Sheets are drawn from `seed`, so that pairs differ.
    static func make(left: Int, right: Int, seed: UInt64, capacity: Int = 1) -> Snapshot {
        var generator = SplitMix64(seed: seed)
        var snapshot = Snapshot(
            alliance: Alliance(key: "tiny", name: "Tiny"),
            companies: [
                Company(key: "north", name: "North", side: .a),
                Company(key: "south", name: "South", side: .b),
            ])
        for person in 0..<left + right {
            snapshot.people.append(
                Salesperson(
                    key: person < left ? "a\(person)" : "b\(person - left)", company: person < left ? 0 : 1,
                    capacity: capacity))
        }
        let level = (0..<left + right).map { _ in Double.random(in: -1...1, using: &generator) }
        for a in 0..<left {
            for b in left..<left + right {
                for (rater, target) in [(a, b), (b, a)] where Int.random(in: 0..<3, using: &generator) > 0 {
                    let answer = 4 + level[target] + Double.random(in: -2...2, using: &generator)
                    snapshot.sheets.append(
                        Sheet(
                            rater: rater, target: target, day: today.advanced(byDays: -40),
                            ratings: Array(repeating: answer.rounded(), count: 6), success: answer.rounded(),
                            wouldContinue: answer > 4))
                }
            }
        }
        return snapshot
    }

    /// A round of `snapshot` under `policy`.
    static func round(of snapshot: Snapshot, _ policy: Policy = Policy(), seed: UInt64 = 1) throws -> Round {
        try planRound(from: snapshot, by: try fit(snapshot, on: today), policy: policy, on: today, seed: seed)
    }

    /// Every set of pairs within the capacities.
    static func everyPlan(_ left: Int, _ right: Int, _ capacity: Int) -> [Set<Couple>] {
        let couples = (0..<left).flatMap { a in (left..<left + right).map { Couple(a: a, b: $0) } }
        return (0..<1 << couples.count).compactMap { mask in
            let plan = couples.indices.filter { mask >> $0 & 1 == 1 }.map { couples[$0] }
            let isFeasible = (0..<left + right).allSatisfy { person in
                plan.count { $0.a == person || $0.b == person } <= capacity
            }
            return isFeasible ? Set(plan) : nil
        }
    }

    /// Worth of every pair on what is known, by people of side a and side b.
    static func worth(of snapshot: Snapshot) throws -> [[Double]] {
        let rows = snapshot.people(on: .a)
        let columns = snapshot.people(on: .b)
        let mean = try fit(snapshot, on: today).chemistryMatrix(rows: rows, columns: columns).mean
        return rows.indices.map { row in columns.indices.map { Double(mean[row * columns.count + $0]) } }
    }
}

extension Round {
    /// The pairs that stand when all changes are accepted: `before` are those that stand now.
    func pairs(after before: Set<Couple> = []) -> Set<Couple> {
        var pairs = before
        for change in changes {
            let couple = Couple(a: change.personA, b: change.personB)
            if change.action == .begin { pairs.insert(couple) } else { pairs.remove(couple) }
        }
        return pairs
    }

    /// The changes of these two people.
    func change(of a: Int, _ b: Int) -> ProposedChange? {
        changes.first { $0.personA == a && $0.personB == b }
    }
}

/// Two rows of `snapshot.people`.
struct Couple: Hashable {
    var a: Int
    var b: Int
}
