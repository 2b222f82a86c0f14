import Domain

extension Board {
    /// Says of whom every pair is forbidden, and by what. O(people × companies + forbidden pairs).
    mutating func warnOfTheStranded(_ snapshot: Snapshot) {
        guard !rows.isEmpty, !columns.isEmpty else { return }
        let found =
            stranded(rows, columns, companies: rowCompanies, others: columnCompanies, isTurned: false)
            + stranded(columns, rows, companies: columnCompanies, others: rowCompanies, isTurned: true)
        let most = 50
        for (person, obstacles) in found.prefix(most) {
            warnings.append(
                "\(snapshot.people[person].key) has room but nobody to be paired with: "
                    + Obstacle.counted(obstacles) + ".")
        }
        if found.count > most { warnings.append("So it is with \(found.count - most) more people.") }
    }

    private func stranded(
        _ people: [Int], _ candidates: [Int], companies: [Int], others: [Int], isTurned: Bool
    ) -> [(person: Int, obstacles: [Obstacle])] {
        var explicit: [Int: [(Int, Obstacle)]] = [:]
        for (dyad, obstacle) in forbidden.sorted(by: { $0.key < $1.key }) {
            let (person, other) = isTurned ? (dyad.b, dyad.a) : (dyad.a, dyad.b)
            explicit[person, default: []].append((other, obstacle))
        }
        var sizes: [Int: Int] = [:]
        for company in others { sizes[company, default: 0] += 1 }
        return people.indices.compactMap { person in
            let held = sizes.keys.sorted().compactMap { company -> (company: Int, obstacle: Obstacle)? in
                let pair =
                    isTurned ? Dyad(a: company, b: companies[person]) : Dyad(a: companies[person], b: company)
                return companyHolds[pair].map { (company, $0) }
            }
            let heldCount = held.reduce(0) { $0 + (sizes[$1.company] ?? 0) }
            let closed = explicit[person] ?? []
            let heldCompanies = Set(held.map(\.company))
            let alone = closed.filter { !heldCompanies.contains(others[$0.0]) }
            guard alone.count + heldCount == candidates.count, !hasOwn(person, isTurned) else { return nil }
            return (
                people[person],
                alone.map(\.1) + held.flatMap { Array(repeating: $0.obstacle, count: sizes[$0.company] ?? 0) }
            )
        }
    }

    /// Whether somebody (a position) has a confirmed pair or a pin, and so is not without anybody.
    private func hasOwn(_ person: Int, _ isTurned: Bool) -> Bool {
        (present + pinned).contains { (isTurned ? $0.b : $0.a) == person }
    }
}
