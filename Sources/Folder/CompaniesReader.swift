import Domain

/// Reads `companies.csv`.
struct CompaniesReader {
    private enum Column {
        static let company = 0
        static let name = 1
        static let side = 2
        static let employees = 3
        static let salesLevels = 4
        static let paymentDays = 5
        static let country = 6
    }

    let known: Snapshot?
    let faults: FaultList
    /// The companies that the folder names.
    private(set) var companies: [Company] = []
    /// The side of each of ``companies``; nil where it could not be read.
    private(set) var sides: [Side?] = []
    private(set) var register = KeyRegister()
    private var knownPlaces: [String: Int] = [:]
    private let layout = TableLayout.companies

    init(known: Snapshot?, faults: FaultList) {
        self.known = known
        self.faults = faults
        for (place, company) in (known?.companies ?? []).enumerated() { knownPlaces[company.key] = place }
    }

    /// Reads the file; returns its header. Unless `isAll`, the alliance may have companies that are named nowhere.
    mutating func read(path: String, isAll: Bool) -> TableHeader? {
        var places: [Int] = []
        let header = TableReader(layout: layout, faults: faults).read(path: path) {
            places = $0.places
        } take: { row in
            take(RowCells(row: row, layout: layout, faults: faults), places)
        }
        register.isComplete = isAll && header?.isUsable ?? false
        for clash in register.addKnown((known?.companies ?? []).map(\.key)) {
            faults.add(layout.file, line: clash.line, column: layout.columns[Column.company], sameLetters)
        }
        return header
    }

    private mutating func take(_ cells: RowCells, _ places: [Int]) {
        guard let key = cells.name(Column.company, in: &register) else { return }
        let old = knownPlaces[key].flatMap { known?.companies[$0] }
        let side: Side? = cells.row.isWhole ? cells.choice(Column.side, needed: true) : nil
        sides.append(side)
        var company = old ?? Company(key: key, name: "", side: side ?? .a)
        defer { companies.append(company) }
        guard cells.row.isWhole else { return }
        if let old, let side, old.side != side {
            cells.fault(
                Column.side, "the company is stored on side \(old.side.rawValue) and cannot change it")
        }
        company.side = side ?? company.side
        company.name = cells.text(Column.name) ?? ""
        if cells.row[Column.name].isEmpty { cells.fault(Column.name, "the cell is needed and empty") }
        if places[Column.employees] >= 0 { company.employees = cells.count(Column.employees) }
        if places[Column.salesLevels] >= 0 { company.salesLevels = cells.count(Column.salesLevels) }
        if places[Column.paymentDays] >= 0 { company.paymentDays = cells.count(Column.paymentDays) }
        if places[Column.country] >= 0 { company.country = cells.text(Column.country) }
    }
}

/// Why two keys that differ in their bytes alone are refused.
let sameLetters = "the same letters are a key already, composed of other Unicode characters"

extension RowCells {
    /// Enters the key that this row names; nil when it is empty, unreadable or there already (noted).
    func name(_ column: Int, in register: inout KeyRegister) -> String? {
        guard row.isWhole || !row[column].isEmpty, let key = key(column) else { return nil }
        switch register.name(key, line: row.line) {
        case .index: return key
        case .duplicate(let line): fault(column, "\"\(shown(key))\" stands on line \(line) already")
        case .sameLetters(let line): fault(column, "\(sameLetters), on line \(line)")
        }
        return nil
    }
}
