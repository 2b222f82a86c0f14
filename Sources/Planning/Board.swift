import Domain

/// Who is to be planned for tonight, and what stands already.
struct Board {
    /// Rows of `snapshot.people` that are planned for, side a.
    var rows: [Int] = []
    /// Rows of `snapshot.people` that are planned for, side b.
    var columns: [Int] = []
    /// Places of each of ``rows`` that the plan may fill.
    var rowCapacities: [Int32] = []
    /// Places of each of ``columns`` that the plan may fill.
    var columnCapacities: [Int32] = []
    /// Confirmed pairs (positions in ``rows`` and ``columns``) that the plan may keep or end.
    var present: [Dyad] = []
    /// Confirmed pairs (rows of `snapshot.people`) that must end, because a person left or a rule forbids them.
    var mustEnd: [(dyad: Dyad, cause: ProposedChange.Cause)] = []
    /// Pairs (positions) that must be made.
    var pinned: [Dyad] = []
    /// Pairs (positions) that must not be made.
    var forbidden: Set<Dyad> = []
    /// What could not be planned, in the user's words.
    var warnings: [String] = []

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
    ///   - coolDownDays: how long an ended pair is left alone.
    init(_ snapshot: Snapshot, on day: Day, coolDownDays: Int) {
        let standing = Standing(snapshot)
        (rows, rowCapacities) = standing.places(on: .a)
        (columns, columnCapacities) = standing.places(on: .b)
        let rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
        let columnOf = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        func position(_ dyad: Dyad) -> Dyad? {
            guard let row = rowOf[dyad.a], let column = columnOf[dyad.b] else { return nil }
            return Dyad(a: row, b: column)
        }
        forbid(standing, on: day, coolDownDays: coolDownDays, position)
        for dyad in standing.confirmed {
            if standing.vetoed.contains(dyad) {
                mustEnd.append((dyad, .rule))
            } else if let position = position(dyad) {
                present.append(position)
            } else {
                mustEnd.append((dyad, .capacity))
            }
        }
        pin(standing, snapshot, position)
    }

    private mutating func forbid(
        _ standing: Standing, on day: Day, coolDownDays: Int, _ position: (Dyad) -> Dyad?
    ) {
        for dyad in standing.vetoed.union(standing.held) {
            if let position = position(dyad) { forbidden.insert(position) }
        }
        for (dyad, ended) in standing.closed {
            let resting = ended.map { day < $0.advanced(byDays: coolDownDays) } ?? true
            if resting, !standing.confirmed.contains(dyad), let position = position(dyad) {
                forbidden.insert(position)
            }
        }
    }

    /// Pins that fit are made; of those that do not, the later ones (by key) are reported and left out.
    private mutating func pin(_ standing: Standing, _ snapshot: Snapshot, _ position: (Dyad) -> Dyad?) {
        var rowRoom = rowCapacities
        var columnRoom = columnCapacities
        for dyad in standing.pinned where !standing.held.contains(dyad) {
            let names = "\(snapshot.people[dyad.a].key) and \(snapshot.people[dyad.b].key)"
            guard let place = position(dyad) else {
                warnings.append("\(names) are pinned, but one of them is inactive or has no free capacity.")
                continue
            }
            guard rowRoom[place.a] > 0, columnRoom[place.b] > 0 else {
                warnings.append(
                    "\(names) are pinned, but other pins have taken all the capacity of one of them.")
                continue
            }
            rowRoom[place.a] -= 1
            columnRoom[place.b] -= 1
            forbidden.remove(place)
            pinned.append(place)
        }
    }
}

/// How every pair and person of a snapshot stands.
private struct Standing {
    let snapshot: Snapshot
    /// Confirmed pairs, sorted.
    private(set) var confirmed: [Board.Dyad] = []
    /// Pairs that are proposed, accepted or on trial: they keep their places until their people decide.
    private(set) var held: Set<Board.Dyad> = []
    /// Declined and ended pairs with their last end, where known.
    private(set) var closed: [Board.Dyad: Day?] = [:]
    private(set) var vetoed: Set<Board.Dyad> = []
    /// Pinned pairs, sorted by the people's keys.
    private(set) var pinned: [Board.Dyad] = []
    private var placesHeld: [Int]

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        placesHeld = Array(repeating: 0, count: snapshot.people.count)
        for pairing in snapshot.pairings { add(pairing) }
        for rule in snapshot.rules {
            let dyad = Board.Dyad(a: rule.personA, b: rule.personB)
            switch rule.kind {
            case .veto: vetoed.insert(dyad)
            case .pin: pinned.append(dyad)
            }
        }
        confirmed.sort()
        pinned.sort { left, right in
            let people = snapshot.people
            return (people[left.a].key, people[left.b].key) < (people[right.a].key, people[right.b].key)
        }
    }

    private mutating func add(_ pairing: Pairing) {
        let dyad = Board.Dyad(a: pairing.personA, b: pairing.personB)
        switch pairing.status {
        case .confirmed:
            confirmed.append(dyad)
        case .proposed, .accepted, .trial:
            held.insert(dyad)
            placesHeld[dyad.a] += 1
            placesHeld[dyad.b] += 1
        case .declined, .ended:
            let days = [closed[dyad] ?? nil, pairing.ended ?? pairing.started].compactMap(\.self)
            closed.updateValue(days.max(), forKey: dyad)
        }
    }

    /// The active people of a side who have places that the plan may fill, and how many.
    func places(on side: Domain.Side) -> (people: [Int], capacities: [Int32]) {
        var people: [Int] = []
        var capacities: [Int32] = []
        for person in snapshot.people(on: side) where snapshot.people[person].active {
            let room = snapshot.people[person].capacity - placesHeld[person]
            guard room > 0 else { continue }
            people.append(person)
            capacities.append(Int32(room))
        }
        return (people, capacities)
    }
}
