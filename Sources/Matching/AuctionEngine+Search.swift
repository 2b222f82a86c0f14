internal import CMatchingKernels

/// Memory of the shortest-path searches.
struct SearchState {
    let rowDistance: UnsafeMutablePointer<Double>
    let columnDistance: UnsafeMutablePointer<Double>
    let columnParent: UnsafeMutablePointer<Int32>
    /// The search that reached, and that finished, a column.
    let reachedIn: UnsafeMutablePointer<Int32>
    let finishedIn: UnsafeMutablePointer<Int32>
    /// The search in which a row was scanned: prices do not move during a search, so once is enough.
    let scannedIn: UnsafeMutablePointer<Int32>
    /// Room for the columns of a whole row.
    let wholeRow: UnsafeMutablePointer<Int32>
    var heap = SearchHeap()
    var current: Int32 = 0
    var finishedColumns: [Int32] = []
    var finishedRows: [Int32] = []
    /// The shortest way known to an end: a column with room, or a row that gives up.
    var nearestEnd = Double.infinity
    var endColumn = -1
    var endRow = -1
    private let distances: [Arena<Double>]
    private let indices: [Arena<Int32>]

    init(rowCount: Int, columnCount: Int) {
        distances = [rowCount, columnCount].map { Arena(repeating: 0, count: $0) }
        indices = [columnCount, columnCount, columnCount, rowCount, columnCount + 1].map {
            Arena(repeating: 0, count: $0)
        }
        (scannedIn, wholeRow) = (indices[3].start, indices[4].start)
        (rowDistance, columnDistance) = (distances[0].start, distances[1].start)
        (columnParent, reachedIn, finishedIn) = (indices[0].start, indices[1].start, indices[2].start)
    }

    mutating func begin() {
        current &+= 1
        heap.clear()
        finishedColumns.removeAll(keepingCapacity: true)
        finishedRows.removeAll(keepingCapacity: true)
        nearestEnd = .infinity
        endColumn = -1
        endRow = -1
    }
}

extension AuctionEngine {
    /// Searches a place for every waiting row and reports.
    func searchForAll(_ waiting: [Int32]) -> Filling {
        var ending = isStopped ? Filling.Ending.stopped : .finished
        for row in waiting where ending == .finished {
            if statistics.rowSearches & 63 == 0, !watch(statistics, rows.count - waiting.count) {
                ending = .stopped
                break
            }
            if !fillPlace(of: Int(row)) { ending = .blocked }
        }
        return report(ending)
    }

    /// Finds the shortest way from a row to a column with room, or to a row that is worth no more than the floor, and shifts pairs and
    /// prices along it; `false` if there is none.
    func fillPlace(of start: Int) -> Bool {
        statistics.rowSearches &+= 1
        search.begin()
        rowPrices[start] = bestTwo(start).first
        if rowPrices[start] <= floor && floor > -.infinity {
            rowPrices[start] = floor
            return true
        }
        if rowPrices[start] == -.infinity { return false }
        visit(start, at: 0)
        while search.heap.count > 0 {
            let entry = search.heap.nearest
            if entry.distance >= search.nearestEnd { break }
            search.heap.removeNearest()
            if entry.node < 0 {
                relaxUnlisted(Int(~entry.node))
                continue
            }
            let column = Int(entry.node)
            if search.finishedIn[column] == search.current || entry.distance > search.columnDistance[column] {
                continue
            }
            search.finishedIn[column] = search.current
            search.finishedColumns.append(entry.node)
            visit(Int(rowOfColumn[column]), at: entry.distance)
        }
        if search.nearestEnd == .infinity { return false }
        movePrices(by: search.nearestEnd)
        shiftPairs(start)
        return true
    }

    @inline(__always) private func visit(_ row: Int, at distance: Double) {
        statistics.visits &+= 1
        search.rowDistance[row] = distance
        search.finishedRows.append(Int32(truncatingIfNeeded: row))
        let toGiveUp = distance + rowPrices[row] - floor
        if toGiveUp < search.nearestEnd {
            search.nearestEnd = toGiveUp
            search.endRow = row
            search.endColumn = -1
        }
        relaxListed(row, base: distance + rowPrices[row])
    }

