import Domain

/// How every pair and person of a snapshot stands on a day.
struct Standing {
    let snapshot: Snapshot
    let day: Day
    /// Confirmed pairs, sorted, each once.
    private(set) var confirmed: [Board.Dyad] = []
    /// Pairs that are proposed, accepted or on trial, and confirmed ones of which somebody is away: they keep their places.
    private(set) var held: Set<Board.Dyad> = []
    /// Declined and ended pairs with their last end, where known.
    private(set) var closed: [Board.Dyad: Day?] = [:]
    private(set) var vetoed: Set<Board.Dyad> = []
    /// Pinned pairs, sorted by the people's keys.
    private(set) var pinned: [Board.Dyad] = []
    /// People who are away on the day.
    let away: Set<Int>
    /// People who ever had a pairing.
    private(set) var experienced: Set<Int> = []
    /// People of whom a pairing ended or was declined.
    private(set) var parted: Set<Int> = []
    /// Pairs who have worked together, now or earlier.
    private(set) var tried: Set<Board.Dyad> = []
    private var placesHeld: [Int]

    init(_ snapshot: Snapshot, on day: Day) {
        self.snapshot = snapshot
        self.day = day
        away = Set(snapshot.absences.filter { $0.covers(day) }.map(\.person))
        placesHeld = Array(repeating: 0, count: snapshot.people.count)
        for rule in snapshot.rules {
            let dyad = Board.Dyad(a: rule.personA, b: rule.personB)
            switch rule.kind {
            case .veto: vetoed.insert(dyad)
            case .pin: pinned.append(dyad)
            }
        }
        for pairing in snapshot.pairings { add(pairing) }
        confirmed.sort()
        pinned.sort { left, right in
            let people = snapshot.people
            return (people[left.a].key, people[left.b].key) < (people[right.a].key, people[right.b].key)
        }
    }

    private mutating func add(_ pairing: Pairing) {
        let dyad = Board.Dyad(a: pairing.personA, b: pairing.personB)
        experienced.formUnion([dyad.a, dyad.b])
        if pairing.status.isRunning || pairing.status == .ended { tried.insert(dyad) }
        switch pairing.status {
        case .confirmed:
            if isLeftStanding(dyad) { hold(dyad) } else { confirmed.append(dyad) }
        case .proposed, .accepted, .trial:
            hold(dyad)
        case .declined, .ended:
            let days = [closed[dyad] ?? nil, pairing.ended ?? pairing.started].compactMap(\.self)
            closed.updateValue(days.max(), forKey: dyad)
            parted.formUnion([dyad.a, dyad.b])
        }
    }

    /// Who is away keeps whom they have, unless a rule or a departure says otherwise.
    private func isLeftStanding(_ dyad: Board.Dyad) -> Bool {
        let isAway = away.contains(dyad.a) || away.contains(dyad.b)
        return isAway && !vetoed.contains(dyad) && isActive(dyad)
    }

    private mutating func hold(_ dyad: Board.Dyad) {
        held.insert(dyad)
        placesHeld[dyad.a] += 1
        placesHeld[dyad.b] += 1
    }

    /// Why a person is not planned for tonight, for whoever reads them as `name`; nil for one who has room.
    func whyNotPlanned(_ person: Int, as name: String) -> String? {
        if !snapshot.people[person].active { return "\(name) is inactive" }
        if away.contains(person) { return "\(name) is away" }
        if snapshot.people[person].capacity == 0 { return "\(name) takes no counterparts" }
        guard snapshot.people[person].capacity <= placesHeld[person] else { return nil }
        return "\(name) has no free place: pairings under way take them all"
    }

    /// Whether both are active.
    func isActive(_ dyad: Board.Dyad) -> Bool {
        snapshot.people[dyad.a].active && snapshot.people[dyad.b].active
    }

    /// The active people of a side who are here and have places that the plan may fill, and how many.
    func places(on side: Domain.Side) -> (people: [Int], capacities: [Int32]) {
        var people: [Int] = []
        var capacities: [Int32] = []
        for person in snapshot.people(on: side) where snapshot.people[person].active {
            let room = snapshot.people[person].capacity - placesHeld[person]
            guard room > 0, !away.contains(person) else { continue }
            people.append(person)
            capacities.append(Int32(clamping: room))
        }
        return (people, capacities)
    }
}
