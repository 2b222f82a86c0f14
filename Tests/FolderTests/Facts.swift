import Domain

/// Everything a snapshot says, as a bag of facts that name people and companies by their keys: two snapshots
/// that differ only in order have the same facts. Texts are compared by their bytes.
func facts(of snapshot: Snapshot) -> [[String]] {
    var facts: [[String]] = [["alliance", "\(snapshot.alliance)"]]
    facts += snapshot.companies.map { ["company", "\($0)"] }
    func key(_ person: Int) -> String { snapshot.people[person].key }
    for person in snapshot.people {
        var plain = person
        plain.company = 0
        facts.append(["person", snapshot.companies[person.company].key, "\(plain)"])
    }
    for row in 0..<snapshot.sheets.count {
        var sheet = snapshot.sheets[row]
        let names = [key(sheet.rater), key(sheet.target)]
        (sheet.rater, sheet.target) = (0, 0)
        facts.append(["sheet"] + names + ["\(sheet)"])
    }
    for pairing in snapshot.pairings {
        facts.append([
            "pairing", key(pairing.personA), key(pairing.personB), pairing.status.rawValue,
            "\(String(describing: pairing.started)) \(String(describing: pairing.ended))",
            pairing.reason ?? "-",
        ])
    }
    for rule in snapshot.rules {
        facts.append(["rule", key(rule.personA), key(rule.personB), rule.kind.rawValue, rule.reason ?? "-"])
    }
    for entry in snapshot.coverage {
        var plain = entry
        plain.person = 0
        facts.append(["account", key(entry.person), "\(plain)"])
    }
    return facts.sorted { $0.lexicographicallyPrecedes($1) { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}

/// Whether two bags of facts are the same, byte for byte.
func haveSameFacts(_ left: Snapshot, _ right: Snapshot) -> Bool {
    facts(of: left).elementsEqual(facts(of: right)) { one, other in
        one.elementsEqual(other) { $0.utf8.elementsEqual($1.utf8) }
    }
}
