import Domain

/// Reads `accounts.csv`: one row for an account and one salesperson who covers it.
struct AccountsReader {
    private enum Column {
        static let account = 0
        static let name = 1
        static let person = 2
        static let role = 3
        static let revenue = 4
    }

    private struct Identity: Hashable {
        let account: Int
        let person: Int
    }

    let faults: FaultList
    private(set) var coverage: [AccountCoverage] = []
    private var accounts = KeyTable()
    private var lines: [Identity: Int] = [:]
    private let layout = TableLayout.accounts

    init(faults: FaultList) { self.faults = faults }

    /// Reads the file; returns its header.
    mutating func read(path: String, people: inout PeopleDirectory) -> TableHeader? {
        TableReader(layout: layout, faults: faults).read(path: path) { row in
            if row.isWhole { take(RowCells(row: row, layout: layout, faults: faults), &people) }
        }
    }

    private mutating func take(_ cells: RowCells, _ people: inout PeopleDirectory) {
        let account = cells.key(Column.account)
        let name = cells.text(Column.name)
        let person = cells.person(Column.person, in: &people)
        let role: AccountCoverage.Role? = cells.choice(Column.role, needed: false)
        let revenue = cells.number(Column.revenue)
        guard let account, let person else { return }
        let identity = Identity(account: index(of: account), person: person)
        if let line = lines[identity] {
            return cells.fault(Column.account, "the same account and person stand on line \(line)")
        }
        lines[identity] = cells.row.line
        coverage.append(
            AccountCoverage(account: account, name: name, person: person, role: role, revenue: revenue))
    }

    private mutating func index(of account: String) -> Int {
        if let index = accounts.index(of: account) { return index }
        accounts.add(account)
        return accounts.count - 1
    }
}
