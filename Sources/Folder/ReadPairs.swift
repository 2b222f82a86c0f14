public import Domain

/// Reads a CSV file of pairs of an alliance: `person_a,person_b`, other columns are skipped.
///
/// - Parameters:
///   - path: the file.
///   - snapshot: the alliance whose people the file names.
/// - Returns: the rows of `snapshot.people`, in the order of the file.
/// - Throws: ``PairsError`` with everything that is wrong.
public func readPairs(at path: String, of snapshot: Snapshot) throws(PairsError) -> [(a: Int, b: Int)] {
    var reading = PairsReading(path: path, snapshot: snapshot)
    do throws(FileProblem) {
        var reader = try CSVReader(path: path)
        reading.read(&reader)
    } catch {
        throw PairsError(path: path, faults: ["\(shown(path, limit: 500)): \(error.reason)"])
    }
    guard reading.faults.isEmpty else { throw PairsError(path: path, faults: reading.faults) }
    return reading.pairs
}

/// What is wrong with a file of pairs.
public struct PairsError: Problem, Hashable {
    /// The file.
    public let path: String
    /// Every fault, as `FILE:17:person_a: …`.
    public let faults: [String]

    /// What a person reads; the faults themselves are printed one a line.
    public var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "folder.pairs-have-faults",
            message: "The file of pairs has \(faults.count) fault\(faults.count == 1 ? "" : "s").",
            hint: "It needs a header row with person_a and person_b, and keys of salespeople of the alliance."
        )
    }
}

/// One reading of one file of pairs.
private struct PairsReading {
    private static let limit = 1000

    let path: String
    let snapshot: Snapshot
    private let rowOfKey: [String: Int]
    private(set) var pairs: [(a: Int, b: Int)] = []
    private(set) var faults: [String] = []

    init(path: String, snapshot: Snapshot) {
        self.path = path
        self.snapshot = snapshot
        rowOfKey = Dictionary(snapshot.people.enumerated().map { ($1.key, $0) }) { first, _ in first }
    }

    mutating func read(_ reader: inout CSVReader) {
        guard case .row = reader.next() else { return fault(1, "expected a header row") }
        let names = reader.cells.map(\.shownText)
        guard let a = names.firstIndex(of: "person_a"), let b = names.firstIndex(of: "person_b") else {
            return fault(1, "the columns person_a and person_b are needed")
        }
        while faults.count < Self.limit {
            switch reader.next() {
            case .end: return
            case .unreadable(let line, let reason): return fault(line, reason)
            case .damaged(_, let line, let reason): fault(line, reason)
            case .row: take(reader.cells, reader.line, a, b)
            }
        }
    }

    private mutating func take(_ cells: [Cell], _ line: Int, _ a: Int, _ b: Int) {
        guard cells.count > max(a, b) else { return fault(line, "the row has too few cells") }
        guard let personA = person(cells[a], line, "person_a", on: .a),
            let personB = person(cells[b], line, "person_b", on: .b)
        else { return }
        pairs.append((personA, personB))
    }

    private mutating func person(_ cell: Cell, _ line: Int, _ column: String, on side: Side) -> Int? {
        guard let key = TextRule.key.read(cell).plain, let row = rowOfKey[key] else {
            fault(line, "\(column): unknown person \"\(cell.shownText)\"")
            return nil
        }
        guard snapshot.side(of: row) == side else {
            fault(line, "\(column): \"\(cell.shownText)\" stands on side \(side.opposite.rawValue)")
            return nil
        }
        return row
    }

    private mutating func fault(_ line: Int, _ message: String) {
        faults.append("\(shown(path, limit: 500)):\(line): \(message)")
    }
}
