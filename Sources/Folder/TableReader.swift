/// The header row of a CSV file, matched with its layout.
struct TableHeader {
    /// The names as they stand.
    var names: [String]
    /// For each column of the layout its place in the row; -1 when absent.
    var places: [Int]
    /// Places of the columns that the layout does not name.
    var others: [Int]
    /// Whether all needed columns are there and, after reading, the file could be read to its end.
    var isUsable: Bool
}

/// One row, valid until the next one is read.
struct TableRow {
    /// The line on which it begins.
    var line: Int
    /// The cells as they stand.
    var cells: UnsafeBufferPointer<Cell>
    /// False when the row has too few or too many cells, or is wrongly quoted; that is noted already.
    var isWhole: Bool
    fileprivate var places: UnsafeBufferPointer<Int>

    /// The cell of a column of the layout; empty when the column is absent.
    subscript(column: Int) -> Cell {
        let place = places[column]
        return place >= 0 && place < cells.count ? cells[place] : .empty
    }
}

/// Reads one CSV file: checks its header, hands its rows on, and notes what is wrong with its form.
struct TableReader {
    let layout: TableLayout
    let faults: FaultList

    /// Reads the file at `path`.
    ///
    /// - Parameters:
    ///   - begin: gets the header before the first row.
    ///   - take: gets every row, also those that are not whole, when the header can be used.
    /// - Returns: the header; nil when the file is absent or has none (noted unless the file may be absent).
    func read(
        path: String, begin: (TableHeader) -> Void = { _ in }, take: (TableRow) -> Void
    ) -> TableHeader? {
        do throws(FileProblem) {
            var reader = try CSVReader(path: path)
            guard let header = readHeader(from: &reader) else { return nil }
            begin(header)
            var result = header
            result.isUsable = readRows(from: &reader, header, take: take) && header.isUsable
            return result
        } catch {
            if error != .absent || layout.file.isNeeded { faults.add(layout.file, error.reason) }
            return nil
        }
    }

    /// Hands the rows on; false when the file could not be read to its end.
    private func readRows(
        from reader: inout CSVReader, _ header: TableHeader, take: (TableRow) -> Void
    ) -> Bool {
        header.places.withUnsafeBufferPointer { places in
            while true {
                var isWhole = true
                switch reader.next() {
                case .end: return true
                case .unreadable(let line, let reason):
                    faults.add(layout.file, line: line, reason)
                    return false
                case .damaged(let cell, let line, let reason):
                    isWhole = false
                    let column = cell < header.names.count ? header.names[cell] : nil
                    faults.add(layout.file, line: line, column: column, reason)
                case .row: isWhole = checkCount(reader.cells.count, reader.line, header)
                }
                guard header.isUsable else { continue }
                reader.cells.withUnsafeBufferPointer { cells in
                    take(TableRow(line: reader.line, cells: cells, isWhole: isWhole, places: places))
                }
            }
        }
    }

    private func checkCount(_ count: Int, _ line: Int, _ header: TableHeader) -> Bool {
        let expected = header.names.count
        if count == expected { return true }
        let column = header.names[min(count, expected - 1)]
        faults.add(layout.file, line: line, column: column, "expected \(expected) cells, got \(count)")
        return false
    }
}

// The header.
extension TableReader {
    private func readHeader(from reader: inout CSVReader) -> TableHeader? {
        switch reader.next() {
        case .row: break
        case .damaged(_, let line, let reason), .unreadable(let line, let reason):
            faults.add(layout.file, line: line, reason)
            return nil
        case .end:
            faults.add(layout.file, line: 1, "the file is empty, expected a header row")
            return nil
        }
        let line = reader.line
        if let reason = wrongSeparator(reader.cells) {
            faults.add(layout.file, line: line, reason)
            return nil
        }
        let texts = reader.cells.map { TextRule.columnName.read($0) }
        var places = Array(repeating: -1, count: layout.columns.count)
        var others: [Int] = []
        var isUsable = true
        var seen: [String: Int] = [:]
        for (place, text) in texts.enumerated() {
            guard case .text(let name) = text else {
                noteName(text, place, line)
                isUsable = false
                continue
            }
            if let first = seen.updateValue(place, forKey: name) {
                faults.add(
                    layout.file, line: line, column: name,
                    "the column stands twice, at \(first + 1) and \(place + 1)")
                isUsable = false
            } else if let known = layout.columns.firstIndex(of: name) {
                places[known] = place
            } else {
                others.append(place)
            }
        }
        isUsable = checkNames(seen, line, isUsable)
        let names = zip(texts, reader.cells).map { $0.plain ?? $1.shownText }
        return TableHeader(names: names, places: places, others: others, isUsable: isUsable)
    }

    /// What a spreadsheet of another country writes: one cell for us, with all names in it. No file has a single column.
    private func wrongSeparator(_ cells: [Cell]) -> String? {
        guard cells.count == 1, let only = cells.first else { return nil }
        let found = only.bytes.first { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t") }
        return found.map {
            "the cells are separated by \($0 == UInt8(ascii: ";") ? "\";\"" : "tabs"), expected \",\""
        }
    }

    private func noteName(_ text: TextRule.Reading, _ place: Int, _ line: Int) {
        switch text {
        case .bad(let reason):
            faults.add(layout.file, line: line, "the name of column \(place + 1) \(reason)")
        case .unknown, .text: faults.add(layout.file, line: line, "column \(place + 1) has no name")
        }
    }

    private func checkNames(_ seen: [String: Int], _ line: Int, _ isUsable: Bool) -> Bool {
        var isUsable = isUsable
        for name in layout.columns where layout.needed.contains(name) && seen[name] == nil {
            faults.add(layout.file, line: line, column: name, "the column is needed and missing")
            isUsable = false
        }
        guard !layout.allowsOthers else { return isUsable }
        let unknown = seen.filter { !layout.columns.contains($0.key) }
        for (name, _) in unknown.sorted(by: { $0.value < $1.value }) {
            faults.add(
                layout.file, line: line, column: name,
                "unknown column, expected \(layout.columns.joined(separator: ", "))")
        }
        return isUsable
    }
}
