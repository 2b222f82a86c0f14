import Domain

/// Makes a few pins and vetoes: pins on confirmed pairings, vetoes on pairs that ended or never met.
struct RuleMaker {
    let people: [SamplePerson]
    let history: History
    var dice: Dice

    /// Rules by person a, then person b; about one of each kind for sixty people.
    consuming func make() -> [Rule] {
        let count = max(2, people.count / 60)
        let sideB = people.indices.filter { people[$0].side == .b }
        var confirmed = history.bonds.filter { $0.pairing.status == .confirmed }.map(\.pairing)
        var ended = history.bonds.filter { $0.pairing.status == .ended }.map(\.pairing)
        dice.shuffle(&confirmed)
        dice.shuffle(&ended)
        let open = Set(
            history.bonds.filter(\.pairing.status.isOpen).map { [$0.pairing.personA, $0.pairing.personB] })
        var rules = confirmed.prefix(count).map {
            Rule(personA: $0.personA, personB: $0.personB, kind: .pin, reason: dice.pick(Reasons.pins))
        }
        for pairing in ended.prefix(count) {
            // Every other veto is on someone whom the same person never met.
            let other = dice.chance(0.5) ? dice.pick(sideB) : pairing.personB
            if open.contains([pairing.personA, other]) { continue }
            rules.append(
                Rule(
                    personA: pairing.personA, personB: other, kind: .veto, reason: dice.pick(Reasons.vetoes)))
        }
        rules.sort { ($0.personA, $0.personB) < ($1.personA, $1.personB) }
        return distinct(rules)
    }

    private func distinct(_ sorted: [Rule]) -> [Rule] {
        var result: [Rule] = []
        for rule in sorted where result.last?.personA != rule.personA || result.last?.personB != rule.personB
        {
            result.append(rule)
        }
        return result
    }
}
