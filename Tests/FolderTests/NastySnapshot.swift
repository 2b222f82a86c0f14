import Domain

/// Valid snapshots full of what breaks careless readers and writers.
struct NastySnapshot {
    private var stream: Stream

    init(seed: UInt64) { stream = Stream(seed: seed) }

    private static let pieces = [
        ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "\t", "é", "e\u{301}", "👩‍👩‍👧", "\u{FEFF}", "\u{2028}",
        "\u{85}",
        "=1+1", "-", "+", "@", "'", ": ", " #", "#", "yes", "null", "~", "|", "&a", "*a", "!t", "%", "{", "}",
        "[", "]",
        "\\", "\\n", "0", "01", "1.0", "1e5", "nan", "a", "Z", "漢", "\u{202E}", "\u{1F600}", "\u{7F}",
        "\u{1}", "\u{E000}",
    ]

    /// A text; with `isKey` without control characters, and never empty.
    private mutating func text(isKey: Bool = false) -> String {
        var result = ""
        for _ in 0...Int.random(in: 0...4, using: &stream) {
            let piece = Self.pieces.randomElement(using: &stream) ?? ""
            let hasControl = piece.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
            if !isKey || !hasControl { result += piece }
        }
        // A key may not begin with a byte-order mark.
        return result.isEmpty || isKey && result.unicodeScalars.first == "\u{FEFF}" ? "k" + result : result
    }

    /// A text of `alliance.yaml`, which may not begin with a byte-order mark.
    private mutating func yamlText() -> String {
        let text = text()
        return text.unicodeScalars.first == "\u{FEFF}" ? "'" + text : text
    }

    private mutating func maybe<Value>(_ value: (inout NastySnapshot) -> Value) -> Value? {
        stream.one(in: 3) ? nil : value(&self)
    }

    /// Keys that differ as Swift texts, in random order.
    private mutating func keys(_ count: Int) -> [String] {
        var keys: Set<String> = []
        while keys.count < count { keys.insert(text(isKey: true)) }
        return keys.sorted().shuffled(using: &stream)
    }

    private mutating func number() -> Double {
        switch Int.random(in: 0...4, using: &stream) {
        case 0: Double(Int.random(in: -5...5, using: &stream))
        case 1: 0.1 + 0.2
        case 2: Double(sign: .plus, exponent: Int.random(in: -1000...1000, using: &stream), significand: 1.7)
        case 3: -Double.greatestFiniteMagnitude
        default: Double.random(in: -1e6...1e6, using: &stream)
        }
    }

    private mutating func day() -> Day {
        Day(daysSince1970: Int32.random(in: -719_162...2_932_896, using: &stream))
    }

    /// The next snapshot.
    mutating func make() -> Snapshot {
        var snapshot = Snapshot(alliance: makeAlliance())
        for key in keys(Int.random(in: 2...4, using: &stream)) {
            snapshot.companies.append(makeCompany(key, snapshot.companies.count % 2 == 0 ? .a : .b))
        }
        for key in keys(Int.random(in: 0...9, using: &stream)) {
            snapshot.people.append(makePerson(key, snapshot))
        }
        addSheets(to: &snapshot)
        addPairs(to: &snapshot)
        addAccounts(to: &snapshot)
        return snapshot
    }

    private mutating func makeAlliance() -> Alliance {
        let fixed = ["rater", "target", "date", "success", "continue", "person", "company", "name", "email"]
        let factors = keys(Int.random(in: 1...4, using: &stream)).filter { !fixed.contains($0) }.map { key in
            let reference = maybe { _ in Reference(0.5, 0.1 + 0.2, 3) }
            return Factor(key: key, label: yamlText(), reference: reference)
        }
        let attributes = keys(Int.random(in: 0...4, using: &stream)).map {
            Attribute(name: $0, kind: Attribute.Kind.allCases.randomElement(using: &stream) ?? .set)
        }
        return Alliance(
            key: "nasty-1", name: yamlText(),
            instrument: Instrument(scale: Scale(min: -1.5, max: 9), factors: factors),
            attributes: attributes)
    }

