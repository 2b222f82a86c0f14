import Domain
import Gateway
import Storage

/// One table of what a viewer may see, for spreadsheets and programs.
struct ExportTable: Sendable, Hashable {
    /// As it stands in the path.
    let name: Name
    let columns: [String]
    let rows: [[Cell]]

    /// What stands in one place.
    enum Cell: Sendable, Hashable {
        /// Something that somebody wrote.
        case text(String)
        case number(Double)
        case flag(Bool)
        /// It is unknown.
        case empty
    }

    /// Every table, in the order in which they are listed.
    enum Name: String, Sendable, CaseIterable {
        case companies, terms, gate, instrument
        case salespeople, absences, teams, pairings, rules, accounts, agreements, rounds, changes, due
        case sheets, preferences, feedback, scorecard
        case users, keys, audit, webhooks, events
    }
}

extension ExportTable.Cell {
    init(_ text: String?) { self = text.map(Self.text) ?? .empty }
    init(_ number: Int?) { self = number.map { .number(Double($0)) } ?? .empty }
    init(_ number: Double?) { self = number.map(Self.number) ?? .empty }
    init(_ day: Day?) { self = day.map { .text("\($0)") } ?? .empty }
}

/// What the viewer may see of the alliance's facts: companies as a whole; of everything else, what concerns the people they
/// look after.
struct Export {
    let snapshot: Snapshot
    let isVisible: Set<Int>
    let seesAll: Bool

    init(record: AllianceRecord, viewer: Viewer) {
        snapshot = record.snapshot
        isVisible = Set(
            record.snapshot.people.indices.filter {
                Permission.mayExport(viewer, $0, in: record)
            })
        seesAll = Permission.seesAll(viewer)
    }

    private func key(_ person: Int) -> ExportTable.Cell { .text(snapshot.people[person].key) }

    var companies: ExportTable {
        ExportTable(
            name: .companies,
            columns: ["company", "name", "side", "employees", "sales_levels", "payment_days", "country"],
            rows: snapshot.companies.map {
                [
                    .text($0.key), .text($0.name), .text($0.side.rawValue), .init($0.employees),
                    .init($0.salesLevels), .init($0.paymentDays), .init($0.country),
                ]
            })
    }

    /// - Parameter deputies: who stands in for whom, by rows.
    func salespeople(deputies: [Int: Int]) -> ExportTable {
        let attributes = snapshot.alliance.attributes.map(\.name)
        return ExportTable(
            name: .salespeople,
            columns: ["person", "company", "name", "email", "capacity", "active", "deputy"] + attributes,
            rows: isVisible.sorted().map { row in
                let person = snapshot.people[row]
                return [
                    .text(person.key), .text(snapshot.companies[person.company].key), .init(person.name),
                    .init(person.email), .init(person.capacity), .flag(person.active),
                    deputies[row].map(key) ?? .empty,
                ] + person.attributes.map(Self.cell)
            })
    }

    var absences: ExportTable {
        ExportTable(
            name: .absences, columns: ["person", "first", "last"],
            rows: snapshot.absences
                .filter { isVisible.contains($0.person) }
                .map { [key($0.person), .init($0.first), .init($0.last)] })
    }

    /// Why a rule stands is told to those who see the whole alliance: a veto may repeat why the other side parted.
    var rules: ExportTable {
        ExportTable(
            name: .rules, columns: ["person_a", "person_b", "rule", "reason"],
            rows: snapshot.rules
                .filter { isVisible.contains($0.personA) || isVisible.contains($0.personB) }
                .map {
                    [
                        key($0.personA), key($0.personB), .text($0.kind.rawValue),
                        .init(seesAll ? $0.reason : nil),
                    ]
                })
    }

    var accounts: ExportTable {
        ExportTable(
            name: .accounts, columns: ["account", "name", "person", "role", "revenue"],
            rows: snapshot.coverage
                .filter { isVisible.contains($0.person) }
                .map {
                    [
                        .text($0.account), .init($0.name), key($0.person), .init($0.role?.rawValue),
                        .init($0.revenue),
                    ]
                })
    }

    private static func cell(_ value: AttributeValue?) -> ExportTable.Cell {
        switch value {
        case .number(let number): .number(number)
        case .category(let word): .text(word)
        case .set(let words): .text(words.joined(separator: "|"))
        case nil: .empty
        }
    }
}
