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
    /// Finished columns whose rows are to be visited next, at the distance reached.
    var level: [Int32] = []
    /// How far the next search looks at first.
    var reach = 0.0
    /// The shortest distance that was left out for lying beyond the reach.
    var nearestBeyond = Double.infinity
    /// The shortest way known to an end: a column with room, or a row that gives up.
    var nearestEnd = Double.infinity
    var endColumn = -1
    var endRow = -1
    /// Scans and visits before this search.
    var scansBefore = 0
    var visitsBefore = 0
    private let distances: [Arena<Double>]
    private let indices: [Arena<Int32>]

    init(rowCount: Int, columnCount: Int) {
        distances = [rowCount, columnCount].map { Arena(repeating: 0, count: $0) }
        indices = [columnCount, columnCount, columnCount, rowCount, columnCount + 4].map {
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
        level.removeAll(keepingCapacity: true)
        nearestEnd = reach
        nearestBeyond = .infinity
        endColumn = -1
        endRow = -1
    }

    /// Nothing shorter leads to this column.
    @inline(__always) mutating func finish(_ column: Int) {
        finishedIn[column] = current
        finishedColumns.append(Int32(truncatingIfNeeded: column))
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
            if !search(from: Int(row)) { ending = .blocked }
        }
        return report(ending)
    }

    /// Finds a place for a row; `false` if there is none. Searches begin on lists. Where these have to be made anew too often (among
    /// many ties, or where all prices move), this one begins again over whole rows, and so do the next ones.
    func search(from row: Int) -> Bool {
        (search.scansBefore, search.visitsBefore) = (statistics.rowScans, statistics.visits)
        if listsAreTooDear { return fillPlaceOverWholeRows(of: row) }
        let isFilled = fillPlace(of: row)
        listScans += statistics.rowScans - search.scansBefore
        listVisits += statistics.visits - search.visitsBefore
        (search.scansBefore, search.visitsBefore) = (statistics.rowScans, statistics.visits)
        return isFilled || listsAreTooDear && fillPlaceOverWholeRows(of: row)
    }

    /// Measured: to list a row anew takes as long as to look at it eight times.
    private var listsAreTooDear: Bool {
        let scans = listScans + statistics.rowScans - search.scansBefore
        let visits = listVisits + statistics.visits - search.visitsBefore
        return source.hasWholeRows && scans >= 32 && scans * 8 > visits
    }

    /// Finds the shortest way from a row to a column with room, or to a row that is worth no more than the floor, and shifts pairs and
    /// prices along it; `false` if there is none.
    ///
    /// Most ways are about as short as the one before, so a search looks no further than a few times that, and begins again with a
    /// wider reach if it must: what lies beyond is neither queued nor listed.
    private func fillPlace(of start: Int) -> Bool {
        statistics.rowSearches &+= 1
        rowPrices[start] = bestTwo(start).first
        if rowPrices[start] <= floor && floor > -.infinity {
            rowPrices[start] = floor
            return true
        }
        if rowPrices[start] == -.infinity { return false }
        while !reachEnd(from: start) {
            if search.nearestBeyond == .infinity || listsAreTooDear { return false }
            let wider = max(8 * search.reach, 2 * search.nearestBeyond, grid.unit)
            search.reach = wider > 4 * grid.priceLimit ? .infinity : wider
        }
        movePrices(by: search.nearestEnd)
        search.reach = max(4 * search.nearestEnd, 0.95 * search.reach)
        shiftPairs(start)
        return true
    }

    /// One search within ``SearchState/reach``; `false` if no end lies within.
    private func reachEnd(from start: Int) -> Bool {
        search.begin()
        visit(start, at: 0)
        while true {
            if let column = search.level.popLast() {
                let distance = search.columnDistance[Int(column)]
                if distance >= search.nearestEnd { break }
                visit(Int(rowOfColumn[Int(column)]), at: distance)
                continue
            }
            if search.heap.count == 0 { break }
            let entry = search.heap.nearest
            if entry.distance >= search.nearestEnd { break }
            search.heap.removeNearest()
            if entry.node < 0 {
                if listsAreTooDear { return false }
                relaxUnlisted(Int(~entry.node))
                continue
            }
            let column = Int(entry.node)
            if search.finishedIn[column] == search.current || entry.distance > search.columnDistance[column] {
                continue
            }
            search.finish(column)
            visit(Int(rowOfColumn[column]), at: entry.distance)
        }
        return search.endColumn >= 0 || search.endRow >= 0
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
        } else {
            search.nearestBeyond = min(search.nearestBeyond, toGiveUp)
        }
        relaxListed(row, base: distance + rowPrices[row])
    }

    @inline(__always) private func relaxListed(_ row: Int, base: Double) {
        let list = lists.entries + row &* lists.capacity
        for index in 0..<Int(lists.lengths[row]) {
            let candidate = list[index]
            let least = base - Double(candidate.key)
            if least >= search.nearestEnd {
                search.nearestBeyond = min(search.nearestBeyond, least)
                // What is not listed may be nearer: the bound for it is as coarse as floats are.
                break
            }
            relax(row, Int(candidate.column), base - candidate.score + prices[Int(candidate.column)])
        }
        let rest = base - lists.outside[row]
        if rest < search.nearestEnd {
            search.heap.push(rest, ~Int32(truncatingIfNeeded: row))
        } else {
            search.nearestBeyond = min(search.nearestBeyond, rest)
        }
    }

    @inline(__always) private func relax(_ row: Int, _ column: Int, _ distance: Double) {
        if search.finishedIn[column] == search.current { return }
        if !(distance < search.nearestEnd) {
            search.nearestBeyond = min(search.nearestBeyond, distance)
            return
        }
        if search.reachedIn[column] == search.current && search.columnDistance[column] <= distance { return }
        search.columnDistance[column] = distance
        search.reachedIn[column] = search.current
        search.columnParent[column] = Int32(truncatingIfNeeded: row)
        if rowOfColumn[column] < 0 {
            search.nearestEnd = distance
            search.endColumn = column
            search.endRow = -1
        } else if distance <= search.rowDistance[row] {
            // No further than the row itself, so nothing shorter can come.
            search.finish(column)
            search.level.append(Int32(truncatingIfNeeded: column))
        } else {
            search.heap.push(distance, Int32(truncatingIfNeeded: column))
        }
    }

    /// The search came to a distance where unlisted candidates of a row may count: list more, or read the whole row.
    private func relaxUnlisted(_ row: Int) {
        let base = search.rowDistance[row] + rowPrices[row]
        if search.scannedIn[row] != search.current {
            search.scannedIn[row] = search.current
            let before = lists.outside[row]
            scan(row)
            if lists.outside[row] < before {
                relaxListed(row, base: base)
                return
            }
        }
        // Only columns nearer than the nearest end matter.
        statistics.rowScans &+= 1
        let least = max(base - search.nearestEnd, -Double.greatestFiniteMagnitude)
        search.nearestBeyond = min(search.nearestBeyond, search.nearestEnd)
        if !source.hasWholeRows {
            // To look up the score of each candidate would read the whole list every time.
            source.forEach(ofRow: row) { column, score in
                if score - prices[column] >= least { relax(row, column, base - score + prices[column]) }
            }
            return
        }
        let count = source.collect(
            row, prices.board, atLeast: least, into: search.wholeRow,
            capacity: Int32(truncatingIfNeeded: columnCount))
        for index in 0..<Int(count) {
            let column = Int(search.wholeRow[index])
            relax(row, column, base - source.score(row, column) + prices[column])
        }
    }

    func movePrices(by distance: Double) {
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
        shiftPairs(start, backFrom: column, search.columnParent)
    }

    /// Gives every row of a path the column behind it, from the path's last column back to its first row.
    ///
    /// - Parameter parents: the row from which each column of the path was reached.
    func shiftPairs(_ start: Int, backFrom end: Int, _ parents: UnsafePointer<Int32>) {
        var column = end
        while true {
            let row = Int(parents[column])
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
            let list = lists.entries + row &* lists.capacity
            for index in 0..<max(0, Int(lists.lengths[row])) where rowOfColumn[Int(list[index].column)] < 0 {
                if list[index].score <= floor { continue }
                _ = assign(row, Int(list[index].column), score: list[index].score)
                break
            }
        }
    }
}
