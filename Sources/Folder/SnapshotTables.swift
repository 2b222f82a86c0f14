import Domain

/// Writes the CSV files of a snapshot into a folder that holds none of them yet.
struct SnapshotTables {
    let snapshot: Snapshot
    let folder: String
    /// People in the order of their keys, and the rank of each.
    private let people: [Int]
    private let ranks: [Int32]

    init(_ snapshot: Snapshot, folder: String) {
        self.snapshot = snapshot
        self.folder = folder
        people = snapshot.people.indices.sorted {
            comesBefore(snapshot.people[$0].key, snapshot.people[$1].key)
        }
        var ranks = [Int32](repeating: 0, count: people.count)
        for (rank, person) in people.enumerated() { ranks[person] = Int32(rank) }
        self.ranks = ranks
    }

    /// Writes all files that are needed or have rows.
    func write() throws(FolderError) {
        try writeCompanies()
        try writeSalespeople()
        if snapshot.sheets.count > 0 { try writeSheets() }
        if !snapshot.pairings.isEmpty { try writePairings() }
        if !snapshot.rules.isEmpty { try writeRules() }
        if !snapshot.coverage.isEmpty { try writeAccounts() }
    }

    private func writeCompanies() throws(FolderError) {
        let companies = snapshot.companies.sorted { comesBefore($0.key, $1.key) }
        var table = try CSVWriter(.companies, in: folder, header: TableLayout.companies.columns)
        for company in companies {
            try table.needed(company.key, .key)
            try table.needed(company.name)
            table.word(company.side.rawValue)
            table.count(company.employees)
            table.count(company.salesLevels)
            table.count(company.paymentDays)
            try table.text(company.country)
            try table.endRow()
        }
        try table.finish()
    }

    private func writeSalespeople() throws(FolderError) {
        let attributes = snapshot.alliance.attributes
        let header = TableLayout.salespeople.columns + attributes.map(\.name)
        var table = try CSVWriter(.salespeople, in: folder, header: header)
        for index in people {
            let person = snapshot.people[index]
            try table.needed(person.key, .key)
            try table.needed(snapshot.companies[person.company].key, .key)
            try table.text(person.name)
            try table.text(person.email)
            table.count(person.capacity)
            table.yesNo(person.active)
            for (attribute, value) in zip(attributes, person.attributes) {
                try write(value, attribute.kind, to: &table)
            }
            try table.endRow()
        }
        try table.finish()
    }

    private func write(
        _ value: AttributeValue?, _ kind: Attribute.Kind, to table: inout CSVWriter
    ) throws(FolderError) {
        switch (value, kind) {
        case (nil, _): try table.text(nil)
        case (.number(let number), .number): try table.number(number)
        case (.category(let word), .category): try table.text(word)
        case (.set(let words), .set):
            // The text is made first, so that a fault names the column of this cell.
            let text =
                words.isEmpty
                ? "|" : ProfileReader.words(of: words.joined(separator: "|")).joined(separator: "|")
            try table.text(text)
            if let word = words.first(where: { $0.isEmpty || $0.utf8.contains(UInt8(ascii: "|")) }) {
                throw table.unwritable("the word \"\(shown(word))\" of a set is empty or has a '|'")
            }
        default:
            try table.text(nil)
            throw table.unwritable("the value is not a \(kind.rawValue)")
        }
    }
}