    @inline(__always) private func relaxListed(_ row: Int, base: Double) {
        let list = lists + row &* listCapacity
        for index in 0..<Int(listLengths[row]) {
            let candidate = list[index]
            if base - Double(candidate.key) >= search.nearestEnd { return }
            relax(row, Int(candidate.column), base - candidate.score + prices[Int(candidate.column)])
        }
        let rest = base - outside[row]
        if rest < search.nearestEnd { search.heap.push(rest, ~Int32(truncatingIfNeeded: row)) }
    }

    @inline(__always) private func relax(_ row: Int, _ column: Int, _ distance: Double) {
        if !(distance < search.nearestEnd) || search.finishedIn[column] == search.current { return }
        if search.reachedIn[column] == search.current && search.columnDistance[column] <= distance { return }
        search.columnDistance[column] = distance
        search.reachedIn[column] = search.current
        search.columnParent[column] = Int32(truncatingIfNeeded: row)
        if rowOfColumn[column] < 0 {
            search.nearestEnd = distance
            search.endColumn = column
            search.endRow = -1
        } else {
            search.heap.push(distance, Int32(truncatingIfNeeded: column))
        }
    }

    /// The search came to a distance where unlisted candidates of a row may count: list more, or read the whole row.
    private func relaxUnlisted(_ row: Int) {
        let base = search.rowDistance[row] + rowPrices[row]
        if search.scannedIn[row] != search.current {
            search.scannedIn[row] = search.current
            let before = outside[row]
            scan(row)
            if outside[row] < before {
                relaxListed(row, base: base)
                return
            }
        }
        // Only columns nearer than the nearest end matter.
        statistics.rowScans &+= 1
        let least = max(base - search.nearestEnd, -Double.greatestFiniteMagnitude)
        let count = source.collect(
            row, prices.board, atLeast: least, into: search.wholeRow,
            capacity: Int32(truncatingIfNeeded: columnCount))
        for index in 0..<Int(count) {
            let column = Int(search.wholeRow[index])
            relax(row, column, base - source.score(row, column) + prices[column])
        }
    }

    private func movePrices(by distance: Double) {
        for row in search.finishedRows { rowPrices[Int(row)] -= distance - search.rowDistance[Int(row)] }
        for column in search.finishedColumns {
            prices.set(Int(column), prices[Int(column)] + (distance - search.columnDistance[Int(column)]))
        }
    }

    private func shiftPairs(_ start: Int) {
        var column = search.endColumn
        if search.endRow >= 0 {
            column = Int(columnOfRow[search.endRow])
            columnOfRow[search.endRow] = -1
            if search.endRow == start { return }
        }
        while true {
            let row = Int(search.columnParent[column])
            let before = Int(columnOfRow[row])
            rowOfColumn[column] = Int32(truncatingIfNeeded: row)
            columnOfRow[row] = Int32(truncatingIfNeeded: column)
            if row == start { return }
            column = before
        }
    }

    /// The pairs and prices as they stand.
    func report(_ ending: Filling.Ending) -> Filling {
        if ending == .stopped { takeWhatIsFree() }
        var pairs: [Pair] = []
        pairs.reserveCapacity(rows.count)
        for row in rows where columnOfRow[Int(row)] >= 0 {
            pairs.append(Pair(row: Int(row), column: Int(columnOfRow[Int(row)])))
        }
        return Filling(
            pairs: pairs, rowPrices: Array(UnsafeBufferPointer(start: rowPrices, count: rowCount)),
            columnPrices: Array(UnsafeBufferPointer(start: prices.prices, count: columnCount)),
            statistics: statistics,
            ending: ending)
    }

    /// After an early end: rows without a column take the best free one on their list.
    private func takeWhatIsFree() {
        for entry in rows where columnOfRow[Int(entry)] < 0 {
            let row = Int(entry)
            let list = lists + row &* listCapacity
            for index in 0..<max(0, Int(listLengths[row])) where rowOfColumn[Int(list[index].column)] < 0 {
                if list[index].score <= floor { continue }
                _ = assign(row, Int(list[index].column), score: list[index].score)
                break
            }
        }
    }
}
