import Domain

/// Reads `sheets.csv`, the one file that may be large: no `String` and no array is made for a good row.
struct SheetsReader {
    private static let rater = 0
    private static let target = 1
    private static let date = 2
    private static let firstFactor = 3

    let faults: FaultList
    private let layout: TableLayout
    private let scale: Scale?
    private let factorCount: Int
    /// The sheets in file order.
    private(set) var table: SheetTable
    /// The line of each sheet.
    private var lines: [Int32] = []
    private var answers: [Float]
    private var lastDate: (bytes: (UInt64, UInt16), day: Int32) = ((0, 0), SheetTable.unknownDay)

    /// Makes a reader; without an instrument (it could not be read) only people and dates are checked.
    init(instrument: Instrument?, faults: FaultList) {
        self.faults = faults
        scale = instrument?.scale
        factorCount = instrument?.factors.count ?? 0
        layout = .sheets(factors: instrument?.factors.map(\.key))
        table = SheetTable(factorCount: factorCount)
        answers = Array(repeating: .nan, count: factorCount)
    }

    /// Reads the file; returns its header.
    mutating func read(path: String, people: inout PeopleDirectory) -> TableHeader? {
        TableReader(layout: layout, faults: faults).read(path: path) { row in
            if row.isWhole { take(RowCells(row: row, layout: layout, faults: faults), &people) }
        }
    }

    private mutating func take(_ cells: RowCells, _ people: inout PeopleDirectory) {
        let rater = cells.person(Self.rater, in: &people)
        let target = cells.person(Self.target, in: &people)
        checkSides(rater, target, cells, people)
        let day = readDay(cells)
        for factor in 0..<factorCount { answers[factor] = answer(Self.firstFactor + factor, cells) }
        let success = answer(Self.firstFactor + factorCount, cells)
        let decision = cells.yesNo(Self.firstFactor + factorCount + 1)
        guard let rater, let target else { return }
        table.append(
            rater: Int32(rater), target: Int32(target), day: day, answers: answers, success: success,
            decision: decision.map { $0 ? 1 : 0 } ?? SheetTable.unknownDecision)
        lines.append(Int32(clamping: cells.row.line))
    }

    private func checkSides(_ rater: Int?, _ target: Int?, _ cells: RowCells, _ people: PeopleDirectory) {
        guard let rater, let target else { return }
        if rater == target {
            cells.fault(Self.target, "expected someone else than the rater")
        } else if let side = people.side(of: rater), side == people.side(of: target) {
            cells.fault(
                Self.target,
                "\"\(cells.row[Self.target].shownText)\" stands on side \(side.rawValue), as the rater does")
        }
    }

    /// An answer in scale points; NaN when unknown or at fault (noted).
    private func answer(_ column: Int, _ cells: RowCells) -> Float {
        let cell = cells.row[column]
        if cell.isEmpty { return .nan }
        if let number = DecimalText(cell), scale?.contains(number.double) ?? true { return number.float }
        if let scale {
            cells.expected("\(NumberText.of(scale.min))...\(NumberText.of(scale.max))", column)
        }
        return .nan
    }

    /// Days since 1970; neighbouring rows often share a date, which is then not read again.
    private mutating func readDay(_ cells: RowCells) -> Int32 {
        let cell = cells.row[Self.date]
        guard cell.count == 10 else { return cells.day(Self.date)?.daysSince1970 ?? SheetTable.unknownDay }
        let raw = UnsafeRawPointer(cell.start)
        let bytes = (
            raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        )
        if bytes == lastDate.bytes { return lastDate.day }
        guard let day = cells.day(Self.date)?.daysSince1970 else { return SheetTable.unknownDay }
        lastDate = (bytes, day)
        return day
    }
}

// The order of rater, target and day, and sheets that stand there twice.
extension SheetsReader {
    private struct Place {
        let pair: UInt64
        let day: Int32
        let row: Int32

        static func comesBefore(_ left: Place, _ right: Place) -> Bool {
            if left.pair != right.pair { return left.pair < right.pair }
            if left.day != right.day { return left.day < right.day }
            return left.row < right.row
        }
    }

    /// The sheets in the order of rater, target, day; two of the same rater, target and day are noted.
    ///
    /// - Complexity: O(n) when the file has that order already, as an export has; else O(n log n).
    consuming func sorted() -> SheetTable {
        if isSorted { return table }
        var places = (0..<table.count).map { place($0) }
        places.sort(by: Place.comesBefore)
        noteDuplicates(places)
        var result = SheetTable(factorCount: factorCount)
        result.reserveCapacity(table.count)
        for place in places {
            let row = Int(place.row)
            result.append(
                rater: table.raters[row], target: table.targets[row], day: table.days[row],
                answers: table.ratings[row * factorCount..<(row + 1) * factorCount],
                success: table.successes[row], decision: table.decisions[row])
        }
        return result
    }

    private var isSorted: Bool {
        guard table.count > 1 else { return true }
        var last = place(0)
        for row in 1..<table.count {
            let next = place(row)
            guard last.pair < next.pair || (last.pair == next.pair && last.day < next.day) else {
                return false
            }
            last = next
        }
        return true
    }

    private func place(_ row: Int) -> Place {
        Place(
            pair: UInt64(UInt32(bitPattern: table.raters[row])) << 32
                | UInt64(UInt32(bitPattern: table.targets[row])),
            day: table.days[row], row: Int32(row))
    }

    private func noteDuplicates(_ places: [Place]) {
        var first = 0
        for next in places.indices.dropFirst() {
            guard places[next].pair == places[first].pair, places[next].day == places[first].day else {
                first = next
                continue
            }
            faults.add(
                .sheets, line: Int(lines[Int(places[next].row)]), column: layout.columns[Self.rater],
                "the same sheet (rater, target, date) stands on line \(lines[Int(places[first].row)])")
        }
    }
}
