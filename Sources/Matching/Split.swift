/// Splits a board on which not every place of the rows can be filled into two boards on which everything fits.
///
/// The most pairs possible are a maximum flow; the rows and columns that an unfilled row reaches along alternating paths (the
/// *crowded* part) are one side of a minimum cut. Every set with the most pairs makes all allowed pairs from crowded rows to other
/// columns, none from other rows to crowded columns, fills every crowded column and every other row. So the crowded part and the
/// rest are independent problems.
///
/// - Source: Dulmage & Mendelsohn 1958, doi:10.4153/CJM-1958-052-0; Ford & Fulkerson 1956, doi:10.4153/CJM-1956-045-5.
struct Split {
    let board: Board
    private var columnsOfRow: [[Int]]
    private var rowsOfColumn: [[Int]]
    private var rowIsCrowded: [Bool]
    private var columnIsCrowded: [Bool]
    private var search: FlowSearch

    /// Begins from pairs that respect the room of the board.
    init(_ board: Board, start: [Pair]) {
        self.board = board
        let (rowCount, columnCount) = (board.rowRoom.count, board.columnRoom.count)
        columnsOfRow = [[Int]](repeating: [], count: rowCount)
        rowsOfColumn = [[Int]](repeating: [], count: columnCount)
        rowIsCrowded = [Bool](repeating: false, count: rowCount)
        columnIsCrowded = [Bool](repeating: false, count: columnCount)
        search = FlowSearch(rowCount: rowCount, columnCount: columnCount)
        for pair in start { join(pair.row, pair.column) }
    }

    private mutating func join(_ row: Int, _ column: Int) {
        columnsOfRow[row].append(column)
        rowsOfColumn[column].append(row)
    }

    private func hasRoom(_ column: Int) -> Bool {
        rowsOfColumn[column].count < Int(board.columnRoom[column])
    }

    /// Makes as many pairs as possible, whatever they are worth, and marks the crowded part.
    ///
    /// Rows with much room begin and take the columns that have most left: that leaves few places to search for.
    mutating func fillAsManyAsPossible() {
        let rows = board.rowRoom.indices.filter { board.rowRoom[$0] > 0 }
        let hasMany = board.rowRoom.contains { $0 > 1 } || board.columnRoom.contains { $0 > 1 }
        let inOrder = hasMany ? rows.sorted { (board.rowRoom[$1], $0) < (board.rowRoom[$0], $1) } : rows
        for row in inOrder { takeWhatIsFree(row, byRoom: hasMany) }
        for row in rows {
            while columnsOfRow[row].count < Int(board.rowRoom[row]), !rowIsCrowded[row], addPlace(of: row) {}
        }
    }

    /// Columns with room need no search.
    private mutating func takeWhatIsFree(_ row: Int, byRoom: Bool) {
        let wanted = Int(board.rowRoom[row]) - columnsOfRow[row].count
        if wanted <= 0 { return }
        var free: [(room: Int, column: Int)] = []
        search.hold(columnsOfRow[row])
        board.scores.forEachCandidate(ofRow: row) { column, _ in
            let room = Int(board.columnRoom[column]) - rowsOfColumn[column].count
            if room > 0 && !search.isHeld(column) && (byRoom || free.count < wanted) {
                free.append((room, column))
            }
        }
        if free.count > wanted { free.sort { ($1.room, $0.column) < ($0.room, $1.column) } }
        for choice in free.prefix(wanted) { join(row, choice.column) }
    }

    /// Breadth-first search for a column with room. Nodes of a failed search can never lead anywhere again: they stay marked.
    private mutating func addPlace(of start: Int) -> Bool {
        search.begin(at: start)
        while let row = search.nextRow() {
            var found: Int?
            search.hold(columnsOfRow[row])
            board.scores.forEachCandidate(ofRow: row) { column, _ in
                if found != nil || board.columnRoom[column] == 0 || columnIsCrowded[column] { return }
                if search.isHeld(column) || !search.reachColumn(column, from: row) { return }
                if hasRoom(column) {
                    found = column
                    return
                }
                for holder in rowsOfColumn[column] where !rowIsCrowded[holder] {
                    search.reachRow(holder, from: column)
                }
            }
            if let found {
                shift(backFrom: found)
                return true
            }
        }
        for row in search.rows { rowIsCrowded[row] = true }
        for column in search.columns { columnIsCrowded[column] = true }
        return false
    }

    private mutating func shift(backFrom last: Int) {
        var column = last
        while true {
            let row = search.parentOfColumn[column]
            let previous = search.parentOfRow[row]
            join(row, column)
            if previous < 0 { return }
            columnsOfRow[row].removeAll { $0 == previous }
            rowsOfColumn[previous].removeAll { $0 == row }
            column = previous
        }
    }

    /// How many pairs are made.
    var pairCount: Int { columnsOfRow.reduce(0) { $0 + $1.count } }

    /// Why no more pairs are possible; closed rows and columns count as covered.
    var cover: Cover {
        Cover(
            rows: rowIsCrowded.indices.map { !rowIsCrowded[$0] || board.rowRoom[$0] == 0 },
            columns: columnIsCrowded.indices.map { columnIsCrowded[$0] || board.columnRoom[$0] == 0 })
    }

