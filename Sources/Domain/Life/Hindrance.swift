/// What stands between two people and the next step, and can be removed by somebody.
public enum Hindrance: Sendable, Hashable {
    /// A veto forbids the pairing.
    case veto
    /// This person, by name or by key where that is unknown, is not active.
    case inactive(person: String)
    /// This person, named likewise, has no free place.
    case noRoom(person: String)
    /// Their companies are not released for pairing; from when they are, where that is decided.
    case companyHold(until: Day?)
    /// Neither side yields the control of a customer that both cover.
    case openConflict(account: String)
    /// A customer that both cover has no agreement of both sides on who leads.
    case noAgreement(account: String)

    /// Whether a step has to wait for it. A no never waits.
    public func blocks(_ step: LifeStep.Name) -> Bool {
        switch (self, step) {
        case (.noAgreement, .start): true
        case (.noAgreement, _): false
        case (_, .accept), (_, .start): true
        default: false
        }
    }

    /// What it is, as part of a sentence.
    public var text: String {
        switch self {
        case .veto: "a veto forbids the pairing"
        case .inactive(let person): "\(person) is inactive"
        case .noRoom(let person): "\(person) has no free place"
        case .companyHold(let until?): "the companies are released for pairing on \(until)"
        case .companyHold(nil): "the companies are not released for pairing"
        case .openConflict(let account): "neither side yields the control of the customer \(account)"
        case .noAgreement(let account): "the sides have not agreed who leads at the customer \(account)"
        }
    }

    /// What removes it, one sentence.
    public var remedy: String {
        switch self {
        case .veto: "Remove the veto, if both sides want that."
        case .inactive: "Activate the person first."
        case .noRoom: "End a pairing of this person, or raise the capacity."
        case .companyHold: "Settle what the gate report of the two companies asks for."
        case .openConflict: "Sign a control agreement for the customer."
        case .noAgreement: "Sign a control agreement for the customer before the trial."
        }
    }
}

/// What stands between two people who have a pairing or are to have one.
///
/// - Parameters:
///   - personA: index in ``Snapshot/people`` of the person on side a (a precondition).
///   - personB: index of the person on side b (a precondition).
///   - snapshot: the alliance as it is.
///   - agreed: keys of the accounts for which an agreement of both sides is in force.
///   - today: the day.
/// - Returns: every hindrance, people first, then companies, then customers in the order of their keys.
/// - Complexity: O(people + pairings + rules + coverage · log).
public func hindrances(
    between personA: Int, and personB: Int, in snapshot: Snapshot, agreed: Set<String>, on today: Day
) -> [Hindrance] {
    var found: [Hindrance] = []
    if snapshot.rules.contains(where: { ($0.personA, $0.personB, $0.kind) == (personA, personB, .veto) }) {
        found.append(.veto)
    }
    let room = snapshot.freePlaces(apartFrom: (personA, personB))
    for person in [personA, personB] {
        let own = snapshot.people[person]
        let name = own.name ?? own.key
        if !own.active { found.append(.inactive(person: name)) }
        if room[person] == 0 { found.append(.noRoom(person: name)) }
    }
    let (companyA, companyB) = (snapshot.people[personA].company, snapshot.people[personB].company)
    if let hold = snapshot.companyHolds.first(where: {
        ($0.companyA, $0.companyB) == (companyA, companyB) && $0.holds(on: today)
    }) {
        found.append(.companyHold(until: hold.until))
    }
    for account in snapshot.accountsShared(by: personA, and: personB) {
        if snapshot.openConflicts.contains(account) {
            found.append(.openConflict(account: account))
        } else if !agreed.contains(account) {
            found.append(.noAgreement(account: account))
        }
    }
    return found
}

extension Snapshot {
    /// Keys of the customers that two people both cover, sorted.
    public func accountsShared(by personA: Int, and personB: Int) -> [String] {
        let ours = Set(coverage.lazy.filter { $0.person == personA }.map(\.account))
        return coverage.lazy.filter { $0.person == personB && ours.contains($0.account) }.map(\.account)
            .sorted()
    }

    /// How many free places each person has: 0 or more, by row. Proposals hold none (``PairingStatus/holdsPlace``).
    ///
    /// - Parameter pair: the people (rows) of a pairing of which the places count as free; nil for none.
    /// - Complexity: O(people + pairings).
    public func freePlaces(apartFrom pair: (a: Int, b: Int)? = nil) -> [Int] {
        var room = people.map(\.capacity)
        for pairing in pairings where pairing.status.holdsPlace {
            if let pair, (pairing.personA, pairing.personB) == pair { continue }
            room[pairing.personA] -= 1
            room[pairing.personB] -= 1
        }
        return room.map { max(0, $0) }
    }
}
