import Domain

/// Who is to be planned for tonight, and what stands already.
struct Board {
    /// Rows of `snapshot.people` that are planned for, side a.
    let rows: [Int]
    /// Rows of `snapshot.people` that are planned for, side b.
    let columns: [Int]
    /// Places of each of ``rows`` that the plan may fill.
    let rowCapacities: [Int32]
    /// Places of each of ``columns`` that the plan may fill.
    let columnCapacities: [Int32]
    /// Confirmed pairs (positions in ``rows`` and ``columns``) that the plan may keep or end.
    private(set) var present: [Dyad] = []
    /// Confirmed pairs (rows of `snapshot.people`) that must end, because a person left or a rule forbids them.
    private(set) var mustEnd: [(dyad: Dyad, cause: ProposedChange.Cause)] = []
    /// Pairs (positions) that must be made.
    private(set) var pinned: [Dyad] = []
    /// Pairs (positions) that must not be made, and why; company holds apart.
    private(set) var forbidden: [Dyad: Obstacle] = [:]
    /// Company pairs (indices of `snapshot.companies`) that are held back.
    private(set) var companyHolds: [Dyad: Obstacle] = [:]
    /// Company of each of ``rows``.
    let rowCompanies: [Int]
    /// Company of each of ``columns``.
    let columnCompanies: [Int]
    /// How everybody stands.
    let standing: Standing
    /// What could not be planned, in the user's words.
    var warnings: [String] = []
    /// Rows and columns that are never part of an exploration.
    var protectedRows: Set<Int> = []
    var protectedColumns: Set<Int> = []
    private let rowOf: [Int: Int]
    private let columnOf: [Int: Int]

    /// Two people, one of each side.
    struct Dyad: Hashable, Comparable {
        var a: Int
        var b: Int

        static func < (left: Dyad, right: Dyad) -> Bool { (left.a, left.b) < (right.a, right.b) }
    }

    /// Sets the board from a snapshot.
    ///
    /// - Parameters:
    ///   - day: the night that is planned.
    ///   - policy: says how long an ended pair is left alone, and who is not explored with.
    init(_ snapshot: Snapshot, on day: Day, _ policy: Policy) {
        standing = Standing(snapshot, on: day)
        (rows, rowCapacities) = standing.places(on: .a)
        (columns, columnCapacities) = standing.places(on: .b)
        rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
        columnOf = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        rowCompanies = rows.map { snapshot.people[$0].company }
        columnCompanies = columns.map { snapshot.people[$0].company }
        for hold in snapshot.companyHolds where hold.holds(on: day) {
            companyHolds[Dyad(a: hold.companyA, b: hold.companyB)] = .companyHold(until: hold.until)
        }
        forbid(snapshot, on: day, coolDownDays: policy.coolDownDays)
        for dyad in standing.confirmed {
            if standing.vetoed.contains(dyad) {
                mustEnd.append((dyad, .rule))
            } else if let position = position(dyad) {
                present.append(position)
            } else {
                mustEnd.append((dyad, .capacity))
            }
        }
        pin(snapshot)
        protect(snapshot, policy)
        warnOfTheStranded(snapshot)
    }

    /// Where two people stand on the board; nil when one of them is not planned for.
    func position(_ dyad: Dyad) -> Dyad? {
        guard let row = rowOf[dyad.a], let column = columnOf[dyad.b] else { return nil }
        return Dyad(a: row, b: column)
    }

    /// The two people at a position.
    func people(_ position: Dyad) -> Dyad { Dyad(a: rows[position.a], b: columns[position.b]) }

    /// Why a pair (a position) must not be made; nil when it may, as every confirmed one may.
    func obstacle(_ position: Dyad) -> Obstacle? {
        if let obstacle = forbidden[position] { return obstacle }
        if companyHolds.isEmpty { return nil }
        let companies = Dyad(a: rowCompanies[position.a], b: columnCompanies[position.b])
        guard let hold = companyHolds[companies] else { return nil }
        return isConfirmed(position) ? nil : hold
    }

