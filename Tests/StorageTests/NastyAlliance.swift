import Domain

/// Alliances full of values that break careless storage: quotes, line breaks, emoji, letters that are equal but for
/// their composition, empty sets beside unknown ones, extreme numbers, and every unknown there is.
struct NastyAlliance {
    private var generator: SplitMix64
    private var pieces = [
        "'", "''", "\"", "\\", "\n", "\r\n", "\t", "é", "e\u{301}", "👩‍👩‍👧", "\u{2028}", "null", "NULL", "{", "}",
        ",",
        "$1", "%s", "--", ";", "漢", "\u{202E}", "\u{7F}", "\u{1}", "\u{E000}", "a", " ", "|x",
    ]

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// The next alliance of eight people.
    mutating func make() -> Snapshot {
        let kinds = Attribute.Kind.allCases
        let factors = (0..<Int.random(in: 1...4, using: &generator)).map {
            Factor(key: "f\($0)", label: text(), reference: maybe { _ in Reference(0.1 + 0.2, 2, 3) })
        }
        var snapshot = Snapshot(
            alliance: Alliance(
                key: "nasty", name: text(),
                instrument: Instrument(scale: Scale(min: -1.5, max: 9), factors: factors),
                attributes: (0..<Int.random(in: 0...5, using: &generator)).map {
                    Attribute(name: "at'\"t\($0)", kind: kinds[$0 % kinds.count])
                }))
        for number in 0..<3 {
            snapshot.companies.append(
                Company(
                    key: "c\(number)", name: text(), side: number == 1 ? .b : .a, employees: maybe { _ in 0 },
                    salesLevels: maybe { _ in 3 }, paymentDays: maybe { _ in Int(Int32.max) },
                    country: maybe { $0.text() }))
        }
        for number in 0..<8 { addPerson(number, to: &snapshot) }
        addPairs(to: &snapshot)
        return snapshot
    }

    private mutating func addPerson(_ number: Int, to snapshot: inout Snapshot) {
        let attributes = snapshot.alliance.attributes.map { attribute -> AttributeValue? in
            maybe { nasty in
                switch attribute.kind {
                case .number: .number(nasty.number())
                case .category: .category(nasty.text())
                case .set: .set(nasty.words())
                }
            }
        }
        snapshot.people.append(
            Salesperson(
                key: "p\(number)" + text().filter { $0.isLetter }, company: number % 3,
                name: maybe { $0.text() },
                email: maybe { $0.text() }, capacity: number % 4, active: number % 5 > 0,
                attributes: attributes))
    }

    private mutating func addPairs(to snapshot: inout Snapshot) {
        let factorCount = snapshot.alliance.instrument.factors.count
        for a in snapshot.people(on: .a) {
            for b in snapshot.people(on: .b) {
                for (rater, target) in [(a, b), (b, a)] {
                    for day in [nil, Day(daysSince1970: -719_162), today] where one(in: 2) {
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target, day: day,
                                ratings: (0..<factorCount).map { _ in maybe { $0.answer() } },
                                success: maybe { $0.answer() }, wouldContinue: maybe { $0.one(in: 2) }))
                    }
                }
                for status in [PairingStatus.declined, .ended, .trial] where one(in: 2) {
                    snapshot.pairings.append(
                        Pairing(
                            personA: a, personB: b, status: status, started: maybe { _ in today },
                            ended: maybe { _ in today.advanced(byDays: 3) }, reason: maybe { $0.text() }))
                }
                if one(in: 3) {
                    snapshot.rules.append(
                        Rule(
                            personA: a, personB: b, kind: one(in: 2) ? .pin : .veto,
                            reason: maybe { $0.text() }))
                }
            }
        }
        for person in snapshot.people.indices where one(in: 2) {
            for account in ["k\u{e9}", "ke\u{301}", "K", "k"] where one(in: 2) {
                snapshot.coverage.append(
                    AccountCoverage(
                        account: account, name: maybe { $0.text() }, person: person,
                        role: maybe { _ in .owner },
                        revenue: maybe { $0.number() }))
            }
        }
    }

    private mutating func text() -> String {
        "t" + (0..<3).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private mutating func words() -> [String] {
        (0..<Int.random(in: 0...3, using: &generator)).map { "\($0)" + text().replacing("|", with: "") }
    }

    private mutating func number() -> Double {
        [0.1 + 0.2, -Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 7, -0.5]
            .randomElement(using: &generator) ?? 0
    }

    private mutating func answer() -> Double {
        one(in: 2)
            ? Double(Int.random(in: -1...9, using: &generator))
            : Double(Float.random(in: -1.5...9, using: &generator))
    }

    private mutating func maybe<Value>(_ value: (inout NastyAlliance) -> Value) -> Value? {
        one(in: 3) ? nil : value(&self)
    }

    private mutating func one(in count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }
}