    private mutating func makeCompany(_ key: String, _ side: Side) -> Company {
        Company(
            key: key, name: text(), side: side, employees: maybe { _ in 250 }, salesLevels: maybe { _ in 0 },
            paymentDays: maybe { _ in Int(Int32.max) }, country: maybe { $0.text() })
    }

    private mutating func makePerson(_ key: String, _ snapshot: Snapshot) -> Salesperson {
        let values = snapshot.alliance.attributes.map { attribute -> AttributeValue? in
            maybe { nasty in
                switch attribute.kind {
                case .number: return .number(nasty.number())
                case .category: return .category(nasty.text())
                case .set: return .set(nasty.words())
                }
            }
        }
        return Salesperson(
            key: key, company: Int.random(in: snapshot.companies.indices, using: &stream),
            name: maybe { $0.text() }, email: maybe { $0.text() },
            capacity: Int.random(in: 0...3, using: &stream), active: stream.one(in: 2), attributes: values)
    }

    /// Distinct words without `|`, sorted by bytes; none of them now and then.
    private mutating func words() -> [String] {
        var words: [String] = []
        for _ in 0..<Int.random(in: 0...3, using: &stream) {
            let word = text().filter { $0 != "|" }
            if !word.isEmpty, !words.contains(where: { $0.utf8.elementsEqual(word.utf8) }) {
                words.append(word)
            }
        }
        return words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func couples(_ snapshot: Snapshot) -> [(Int, Int)] {
        snapshot.people(on: .a).flatMap { a in snapshot.people(on: .b).map { (a, $0) } }
    }

    private mutating func addSheets(to snapshot: inout Snapshot) {
        let factorCount = snapshot.alliance.instrument.factors.count
        for (a, b) in couples(snapshot).shuffled(using: &stream) {
            for (rater, target) in [(a, b), (b, a)] {
                var days: Set<Day?> = []
                for _ in 0..<Int.random(in: 0...2, using: &stream) { days.insert(maybe { $0.day() }) }
                for day in days.sorted(by: { ($0?.daysSince1970 ?? .min) < ($1?.daysSince1970 ?? .min) }) {
                    let ratings = (0..<factorCount).map { _ in maybe { $0.answer() } }
                    snapshot.sheets.append(
                        Sheet(
                            rater: rater, target: target, day: day, ratings: ratings,
                            success: maybe { $0.answer() }, wouldContinue: maybe { $0.stream.one(in: 2) }))
                }
            }
        }
    }

    private mutating func answer() -> Double {
        stream.one(in: 2)
            ? Double(Int.random(in: -1...9, using: &stream))
            : Double(Float.random(in: -1.5...9, using: &stream))
    }

    private mutating func addPairs(to snapshot: inout Snapshot) {
        for (a, b) in couples(snapshot).shuffled(using: &stream) {
            var statuses = PairingStatus.allCases.filter { !$0.isOpen }
            if let open = PairingStatus.allCases.filter(\.isOpen).randomElement(using: &stream) {
                statuses.append(open)
            }
            for status in statuses.shuffled(using: &stream) where stream.one(in: 2) {
                let started = maybe { $0.day() }
                let ended = maybe { $0.day() }
                let isOrdered = started.flatMap { day in ended.map { day <= $0 } } ?? true
                snapshot.pairings.append(
                    Pairing(
                        personA: a, personB: b, status: status, started: started,
                        ended: isOrdered ? ended : nil,
                        reason: maybe { $0.text() }))
            }
            if let kind = Rule.Kind.allCases.randomElement(using: &stream), stream.one(in: 3) {
                snapshot.rules.append(Rule(personA: a, personB: b, kind: kind, reason: maybe { $0.text() }))
            }
        }
    }

    private mutating func addAccounts(to snapshot: inout Snapshot) {
        for account in keys(Int.random(in: 0...3, using: &stream)) {
            for person in snapshot.people.indices.shuffled(using: &stream) where stream.one(in: 3) {
                snapshot.coverage.append(
                    AccountCoverage(
                        account: account, name: maybe { $0.text() }, person: person,
                        role: AccountCoverage.Role.allCases.randomElement(using: &stream),
                        revenue: maybe { $0.number() }))
            }
        }
    }
}
