internal import CMatchingKernels

/// Memory of the searches of ``CapacityEngine``. Nodes: columns from 0, rows behind them; complements stand for unlisted candidates.
struct PlaceSearch {
    let columnCount: Int
    let distance: UnsafeMutablePointer<Double>
    let parent: UnsafeMutablePointer<Int32>
    let reachedIn: UnsafeMutablePointer<Int32>
    let finishedIn: UnsafeMutablePointer<Int32>
    /// Room for the columns of a whole row.
    let found: UnsafeMutablePointer<Int32>
    var heap = SearchHeap()
    var current: Int32 = 0
    var finished: [Int32] = []
    var nearestEnd = Double.infinity
    /// The node where the nearest end is, and whether a place is given up there rather than taken.
    var endNode = -1
    var endGivesUp = false
    private let distances: Arena<Double>
    private let indices: [Arena<Int32>]

    init(rowCount: Int, columnCount: Int) {
        self.columnCount = columnCount
        distances = Arena(repeating: 0, count: rowCount + columnCount)
        indices = (0..<4).map { _ in Arena(repeating: 0, count: rowCount + columnCount + 4) }
        distance = distances.start
        (parent, reachedIn, finishedIn) = (indices[0].start, indices[1].start, indices[2].start)
        found = indices[3].start
    }

    mutating func begin(at node: Int) {
        current &+= 1
        heap.clear()
        finished.removeAll(keepingCapacity: true)
        nearestEnd = .infinity
        endNode = -1
        distance[node] = 0
        parent[node] = -1
        reachedIn[node] = current
        heap.push(0, Int32(truncatingIfNeeded: node))
    }

    /// Notes a shorter way to a node; `false` if it is not shorter.
    @inline(__always) mutating func reach(_ node: Int, from before: Int, _ length: Double) -> Bool {
        if !(length < nearestEnd) || finishedIn[node] == current { return false }
        if reachedIn[node] == current && distance[node] <= length { return false }
        distance[node] = length
        reachedIn[node] = current
        parent[node] = Int32(truncatingIfNeeded: before)
        return true
    }

    @inline(__always) mutating func end(at node: Int, _ length: Double, givingUp: Bool) {
        if length < nearestEnd {
            nearestEnd = length
            endNode = node
            endGivesUp = givingUp
        }
    }

    @inline(__always) mutating func push(_ node: Int, _ length: Double) {
        heap.push(length, Int32(truncatingIfNeeded: node))
    }

    /// The next node to finish, or a complement; `nil` when no way is shorter than the nearest end.
    @inline(__always) mutating func next() -> Int? {
        while heap.count > 0 {
            let entry = heap.nearest
            if entry.distance >= nearestEnd { return nil }
            heap.removeNearest()
            let node = Int(entry.node)
            if node < 0 { return node }
            if finishedIn[node] == current || entry.distance > distance[node] { continue }
            finishedIn[node] = current
            finished.append(entry.node)
            return node
        }
        return nil
    }
}

extension CapacityEngine {
    /// How a search for one place ended.
    enum Ending { case filled, staysEmpty, blocked }

    /// Finds the shortest way from a row to a column with room, or to a row that gives up a place worth no more than the floor.
    func fillPlace(ofRow start: Int) -> Ending {
        statistics.rowSearches &+= 1
        let best = bestTwo(start).first
        if best <= floor && floor > -.infinity {
            rowPrices[start] = floor
            return .staysEmpty
        }
        if best == -.infinity { return .blocked }
        rowPrices[start] = best
        search.begin(at: columnCount + start)
        while let node = search.next() {
            statistics.visits &+= 1
            if node < 0 {
                readWholeRow(~node)
            } else if node < columnCount {
                relaxHolders(of: node)
            } else {
                relaxList(of: node - columnCount)
            }
        }
        if search.nearestEnd == .infinity { return .blocked }
        movePrices(rowsFall: true)
        if search.endGivesUp && search.endNode == columnCount + start { return .staysEmpty }
        shiftPairs(rowsAreParents: true)
        return .filled
    }

    @inline(__always) private func relaxList(of row: Int) {
        let distance = search.distance[columnCount + row]
        search.end(at: columnCount + row, distance + rowPrices[row] - floor, givingUp: true)
        let base = distance + rowPrices[row]
        let list = lists.entries + row &* lists.capacity
        for index in 0..<Int(lists.lengths[row]) {
            let candidate = list[index]
            // What is not listed may be nearer: the bound for it is as coarse as floats are.
            if base - Double(candidate.key) >= search.nearestEnd { break }
            let column = Int(candidate.column)
            relaxColumn(row, column, base - candidate.score + prices[column])
        }
        let rest = base - lists.outside[row]
        if rest < search.nearestEnd { search.heap.push(rest, ~Int32(truncatingIfNeeded: row)) }
    }

