import Domain

/// Reads `rules.csv`: at most one rule for a pair.
struct RulesReader {
    private enum Column {
        static let personA = 0
        static let personB = 1
        static let rule = 2
        static let reason = 3
    }

    let faults: FaultList
    private(set) var rules: [Rule] = []
    private var first: [Pair: (kind: Rule.Kind, line: Int)] = [:]
    private let layout = TableLayout.rules

    init(faults: FaultList) { self.faults = faults }

    /// Reads the file; returns its header.
    mutating func read(path: String, people: inout PeopleDirectory) -> TableHeader? {
        TableReader(layout: layout, faults: faults).read(path: path) { row in
            if row.isWhole { take(RowCells(row: row, layout: layout, faults: faults), &people) }
        }
    }

    private mutating func take(_ cells: RowCells, _ people: inout PeopleDirectory) {
        let pair = cells.pair(Column.personA, Column.personB, in: &people)
        let kind: Rule.Kind? = cells.choice(Column.rule, needed: true)
        let reason = cells.text(Column.reason)
        guard let pair, let kind else { return }
        if let earlier = first[pair] {
            cells.fault(
                Column.rule,
                earlier.kind == kind
                    ? "the same rule stands on line \(earlier.line)"
                    : "the pair has a \(earlier.kind.rawValue) on line \(earlier.line): pin and veto exclude each other"
            )
            return
        }
        first[pair] = (kind, cells.row.line)
        rules.append(Rule(personA: pair.personA, personB: pair.personB, kind: kind, reason: reason))
    }
}
