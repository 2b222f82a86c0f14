internal import CMatchingKernels

extension AuctionEngine {
    /// Where auctions are not the way: bids without a step from today's prices, and if too many rows have to wait then, from
    /// the classic start prices; shortest paths for the rest. `false` if that would take too long: pairs are parted then.
    func settleClassically() -> Bool {
        var waiting = keepTightPairs(of: rows)
        reduce(&waiting, limit: 8 * rows.count)
        // Measured: where more than an eighth waits, these paths are short or the classic start is better.
        let isFew = waiting.count * 8 <= rows.count
        if isFew || waiting.count * 4 <= rows.count,
            settle(waiting, visits: isFew ? patience : 4 * rows.count)
        {
            return true
        }
        if isStopped || hasTriedColumnMaxima || !source.hasWholeRows { return parted() }
        hasTriedColumnMaxima = true
        let earlier = Array(UnsafeBufferPointer(start: prices.prices, count: columnCount))
        startAtColumnMaxima()
        waiting = rows
        reduce(&waiting, limit: 8 * rows.count)
        // Measured: where that leaves half of them, another auction is better.
        if waiting.count * 2 <= rows.count && settle(waiting, visits: patience) { return true }
        restart(at: earlier)
        return false
    }

    /// Where the best candidate of most rows stands out, there is little to bid for.
    func settleWithoutSteps() -> Bool {
        var waiting = keepTightPairs(of: rows)
        reduce(&waiting, limit: 4 * rows.count)
        return waiting.count * 16 <= rows.count && settle(waiting, visits: patience) || parted()
    }

    /// Measured: visits to whole rows for a twentieth of a second, and never less than an auction costs.
    private var patience: Int { max(16 * rows.count, 0x800_0000 / rows.count) }

    private func parted() -> Bool {
        clearPairs()
        return false
    }

    /// Shortest paths for waiting rows; `false` if they take too long.
    private func settle(_ waiting: [Int32], visits: Int) -> Bool {
        let scans = statistics.rowScans + 4 * rows.count
        let visits = statistics.visits + visits
        priceSettledRows()
        let isSettled = waiting.allSatisfy {
            !isStopped && statistics.rowScans <= scans && statistics.visits <= visits && search(from: Int($0))
        }
        // Searches leave the scores of the pairs they make to others.
        for row in rows where columnOfRow[Int(row)] >= 0 {
            ownScore[Int(row)] = source.score(Int(row), Int(columnOfRow[Int(row)]))
        }
        return isSettled
    }

    /// Every column's price becomes what the row that values it most would pay, and all pairs are parted.
    private func startAtColumnMaxima() {
        let greatest = Arena<Double>(repeating: -.infinity, count: columnCount)
        for row in rows { source.raise(greatest.start, toRow: Int(row), price: 0) }
        statistics.rowScans &+= rows.count
        restart(at: greatest.array)
    }

    /// Begins anew at other prices.
    private func restart(at start: [Double]) {
        clearPairs()
        for column in 0..<columnCount where prices.isOpen(column) && start[column].isFinite {
            prices.set(column, start[column])
        }
        statistics.rowScans &+= rows.count
        lists.scan(rows)
    }
}
