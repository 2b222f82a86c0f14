import Domain
import Matching

extension Exploration {
    /// A part of the exploring plan that can be taken or left.
    private struct Offer {
        var part: Rearrangement.Part
        /// What its new pairs teach, in points over the horizon, more than those they replace.
        var knowledge: Double
        /// Expected utility given up tonight.
        var cost: Double
        var changes: Int
        var people: Int
    }

    /// Takes the parts that teach the most for what they cost, up to the share, each by lot.
    func chosen(_ explored: [Pair], _ bonuses: [Float], seed: UInt64, day: Day) -> Outcome {
        let offers = Rearrangement(from: plan.pairs, to: explored, rowCount: board.rows.count).parts.map {
            offer($0, bonuses)
        }
        let admitted = admitted(offers)
        let chance = min(1, max(0, policy.explorationChance))
        // Every part draws, admitted or not: which lot a part gets depends on no other part.
        var stream = SplitMix64(
            seed: seed ^ UInt64(bitPattern: Int64(day.daysSince1970)) &* 0x2545_f491_4f6c_dd1d)
        var outcome = Outcome(pairs: plan.pairs)
        var pairs = Set(plan.pairs)
        for (index, offer) in offers.enumerated() {
            let lot = stream.uniform()
            guard admitted.contains(index) else { continue }
            for pair in offer.part.begun { outcome.chances[pair] = chance }
            for pair in offer.part.ended { outcome.chances[pair] = 1 - chance }
            guard lot < chance else { continue }
            pairs.subtract(offer.part.ended)
            pairs.formUnion(offer.part.begun)
            outcome.explored.formUnion(offer.part.begun)
            outcome.cost += offer.cost
            outcome.people += offer.people
        }
        outcome.pairs = pairs.sorted()
        return outcome
    }

    private func offer(_ part: Rearrangement.Part, _ bonuses: [Float]) -> Offer {
        func knowledge(_ pairs: [Pair]) -> Double {
            pairs.reduce(0) { sum, pair in
                let position = utilities.layout.position(of: Board.Dyad(a: pair.row, b: pair.column))
                return sum + (position.map { Double(bonuses[$0]) } ?? 0)
            }
        }
        let people = Set(part.begun.map(\.row)).count + Set(part.begun.map(\.column)).count
        return Offer(
            part: part, knowledge: knowledge(part.begun) - knowledge(part.ended), cost: -budget.value(part),
            changes: budget.changes(part), people: people)
    }

    /// Offers within the share, the night's and each person's number of changes, best value first.
    ///
    /// Counted as if all lots fell for exploring, so that no part's chance depends on another's lot.
    private func admitted(_ offers: [Offer]) -> Set<Int> {
        let order = offers.indices.filter { offers[$0].knowledge > 0 }.sorted { one, two in
            let (first, second) = (offers[one], offers[two])
            // Compares knowledge over cost without dividing by a cost of 0.
            let (left, right) = (
                first.knowledge * max(1e-9, second.cost), second.knowledge * max(1e-9, first.cost)
            )
            return left == right ? one < two : left > right
        }
        var people = Int(
            (policy.explorationShare * Double(board.rows.count + board.columns.count)).rounded(.down))
        var changes = policy.changesPerNight.map { $0 - budget.changes(to: plan.pairs) } ?? .max
        let personal = policy.changesPerPerson.map {
            ($0, PersonalChanges(plan.pairs, present: budget.night.present))
        }
        var admitted: Set<Int> = []
        for index in order {
            let offer = offers[index]
            guard offer.people <= people, offer.changes <= max(0, changes),
                personal.map({ $1.allows(offer.part, limit: $0) }) ?? true
            else { continue }
            people -= offer.people
            if changes < .max { changes -= max(0, offer.changes) }
            admitted.insert(index)
        }
        return admitted
    }
}

/// How many pairings begin and end for each person, under a plan and with parts of another.
private struct PersonalChanges {
    private enum Place: Hashable {
        case row(Int)
        case column(Int)
    }

    private let present: Set<Pair>
    private var begun: [Place: Int] = [:]
    private var ended: [Place: Int] = [:]

    init(_ plan: [Pair], present: [Pair]) {
        let (standing, planned) = (Set(present), Set(plan))
        self.present = standing
        count(
            Rearrangement.Part(
                ended: present.filter { !planned.contains($0) }, begun: plan.filter { !standing.contains($0) }
            ))
    }

    /// Whether nobody of a part has more than `limit` pairings begun, or ended, when it is taken.
    func allows(_ part: Rearrangement.Part, limit: Int) -> Bool {
        var after = self
        after.begun = [:]
        after.ended = [:]
        after.count(part)
        func keeps(_ before: [Place: Int], _ change: [Place: Int]) -> Bool {
            change.allSatisfy { place, more in before[place, default: 0] + more <= limit }
        }
        return keeps(begun, after.begun) && keeps(ended, after.ended)
    }

    /// Adds what taking a part changes: a pair made begins unless it stands; a pair given up ends only if it does.
    private mutating func count(_ part: Rearrangement.Part) {
        for (pairs, step) in [(part.begun, 1), (part.ended, -1)] {
            for pair in pairs {
                for place in [Place.row(pair.row), .column(pair.column)] {
                    if present.contains(pair) {
                        ended[place, default: 0] -= step
                    } else {
                        begun[place, default: 0] += step
                    }
                }
            }
        }
    }
}

extension Board {
    /// Marks of people who are never part of an exploration, by the policy's people and accounts.
    mutating func protect(_ snapshot: Snapshot, _ policy: Policy) {
        guard !policy.protectedPeople.isEmpty || !policy.protectedAccounts.isEmpty else { return }
        let (keys, accounts) = (Set(policy.protectedPeople), Set(policy.protectedAccounts))
        var people = Set(snapshot.people.indices.filter { keys.contains(snapshot.people[$0].key) })
        for coverage in snapshot.coverage where accounts.contains(coverage.account) {
            people.insert(coverage.person)
        }
        protectedRows = Set(rows.indices.filter { people.contains(rows[$0]) })
        protectedColumns = Set(columns.indices.filter { people.contains(columns[$0]) })
    }
}