// The files about pairs and accounts.
extension SnapshotTables {
    private func writePairings() throws(FolderError) {
        // Pairings of one pair: by first day, unknown first, then as the statuses follow each other.
        let statuses = PairingStatus.allCases
        let keyed = snapshot.pairings.map { pairing in
            let status = statuses.firstIndex(of: pairing.status) ?? 0
            let ended = pairing.ended?.daysSince1970 ?? .min
            return (
                [
                    ranks[pairing.personA], ranks[pairing.personB], pairing.started?.daysSince1970 ?? .min,
                    Int32(status), ended,
                ], pairing
            )
        }
        let sorted = keyed.sorted { left, right in
            if left.0 != right.0 { return left.0.lexicographicallyPrecedes(right.0) }
            return comesBefore(left.1.reason ?? "", right.1.reason ?? "")
        }
        var table = try CSVWriter(.pairings, in: folder, header: TableLayout.pairings.columns)
        for (_, pairing) in sorted {
            try writePair(pairing.personA, pairing.personB, to: &table)
            table.word(pairing.status.rawValue)
            table.day(pairing.started)
            table.day(pairing.ended)
            try table.text(pairing.reason)
            try table.endRow()
        }
        try table.finish()
    }

    private func writeRules() throws(FolderError) {
        let rules = snapshot.rules.sorted { left, right in
            [ranks[left.personA], ranks[left.personB]].lexicographicallyPrecedes([
                ranks[right.personA], ranks[right.personB],
            ])
        }
        var table = try CSVWriter(.rules, in: folder, header: TableLayout.rules.columns)
        for rule in rules {
            try writePair(rule.personA, rule.personB, to: &table)
            table.word(rule.kind.rawValue)
            try table.text(rule.reason)
            try table.endRow()
        }
        try table.finish()
    }

    private func writeAccounts() throws(FolderError) {
        let coverage = snapshot.coverage.sorted { left, right in
            if !haveSameBytes(left.account, right.account) { return comesBefore(left.account, right.account) }
            return ranks[left.person] < ranks[right.person]
        }
        var table = try CSVWriter(.accounts, in: folder, header: TableLayout.accounts.columns)
        for entry in coverage {
            try table.needed(entry.account, .key)
            try table.text(entry.name)
            try table.needed(snapshot.people[entry.person].key, .key)
            table.word(entry.role?.rawValue)
            try table.number(entry.revenue)
            try table.endRow()
        }
        try table.finish()
    }

    private func writePair(_ personA: Int, _ personB: Int, to table: inout CSVWriter) throws(FolderError) {
        try table.needed(snapshot.people[personA].key, .key)
        try table.needed(snapshot.people[personB].key, .key)
    }
}

// Sheets: the one file that may be large.
extension SnapshotTables {
    private func writeSheets() throws(FolderError) {
        let sheets = snapshot.sheets
        let factors = snapshot.alliance.instrument.factors.map(\.key)
        precondition(factors.count == sheets.factorCount, "sheets need one answer for each factor")
        let layout = TableLayout.sheets(factors: factors)
        var table = try CSVWriter(.sheets, in: folder, header: layout.columns)
        for row in order(of: sheets) {
            try table.needed(snapshot.people[Int(sheets.raters[row])].key, .key)
            try table.needed(snapshot.people[Int(sheets.targets[row])].key, .key)
            let day = sheets.days[row]
            table.day(day == SheetTable.unknownDay ? nil : Day(daysSince1970: day))
            for place in row * factors.count..<(row + 1) * factors.count {
                try table.answer(sheets.ratings[place])
            }
            try table.answer(sheets.successes[row])
            let decision = sheets.decisions[row]
            table.yesNo(decision == SheetTable.unknownDecision ? nil : decision == 1)
            try table.endRow()
        }
        try table.finish()
    }

    /// The rows by rater's key, target's key and date (unknown first).
    private func order(of sheets: SheetTable) -> [Int] {
        let pairs = (0..<sheets.count).map { row in
            UInt64(ranks[Int(sheets.raters[row])]) << 32 | UInt64(ranks[Int(sheets.targets[row])])
        }
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            pairs[left] != pairs[right] ? pairs[left] < pairs[right] : sheets.days[left] < sheets.days[right]
        }
        let isSorted = (1..<max(1, sheets.count)).allSatisfy { !isBefore($0, $0 - 1) }
        return isSorted ? Array(0..<sheets.count) : (0..<sheets.count).sorted(by: isBefore)
    }
}
