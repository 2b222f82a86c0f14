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
    private var columnsOfRow: [Set<Int>]
    private var rowsOfColumn: [[Int]]
    private var rowIsCrowded: [Bool]
    private var columnIsCrowded: [Bool]

    /// Begins from pairs that respect the room of the board.
    init(_ board: Board, start: [Pair]) {
        self.board = board
        columnsOfRow = [Set<Int>](repeating: [], count: board.rowRoom.count)
        rowsOfColumn = [[Int]](repeating: [], count: board.columnRoom.count)
        rowIsCrowded = [Bool](repeating: false, count: board.rowRoom.count)
        columnIsCrowded = [Bool](repeating: false, count: board.columnRoom.count)
        for pair in start {
            columnsOfRow[pair.row].insert(pair.column)
            rowsOfColumn[pair.column].append(pair.row)
        }
    }

    /// Makes as many pairs as possible, whatever they are worth, and marks the crowded part.
    mutating func fillAsManyAsPossible() {
        for row in columnsOfRow.indices where board.rowRoom[row] > 0 {
            takeWhatIsFree(row)
            while columnsOfRow[row].count < Int(board.rowRoom[row]), !rowIsCrowded[row], addPlace(of: row) {}
        }
    }

    /// Columns with room need no search.
    private mutating func takeWhatIsFree(_ row: Int) {
        var left = Int(board.rowRoom[row]) - columnsOfRow[row].count
        board.scores.forEachCandidate(ofRow: row) { column, _ in
            let hasRoom = rowsOfColumn[column].count < Int(board.columnRoom[column])
            guard left > 0 && hasRoom && columnsOfRow[row].insert(column).inserted else { return }
            rowsOfColumn[column].append(row)
            left -= 1
        }
    }

    /// Breadth-first search for a column with room. Nodes of a failed search can never lead anywhere again: they stay marked.
    private mutating func addPlace(of start: Int) -> Bool {
        var parentOfColumn: [Int: Int] = [:]
        var parentOfRow: [Int: Int] = [start: -1]
        var queue = [start]
        var head = 0
        while head < queue.count {
            let row = queue[head]
            head += 1
            var found: Int?
            let held = columnsOfRow[row]
            board.scores.forEachCandidate(ofRow: row) { column, _ in
                if found != nil || board.columnRoom[column] == 0 || columnIsCrowded[column] { return }
                if held.contains(column) || parentOfColumn[column] != nil { return }
                parentOfColumn[column] = row
                if rowsOfColumn[column].count < Int(board.columnRoom[column]) {
                    found = column
                    return
                }
                for holder in rowsOfColumn[column] where parentOfRow[holder] == nil && !rowIsCrowded[holder] {
                    parentOfRow[holder] = column
                    queue.append(holder)
                }
            }
            if let found {
                shift(backFrom: found, columnParents: parentOfColumn, rowParents: parentOfRow)
                return true
            }
        }
        for row in queue { rowIsCrowded[row] = true }
        for column in parentOfColumn.keys { columnIsCrowded[column] = true }
        return false
    }

    private mutating func shift(backFrom last: Int, columnParents: [Int: Int], rowParents: [Int: Int]) {
        var column = last
        while let row = columnParents[column], let previous = rowParents[row] {
            columnsOfRow[row].insert(column)
            rowsOfColumn[column].append(row)
            if previous < 0 { return }
            columnsOfRow[row].remove(previous)
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