    /// Whether the pair at a position is confirmed. O(log pairs).
    func isConfirmed(_ position: Dyad) -> Bool {
        let dyad = people(position)
        var (low, high) = (0, standing.confirmed.count)
        while low < high {
            let middle = (low + high) / 2
            if standing.confirmed[middle] < dyad { low = middle + 1 } else { high = middle }
        }
        return low < standing.confirmed.count && standing.confirmed[low] == dyad
    }

    private mutating func forbid(_ snapshot: Snapshot, on day: Day, coolDownDays: Int) {
        let open = Set(snapshot.openConflicts)
        for (account, pairs) in sharedAccounts(snapshot, where: open.contains) {
            for pair in pairs where !isConfirmed(pair) { forbidden[pair] = .openConflict(account: account) }
        }
        for (dyad, ended) in standing.closed {
            let until = ended.map { $0.advanced(byDays: coolDownDays) }
            guard until.map({ day < $0 }) ?? true, let position = position(dyad), !isConfirmed(position)
            else { continue }
            forbidden[position] = .coolDown(until: until)
        }
        for dyad in standing.held { if let position = position(dyad) { forbidden[position] = .underWay } }
        for dyad in standing.vetoed { if let position = position(dyad) { forbidden[position] = .veto } }
    }

    /// Pins that fit are made; of those that do not, the later ones (by key) are reported and left out.
    private mutating func pin(_ snapshot: Snapshot) {
        var rowRoom = rowCapacities
        var columnRoom = columnCapacities
        for dyad in standing.pinned where !standing.held.contains(dyad) {
            let names = "\(snapshot.people[dyad.a].key) and \(snapshot.people[dyad.b].key)"
            guard let place = position(dyad) else {
                let why = [dyad.a, dyad.b].compactMap {
                    standing.whyNotPlanned($0, as: snapshot.people[$0].key)?.text
                }
                warnings.append("\(names) are pinned, but \(why.joined(separator: " and ")).")
                continue
            }
            switch obstacle(place) {
            case nil, .coolDown: break
            case let obstacle?:
                warnings.append("\(names) are pinned, but \(obstacle.text).")
                continue
            }
            guard rowRoom[place.a] > 0, columnRoom[place.b] > 0 else {
                let clashes = clashes(of: place, rowRoom[place.a] <= 0, columnRoom[place.b] <= 0, snapshot)
                warnings.append("\(names) are pinned, but \(clashes.joined(separator: " and ")).")
                continue
            }
            rowRoom[place.a] -= 1
            columnRoom[place.b] -= 1
            forbidden[place] = nil
            pinned.append(place)
        }
        pinned.sort()
    }

    /// Which pins made so far leave no room for one more (a position), by person.
    private func clashes(
        of place: Dyad, _ rowIsFull: Bool, _ columnIsFull: Bool, _ snapshot: Snapshot
    ) -> [String] {
        func clash(_ person: Int, _ room: Int32, _ others: [Int]) -> String {
            let names = others.map { snapshot.people[$0].key }.joined(separator: ", ")
            return "\(snapshot.people[person].key) has room for \(room) and is pinned with \(names)"
        }
        var clashes: [String] = []
        if rowIsFull {
            let others = pinned.filter { $0.a == place.a }.map { columns[$0.b] }
            clashes.append(clash(rows[place.a], rowCapacities[place.a], others))
        }
        if columnIsFull {
            let others = pinned.filter { $0.b == place.b }.map { rows[$0.a] }
            clashes.append(clash(columns[place.b], columnCapacities[place.b], others))
        }
        return clashes
    }

    /// Pairs (positions) that share an account, by account; each list in ascending order.
    func sharedAccounts(
        _ snapshot: Snapshot, where isWanted: (String) -> Bool
    ) -> [(account: String, pairs: [Dyad])] {
        var coverers: [String: (rows: Set<Int>, columns: Set<Int>)] = [:]
        for coverage in snapshot.coverage where isWanted(coverage.account) {
            if let row = rowOf[coverage.person] {
                coverers[coverage.account, default: ([], [])].rows.insert(row)
            }
            if let column = columnOf[coverage.person] {
                coverers[coverage.account, default: ([], [])].columns.insert(column)
            }
        }
        return coverers.sorted { $0.key < $1.key }.map { account, people in
            let columns = people.columns.sorted()
            return (account, people.rows.sorted().flatMap { row in columns.map { Dyad(a: row, b: $0) } })
        }
    }
}
