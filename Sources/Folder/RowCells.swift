import Domain

/// Reads the cells of one row as values, and notes those that cannot be read.
///
/// A function that finds a fault notes it and returns what it would for an empty cell.
struct RowCells {
    let row: TableRow
    let layout: TableLayout
    let faults: FaultList

    /// Notes a fault of one cell.
    func fault(_ column: Int, _ message: @autoclosure () -> String) {
        faults.add(layout.file, line: row.line, column: layout.columns[column], message())
    }

    /// Notes that a cell is not what was expected.
    func expected(_ what: @autoclosure () -> String, _ column: Int) {
        fault(column, "expected \(what()), got \"\(row[column].shownText)\"")
    }

    /// A text; nil when unknown.
    func text(_ column: Int, _ rule: TextRule = .text) -> String? {
        switch rule.read(row[column]) {
        case .unknown: return nil
        case .text(let text): return text
        case .bad(let reason):
            fault(column, "the cell \(reason)")
            return nil
        }
    }

    /// A key, which may not be empty.
    func key(_ column: Int) -> String? {
        if row[column].isEmpty { fault(column, "the cell is needed and empty") }
        return text(column, .key)
    }

    /// A whole number of 0 or more; `250.0`, as some tools write whole numbers, is one.
    func count(_ column: Int) -> Int? {
        let cell = row[column]
        if cell.isEmpty { return nil }
        guard let number = DecimalText(cell)?.double, number >= 0, number == number.rounded(.towardZero)
        else {
            expected("a whole number of 0 or more", column)
            return nil
        }
        guard number <= Double(Int32.max) else {
            expected("\(Int32.max) at most", column)
            return nil
        }
        return Int(number)
    }

    /// A finite number.
    func number(_ column: Int) -> Double? {
        let cell = row[column]
        if cell.isEmpty { return nil }
        guard let number = DecimalText(cell)?.double, number.isFinite else {
            expected("a number", column)
            return nil
        }
        return number
    }

    /// A date.
    func day(_ column: Int) -> Day? {
        let cell = row[column]
        if cell.isEmpty { return nil }
        guard let day = Day(cell) else {
            expected("a date such as 2026-11-23", column)
            return nil
        }
        return day
    }

    /// `yes` or `no`.
    func yesNo(_ column: Int) -> Bool? {
        let cell = row[column]
        if cell.isEmpty { return nil }
        if cell.equals("yes") { return true }
        if cell.equals("no") { return false }
        expected("yes or no", column)
        return nil
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ column: Int, needed: Bool) -> Choice? {
        let cell = row[column]
        if cell.isEmpty, !needed { return nil }
        if let choice = Choice(rawValue: String(decoding: cell.bytes.prefix(40), as: UTF8.self)) {
            return choice
        }
        expected(Choice.allCases.map(\.rawValue).joined(separator: ", "), column)
        return nil
    }
}

extension Day {
    /// Reads `yyyy-mm-dd` from the bytes of a cell; nil for anything else.
    init?(_ cell: Cell) {
        guard cell.count == 10 else { return nil }
        let bytes = cell.start
        var isDate = bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
        func number(_ places: Range<Int>) -> Int {
            var value = 0
            for place in places {
                let digit = bytes[place] &- UInt8(ascii: "0")
                if digit > 9 { isDate = false }
                value = value * 10 + Int(digit)
            }
            return value
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        guard isDate else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
