internal import CMatchingKernels

extension AuctionEngine {
    /// Two passes of bids without a step: exact, but a row that ties may have to wait. `waiting` becomes those that do.
    func reduce(_ waiting: inout [Int32], limit: Int) {
        var bids = Reduction(left: limit, free: FreeColumns(rowOfColumn, count: columnCount))
        for _ in 0..<2 {
            (bids.kept, bids.filled) = (0, rows.count - waiting.count)
            for (index, row) in waiting.enumerated() { ready[index] = row }
            // Where all rows begin, who is outbid bids in the next round: lists are fetched before they are read. Measured on candidate
            // lists: two thirds of the bids, and a tenth of the searches after them.
            if !isSquare && waiting.count == rows.count {
                reduceInRounds(waiting.count, &bids)
            } else {
                for index in 0..<waiting.count {
                    var row = Int(ready[index])
                    while row >= 0 { row = bidWithoutStep(row, &bids) }
                }
            }
            waiting = Array(UnsafeBufferPointer(start: parked, count: bids.kept))
        }
    }

    private func reduceInRounds(_ bidders: Int, _ bids: inout Reduction) {
        var count = bidders
        while count > 0 {
            var displaced = 0
            for index in 0..<count {
                if index &+ 6 < count {
                    matching_fetch(lists.entries + Int(ready[index &+ 6]) &* lists.capacity)
                }
                let before = bidWithoutStep(Int(ready[index]), &bids)
                ready[displaced] = Int32(truncatingIfNeeded: before)
                displaced &+= before < 0 ? 0 : 1
            }
            count = displaced
        }
    }

    /// One bid; returns the row that was outbid, or -1. Rows that have to wait are parked.
    @inline(__always) private func bidWithoutStep(_ row: Int, _ bids: inout Reduction) -> Int {
        var best = bestTwo(row)
        statistics.bids &+= 1
        bids.left &-= 1
        if statistics.bids & 8191 == 0, !watch(statistics, bids.filled) { isStopped = true }
        if best.first <= floor || best.column < 0 {
            bids.inVain = 0
            settleEmpty(row, &bids)
            return -1
        }
        let second = max(best.second, floor)
        let goesOn = bids.left > 0 && bids.inVain < rows.count
        let raises = goesOn && second > -.infinity && best.first > second
        if raises {
            prices.set(best.column, best.score - second)
        } else if rowOfColumn[best.column] >= 0, best.second >= best.first {
            preferFree(row, &best, &bids.free)
        }
        let before = assign(row, best.column, score: best.score)
        bids.inVain = before < 0 ? 0 : bids.inVain &+ 1
        if before < 0 || raises { return before }
        park(before, &bids)
        return -1
    }

    /// Among candidates as good as the best takes one that nobody has, or the second one.
    @inline(__always) private func preferFree(_ row: Int, _ best: inout BestTwo, _ free: inout FreeColumns) {
        let list = lists.entries + row &* lists.capacity
        for index in 0..<Int(lists.lengths[row]) {
            let candidate = list[index]
            if Double(candidate.key) < best.first { break }
            let column = Int(candidate.column)
            if rowOfColumn[column] < 0 && candidate.score - prices[column] == best.first {
                best.column = column
                best.score = candidate.score
                return
            }
        }
        if lists.outside[row] == best.first && takeUnlisted(row, &best, &free) { return }
        if best.secondColumn >= 0 {
            best.column = best.secondColumn
            best.score = best.secondScore
        }
    }

    /// More candidates may tie than a list has room for.
    private func takeUnlisted(_ row: Int, _ best: inout BestTwo, _ free: inout FreeColumns) -> Bool {
        if !source.hasWholeRows { return false }
        let first = best.first
        guard let column = free.first(where: { source.score(row, $0) - prices[$0] == first }) else {
            return false
        }
        best.column = column
        best.score = source.score(row, column)
        return true
    }

    /// A row without a worthwhile candidate stays empty; one that must be filled waits for the search to tell why it cannot.
    @inline(__always) private func settleEmpty(_ row: Int, _ bids: inout Reduction) {
        if floor > -.infinity {
            rowPrices[row] = floor
            columnOfRow[row] = -1
        } else {
            park(row, &bids)
        }
    }

    @inline(__always) private func park(_ row: Int, _ bids: inout Reduction) {
        parked[bids.kept] = Int32(truncatingIfNeeded: row)
        bids.kept &+= 1
    }
}

/// How bids without a step stand: how many are left, how many rows have to wait, and how many had a place when this pass began.
private struct Reduction {
    var left: Int
    var free: FreeColumns
    /// Bids since a row last found a place. Measured: after as many as there are rows, the few that still raise prices are sooner placed
    /// by paths.
    var inVain = 0
    var kept = 0
    var filled = 0
}

/// Columns that nobody has, collected when first asked for.
private struct FreeColumns {
    private let rowOfColumn: UnsafePointer<Int32>
    private let count: Int
    private var columns: [Int32]?

    init(_ rowOfColumn: UnsafePointer<Int32>, count: Int) {
        self.rowOfColumn = rowOfColumn
        self.count = count
    }

    /// The first free column that suits. Drops columns that have been taken since: bids never free one.
    mutating func first(where suits: (Int) -> Bool) -> Int? {
        var left = columns ?? (0..<Int32(count)).filter { rowOfColumn[Int($0)] < 0 }
        columns = nil
        left.removeAll { rowOfColumn[Int($0)] >= 0 }
        defer { columns = left }
        return left.first { suits(Int($0)) }.map { Int($0) }
    }
}
