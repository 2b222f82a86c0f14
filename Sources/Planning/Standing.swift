import Domain

/// How every pair and person of a snapshot stands on a day.
struct Standing {
    let snapshot: Snapshot
    let day: Day
    /// Confirmed pairs, sorted, each once.
    private(set) var confirmed: [Board.Dyad] = []
    /// Pairs that the plan leaves as they are: those that are proposed, accepted or on trial, and confirmed ones of which
    /// somebody is away or which a proposal alone would crowd out.
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
    /// Places that are taken, by person: those of ``held`` that are more than proposals.
    private var placesTaken: [Int]
    /// Proposals that wait for an answer, by person. They take no place, but the plan fills none that they ask for: it proposes
    /// nothing that would not fit if all of them were accepted.
    private var proposals: [Int]

    init(_ snapshot: Snapshot, on day: Day) {
        self.snapshot = snapshot
        self.day = day
        away = Set(snapshot.absences.filter { $0.covers(day) }.map(\.person))
        placesTaken = Array(repeating: 0, count: snapshot.people.count)
        proposals = placesTaken
        for rule in snapshot.rules {
            let dyad = Board.Dyad(a: rule.personA, b: rule.personB)
            switch rule.kind {
            case .veto: vetoed.insert(dyad)
            case .pin: pinned.append(dyad)
            }
        }
        for pairing in snapshot.pairings { add(pairing) }
        leaveThoseBesideProposals()
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
        case .proposed:
            held.insert(dyad)
            proposals[dyad.a] += 1
            proposals[dyad.b] += 1
        case .accepted, .trial:
            hold(dyad)
        case .declined, .ended:
            let days = [closed[dyad] ?? nil, pairing.ended ?? pairing.started].compactMap(\.self)
            closed.updateValue(days.max(), forKey: dyad)
            parted.formUnion([dyad.a, dyad.b])
        }
    }

    /// Who is away keeps whom they have, unless a rule or a departure says otherwise.
    private func isLeftStanding(_ dyad: Board.Dyad) -> Bool {
        (away.contains(dyad.a) || away.contains(dyad.b)) && mayStand(dyad)
    }

    private func mayStand(_ dyad: Board.Dyad) -> Bool { !vetoed.contains(dyad) && isActive(dyad) }

    /// A proposal ends nothing: confirmed pairs that would fit without it stand until it is answered.
    private mutating func leaveThoseBesideProposals() {
        var pairs = Array(repeating: 0, count: snapshot.people.count)
        for dyad in confirmed { for person in [dyad.a, dyad.b] { pairs[person] += 1 } }
        let crowded = Set(
            snapshot.people.indices.filter { person in
                let room = snapshot.people[person].capacity - placesTaken[person]
                return pairs[person] <= room && pairs[person] > room - proposals[person]
            })
        let staying = confirmed.filter {
            (crowded.contains($0.a) || crowded.contains($0.b)) && mayStand($0)
        }
        guard !staying.isEmpty else { return }
        confirmed.removeAll(where: Set(staying).contains)
        for dyad in staying { hold(dyad) }
    }

    private mutating func hold(_ dyad: Board.Dyad) {
        held.insert(dyad)
        placesTaken[dyad.a] += 1
        placesTaken[dyad.b] += 1
    }

    /// Why a person is not planned for tonight, for whoever reads them as `name`; nil for one who has room.
    func whyNotPlanned(_ person: Int, as name: String) -> Unplanned? {
        let reason: Unplanned.Reason
        let room = snapshot.people[person].capacity - placesTaken[person]
        if !snapshot.people[person].active {
            reason = .inactive
        } else if away.contains(person) {
            reason = .away
        } else if snapshot.people[person].capacity == 0 {
            reason = .takesNobody
        } else if room <= 0 {
            reason = .full
        } else if room <= proposals[person] {
            reason = .awaitsAnswers
        } else {
            return nil
        }
        return Unplanned(name: name, reason: reason)
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
            let room = snapshot.people[person].capacity - placesTaken[person] - proposals[person]
            guard room > 0, !away.contains(person) else { continue }
            people.append(person)
            capacities.append(Int32(clamping: room))
        }
        return (people, capacities)
    }
}
