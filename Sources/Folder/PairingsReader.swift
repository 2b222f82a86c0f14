import Domain

/// Reads `pairings.csv`.
///
/// A pair may have several pairings over time; one of them may be open, and two of the same status and first
/// day are the same.
struct PairingsReader {
    private enum Column {
        static let personA = 0
        static let personB = 1
        static let status = 2
        static let started = 3
        static let ended = 4
        static let reason = 5
    }

    private struct Identity: Hashable {
        let pair: Pair
        let status: PairingStatus
        let started: Day?
    }

    let faults: FaultList
    private(set) var pairings: [Pairing] = []
    private var lines: [Identity: Int] = [:]
    private var openLines: [Pair: Int] = [:]
    private let layout = TableLayout.pairings

    init(faults: FaultList) { self.faults = faults }

    /// Reads the file; returns its header.
    mutating func read(path: String, people: inout PeopleDirectory) -> TableHeader? {
        TableReader(layout: layout, faults: faults).read(path: path) { row in
            if row.isWhole { take(RowCells(row: row, layout: layout, faults: faults), &people) }
        }
    }

    private mutating func take(_ cells: RowCells, _ people: inout PeopleDirectory) {
        let pair = cells.pair(Column.personA, Column.personB, in: &people)
        let status: PairingStatus? = cells.choice(Column.status, needed: true)
        let started = cells.day(Column.started)
        let ended = cells.day(Column.ended)
        let reason = cells.text(Column.reason)
        if let started, let ended, ended < started {
            cells.fault(Column.ended, "ended on \(ended), before it started on \(started)")
        }
        guard let pair, let status else { return }
        note(pair, status, started, cells)
        pairings.append(
            Pairing(
                personA: pair.personA, personB: pair.personB, status: status, started: started, ended: ended,
                reason: reason))
    }

    private mutating func note(_ pair: Pair, _ status: PairingStatus, _ started: Day?, _ cells: RowCells) {
        let line = cells.row.line
        let identity = Identity(pair: pair, status: status, started: started)
        if let first = lines[identity] {
            return cells.fault(
                Column.personA, "the same pairing (pair, status, started) stands on line \(first)")
        }
        lines[identity] = line
        guard status.isOpen else { return }
        if let first = openLines[pair] {
            return cells.fault(Column.status, "the pair has an open pairing on line \(first) already")
        }
        openLines[pair] = line
    }
}
