import Domain

/// Reads `salespeople.csv`: who there is, and the cells of their profiles as text.
struct SalespeopleReader {
    private enum Column {
        static let person = 0
        static let company = 1
        static let name = 2
        static let email = 3
        static let capacity = 4
        static let active = 5
    }

    let known: Snapshot?
    let faults: FaultList
    /// The companies that may be named, and their sides.
    private(set) var companies: KeyRegister
    private let sidesOfCompanies: [Side?]
    /// The salespeople that the folder names, without attributes.
    private(set) var people: [Salesperson] = []
    /// The side of each of ``people``; nil where it could not be told.
    private(set) var sides: [Side?] = []
    /// For each of ``people`` their index in `known`, if they are there.
    private(set) var knownPlaces: [Int?] = []
    private(set) var register = KeyRegister()
    /// The attribute columns of the file, with one text for each of ``people``.
    private(set) var profile: [ProfileColumn] = []
    /// The line of each of ``people``.
    private(set) var lines: [Int] = []
    private var placesInKnown: [String: Int] = [:]
    private let layout = TableLayout.salespeople

    init(known: Snapshot?, companies: CompaniesReader, faults: FaultList) {
        self.known = known
        self.companies = companies.register
        sidesOfCompanies = companies.sides
        self.faults = faults
        for (place, person) in (known?.people ?? []).enumerated() { placesInKnown[person.key] = place }
    }

    /// Reads the file; returns its header. Unless `isAll`, the alliance may have people who are named nowhere.
    mutating func read(path: String, isAll: Bool) -> TableHeader? {
        var places: [Int] = []
        let header = TableReader(layout: layout, faults: faults).read(path: path) {
            places = $0.places
            for place in $0.others { profile.append(ProfileColumn(name: $0.names[place], place: place)) }
        } take: { row in
            take(RowCells(row: row, layout: layout, faults: faults), places)
        }
        register.isComplete = isAll && header?.isUsable ?? false
        for clash in register.addKnown((known?.people ?? []).map(\.key)) {
            faults.add(layout.file, line: clash.line, column: layout.columns[Column.person], sameLetters)
        }
        return header
    }

    private mutating func take(_ cells: RowCells, _ places: [Int]) {
        guard let key = cells.name(Column.person, in: &register) else { return }
        let place = placesInKnown[key]
        var person = place.flatMap { known?.people[$0] } ?? Salesperson(key: key, company: 0)
        person.attributes = []
        let company = cells.row.isWhole ? findCompany(cells) : nil
        person.company = company ?? 0
        let side = company.flatMap(side(ofCompany:))
        sides.append(side)
        knownPlaces.append(place)
        lines.append(cells.row.line)
        for column in profile.indices { profile[column].texts.append(nil) }
        defer { people.append(person) }
        guard cells.row.isWhole else { return }
        checkSide(side, place, cells)
        if places[Column.name] >= 0 { person.name = cells.text(Column.name) }
        if places[Column.email] >= 0 { person.email = cells.text(Column.email) }
        if places[Column.capacity] >= 0 { person.capacity = cells.count(Column.capacity) ?? 1 }
        if places[Column.active] >= 0 { person.active = cells.yesNo(Column.active) ?? true }
        for column in profile.indices { takeProfile(column, cells.row) }
    }

    private mutating func findCompany(_ cells: RowCells) -> Int? {
        guard cells.key(Column.company) != nil else { return nil }
        if let company = companies.find(cells.row[Column.company]) { return company }
        if companies.isComplete {
            cells.fault(Column.company, "unknown company \"\(cells.row[Column.company].shownText)\"")
        }
        return nil
    }

    private func side(ofCompany company: Int) -> Side? {
        company < companies.namedCount
            ? sidesOfCompanies[company]
            : known?.companies[companies.referred[company - companies.namedCount]].side
    }

    /// What is stored about a person would break if they changed sides.
    private func checkSide(_ side: Side?, _ place: Int?, _ cells: RowCells) {
        guard let known, let place, let side, known.side(of: place) != side else { return }
        cells.fault(
            Column.company,
            "the company stands on side \(side.rawValue); the person is stored on side \(side.opposite.rawValue) and cannot change it"
        )
    }

    private mutating func takeProfile(_ column: Int, _ row: TableRow) {
        switch TextRule.text.read(row.cells[profile[column].place]) {
        case .unknown: break
        case .text(let text): profile[column].texts[people.count] = text
        case .bad(let reason):
            faults.add(layout.file, line: row.line, column: profile[column].name, "the cell \(reason)")
        }
    }
}

/// A column of `salespeople.csv` that is a profile attribute.
struct ProfileColumn {
    /// Its name.
    let name: String
    /// Its place in the row.
    let place: Int
    /// Its text for each salesperson named; nil where unknown.
    var texts: [String?] = []
}