    private func readWholeRow(_ row: Int) {
        statistics.rowScans &+= 1
        let base = search.distance[columnCount + row] + rowPrices[row]
        if !source.hasWholeRows {
            source.forEach(ofRow: row) { column, score in
                if prices.isOpen(column) { relaxColumn(row, column, base - score + prices[column]) }
            }
            return
        }
        // Only columns nearer than the nearest end matter.
        let least = max(base - search.nearestEnd, -Double.greatestFiniteMagnitude)
        let count = source.collect(
            row, prices.board, atLeast: least, into: search.found,
            capacity: Int32(truncatingIfNeeded: columnCount))
        for index in 0..<Int(count) {
            let column = Int(search.found[index])
            relaxColumn(row, column, base - source.score(row, column) + prices[column])
        }
    }

    @inline(__always) private func relaxColumn(_ row: Int, _ column: Int, _ length: Double) {
        if length >= search.nearestEnd || pairsOfRow.contains(row, column) { return }
        if !search.reach(column, from: columnCount + row, length) { return }
        if pairsOfColumn.count(column) < Int(columnRoom[column]) {
            search.end(at: column, length, givingUp: false)
        } else {
            search.push(column, length)
        }
    }

    /// A full column may part from any of its rows.
    private func relaxHolders(of column: Int) {
        let base = search.distance[column] - prices[column]
        for index in 0..<pairsOfColumn.count(column) {
            let pair = pairsOfColumn[column, index]
            let row = Int(pair.member)
            let length = base + pair.score - rowPrices[row]
            if search.reach(columnCount + row, from: column, length) {
                search.push(columnCount + row, length)
            }
        }
    }

    /// Prices of finished nodes move by what they are nearer than the end; rows fall and columns rise, or the other way round.
    func movePrices(rowsFall: Bool) {
        for entry in search.finished {
            let node = Int(entry)
            let change = search.nearestEnd - search.distance[node]
            if node < columnCount {
                prices.set(node, prices[node] + (rowsFall ? change : -change))
            } else {
                rowPrices[node - columnCount] += rowsFall ? -change : change
            }
        }
    }

    /// Walks back from the end; steps from a row to a column (or back, for columns' searches) make a pair, the others part one.
    func shiftPairs(rowsAreParents: Bool) {
        var node = search.endNode
        while search.parent[node] >= 0 {
            let before = Int(search.parent[node])
            let isColumn = node < columnCount
            let row = (isColumn ? before : node) - columnCount
            let column = isColumn ? node : before
            if isColumn == rowsAreParents {
                join(row, column, score: source.score(row, column))
            } else {
                part(row, column)
            }
            node = before
        }
    }

    /// Columns that have room must not have a price: each searches for a row, or for a column that parts from one for less.
    func fillPricedColumns() -> Bool {
        let waiting = (0..<columnCount).filter {
            prices.isOpen($0) && pairsOfColumn.count($0) < Int(columnRoom[$0]) && prices[$0] > 0
        }
        if waiting.isEmpty { return true }
        let index = source.columnIndex()
        for column in waiting {
            while pairsOfColumn.count(column) < Int(columnRoom[column]), prices[column] > 0 {
                if statistics.columnSearches & 63 == 0, !watch(statistics, pairsOfRow.total) { return false }
                fillPlace(ofColumn: column, index)
            }
        }
        return true
    }

    private func fillPlace(ofColumn start: Int, _ index: ColumnIndex<Source>) {
        statistics.columnSearches &+= 1
        search.begin(at: start)
        while let node = search.next() {
            statistics.visits &+= 1
            if node < columnCount {
                relaxRows(of: node, index)
            } else {
                relaxOwnColumns(of: node - columnCount)
            }
        }
        movePrices(rowsFall: false)
        shiftPairs(rowsAreParents: false)
    }

    private func relaxRows(of column: Int, _ index: ColumnIndex<Source>) {
        let distance = search.distance[column]
        search.end(at: column, distance + prices[column], givingUp: true)
        let base = distance + prices[column]
        source.forEach(ofColumn: column, index) { row, score in
            let length = base - score + rowPrices[row]
            if !(length < search.nearestEnd) || rowRoom[row] == 0 || pairsOfRow.contains(row, column) {
                return
            }
            if !search.reach(columnCount + row, from: column, length) { return }
            if pairsOfRow.count(row) < Int(rowRoom[row]) {
                search.end(at: columnCount + row, length, givingUp: false)
            } else {
                search.push(columnCount + row, length)
            }
        }
    }

    private func relaxOwnColumns(of row: Int) {
        let base = search.distance[columnCount + row] - rowPrices[row]
        for index in 0..<pairsOfRow.count(row) {
            let pair = pairsOfRow[row, index]
            let column = Int(pair.member)
            let length = base + pair.score - prices[column]
            if search.reach(column, from: columnCount + row, length) { search.push(column, length) }
        }
    }
}
