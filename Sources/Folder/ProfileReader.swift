import Domain

/// Turns the profile cells of `salespeople.csv` into typed attributes.
///
/// The kind of an attribute is what `alliance.yaml` lists, else what is known from earlier cells, else what its cells look like.
struct ProfileReader {
    let known: Snapshot?
    let listed: [ListedAttribute]
    let faults: FaultList

    /// Fills in the attributes of `people`, who are the first of the snapshot.
    ///
    /// - Returns: the attributes of the alliance: known ones first, then those of the columns, then those that
    ///   are listed only.
    func fill(_ people: inout [Salesperson], from reader: SalespeopleReader) -> [Attribute] {
        var attributes = known?.alliance.attributes ?? []
        let columns = Dictionary(
            reader.profile.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for name in reader.profile.map(\.name) + listed.map(\.attribute.name)
        where !attributes.contains(where: { $0.name == name }) {
            attributes.append(Attribute(name: name, kind: look(at: columns[name])))
        }
        for place in attributes.indices {
            if let entry = listed.first(where: { $0.attribute.name == attributes[place].name }) {
                checkChange(of: attributes[place], to: entry, columns[attributes[place].name] != nil, reader)
                attributes[place].kind = entry.attribute.kind
            } else if isOnlyNamed(place), let column = columns[attributes[place].name] {
                attributes[place].kind = look(at: column)
            }
        }
        for attribute in attributes { fill(&people, attribute, columns[attribute.name], reader) }
        return attributes
    }

    /// All cells numbers → number; any cell with `|` → set; otherwise category, as also when all are empty.
    private func look(at column: ProfileColumn?) -> Attribute.Kind {
        let texts = (column?.texts ?? []).compactMap(\.self)
        if texts.isEmpty { return .category }
        if texts.allSatisfy({ $0.isDecimal }) { return .number }
        return texts.contains { $0.utf8.contains(bar) } ? .set : .category
    }

    /// Whether a known attribute has had empty cells only, so that there was nothing yet to tell its kind by.
    private func isOnlyNamed(_ place: Int) -> Bool {
        guard let known, place < known.alliance.attributes.count else { return false }
        return known.alliance.attributes[place].kind == .category
            && known.people.allSatisfy { $0.attributes[place] == nil }
    }

    /// A kind may only change when the folder brings every value of it anew.
    private func checkChange(
        of old: Attribute, to new: ListedAttribute, _ isColumn: Bool, _ reader: SalespeopleReader
    ) {
        guard let known, old.kind != new.attribute.kind,
            let place = known.alliance.attributes.firstIndex(of: old)
        else { return }
        let renewed = Set(isColumn ? reader.knownPlaces.compactMap(\.self) : [])
        let others = known.people.indices.filter {
            !renewed.contains($0) && known.people[$0].attributes[place] != nil
        }
        guard !others.isEmpty else { return }
        faults.add(
            .alliance, line: new.line, column: new.column,
            "\"\(shown(old.name))\" cannot change from \(old.kind.rawValue) to \(new.attribute.kind.rawValue): "
                + "\(others.count) salespeople keep a \(old.kind.rawValue); name them all in salespeople.csv")
    }

    private func fill(
        _ people: inout [Salesperson], _ attribute: Attribute, _ column: ProfileColumn?,
        _ reader: SalespeopleReader
    ) {
        let knownPlace = known?.alliance.attributes.firstIndex { $0.name == attribute.name }
        for person in people.indices {
            if let column {
                let value = column.texts[person].flatMap { read($0, attribute, reader.lines[person]) }
                people[person].attributes.append(value)
            } else if let knownPlace, let knownPerson = reader.knownPlaces[person], let known {
                people[person].attributes.append(known.people[knownPerson].attributes[knownPlace])
            } else {
                people[person].attributes.append(nil)
            }
        }
    }

    private func read(_ text: String, _ attribute: Attribute, _ line: Int) -> AttributeValue? {
        func fault(_ message: String) {
            let isListed = listed.contains { $0.attribute.name == attribute.name }
            let hint = isListed ? "" : "; to read it differently, list the attribute in alliance.yaml"
            faults.add(.salespeople, line: line, column: attribute.name, message + hint)
        }
        switch attribute.kind {
        case .number:
            let number = text.decimal
            if let number, number.isFinite { return .number(number) }
            fault("expected a number, got \"\(shown(text))\"")
        case .category:
            let isListed = listed.contains { $0.attribute.name == attribute.name }
            if isListed || !text.utf8.contains(bar) { return .category(text) }
            fault("expected one word without '|', got \"\(shown(text))\"")
        case .set: return .set(Self.words(of: text))
        }
        return nil
    }

    /// The words of a set, distinct and sorted by their bytes. `|` alone is the empty set: known to be none.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for word in text.utf8.split(separator: bar).compactMap({ String($0) }).sorted(by: comesBefore)
        where words.last.map({ !haveSameBytes($0, word) }) ?? true {
            words.append(word)
        }
        return words
    }
}

/// An attribute that `alliance.yaml` lists, and where.
struct ListedAttribute {
    let attribute: Attribute
    let line: Int?
    let column: String?
}

extension String {
    /// Its value as a decimal number, perhaps infinite; nil when it is none.
    var decimal: Double? {
        var text = self
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap { DecimalText(Cell(start: $0, count: bytes.count))?.double }
        }
    }

    fileprivate var isDecimal: Bool { decimal != nil }
}

private let bar = UInt8(ascii: "|")