    /// The crowded part as an error.
    func clash(isTurned: Bool) -> MatchingError {
        let rows = rowIsCrowded.indices.filter { rowIsCrowded[$0] }
        let columns = columnIsCrowded.indices.filter { columnIsCrowded[$0] }
        return isTurned
            ? .infeasible(rows: columns, columns: rows) : .infeasible(rows: rows, columns: columns)
    }

    /// Solves both parts and puts them together.
    func solve(watch: @escaping (Statistics, Int) -> Bool) -> (Filling, Cover) {
        let forced = forcedPairs()
        var rowRoom = board.rowRoom
        var columnRoom = board.columnRoom
        for pair in forced {
            rowRoom[pair.row] -= 1
            columnRoom[pair.column] -= 1
        }
        var whole = Filling(
            pairs: forced, rowPrices: [Double](repeating: 0, count: rowRoom.count),
            columnPrices: [Double](repeating: 0, count: columnRoom.count), statistics: Statistics(),
            ending: .finished)
        for isCrowded in [true, false] {
            let rows = rowIsCrowded.indices.filter { rowIsCrowded[$0] == isCrowded }
            let columns = columnIsCrowded.indices.filter { columnIsCrowded[$0] == isCrowded }
            let part = board.part(
                rows: rows, columns: columns, rowRoom: rows.map { rowRoom[$0] },
                columnRoom: columns.map { columnRoom[$0] })
            var filling =
                isCrowded ? fill(part.transposed(), watch: watch).transposed() : fill(part, watch: watch)
            precondition(filling.ending != .blocked, "a part of a split board can always be filled")
            filling.liftToZero(columnsAreFull: isCrowded)
            whole.add(filling, rows: rows, columns: columns)
        }
        whole.pairs.sort()
        return (whole, cover)
    }

    /// The pairs from crowded rows to other columns: all of them are made whenever the most pairs are made.
    private func forcedPairs() -> [Pair] {
        columnsOfRow.indices.filter { rowIsCrowded[$0] }.flatMap { row in
            columnsOfRow[row].filter { !columnIsCrowded[$0] }.sorted().map { Pair(row: row, column: $0) }
        }
    }
}

extension Filling {
    /// Shifts the prices of both sides against each other until the lowest on the side that may have room is 0 at least.
    fileprivate mutating func liftToZero(columnsAreFull: Bool) {
        let lowest = min(0, (columnsAreFull ? rowPrices.min() : columnPrices.min()) ?? 0)
        let shift = columnsAreFull ? -lowest : lowest
        for row in rowPrices.indices { rowPrices[row] += shift }
        for column in columnPrices.indices { columnPrices[column] -= shift }
    }

    fileprivate mutating func add(_ part: Filling, rows: [Int], columns: [Int]) {
        pairs += part.pairs.map { Pair(row: rows[$0.row], column: columns[$0.column]) }
        for (index, row) in rows.enumerated() { rowPrices[row] = part.rowPrices[index] }
        for (index, column) in columns.enumerated() { columnPrices[column] = part.columnPrices[index] }
        statistics.add(part.statistics)
        gap += part.gap
        if part.ending != .finished { ending = part.ending }
    }
}

extension Statistics {
    mutating func add(_ other: Statistics) {
        rowScans += other.rowScans
        bids += other.bids
        rowSearches += other.rowSearches
        columnSearches += other.columnSearches
        visits += other.visits
    }
}

/// Memory of the searches of a ``Split``.
private struct FlowSearch {
    /// Rows and columns that this search has reached, in order.
    private(set) var rows: [Int] = []
    private(set) var columns: [Int] = []
    /// The row from which a column was reached, and the column from which a row was, -1 for the first.
    private(set) var parentOfColumn: [Int]
    private(set) var parentOfRow: [Int]
    private var rowIn: [Int]
    private var columnIn: [Int]
    private var heldIn: [Int]
    private var current = 0
    private var holder = 0
    private var next = 0

    init(rowCount: Int, columnCount: Int) {
        (parentOfRow, rowIn) = ([Int](repeating: -1, count: rowCount), [Int](repeating: 0, count: rowCount))
        parentOfColumn = [Int](repeating: -1, count: columnCount)
        columnIn = [Int](repeating: 0, count: columnCount)
        heldIn = columnIn
    }

    mutating func begin(at row: Int) {
        current += 1
        next = 0
        rows.removeAll(keepingCapacity: true)
        columns.removeAll(keepingCapacity: true)
        reachRow(row, from: -1)
    }

    /// The row to go on from.
    mutating func nextRow() -> Int? {
        if next == rows.count { return nil }
        next += 1
        return rows[next - 1]
    }

    /// Tells which columns the row in hand has.
    mutating func hold(_ columns: [Int]) {
        holder += 1
        for column in columns { heldIn[column] = holder }
    }

    func isHeld(_ column: Int) -> Bool { heldIn[column] == holder }

    /// `false` if it was reached before.
    mutating func reachColumn(_ column: Int, from row: Int) -> Bool {
        if columnIn[column] == current { return false }
        columnIn[column] = current
        parentOfColumn[column] = row
        columns.append(column)
        return true
    }

    mutating func reachRow(_ row: Int, from column: Int) {
        if rowIn[row] == current { return }
        rowIn[row] = current
        parentOfRow[row] = column
        rows.append(row)
    }
}
