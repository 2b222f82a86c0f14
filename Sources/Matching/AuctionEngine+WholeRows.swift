internal import CMatchingKernels

extension AuctionEngine {
    /// Where rows hardly compete, bids over whole rows settle nearly all of them in one pass, before lists are made. A sample tells
    /// whether they do; it is given up where that does not come true.
    ///
    /// - Returns: what it found; `nil` if rows compete. All prices are 0 then, and nobody has a column.
    /// - Complexity: one pass over the scores, and another over each row that is outbid, waits or is visited.
    /// - Source: Jonker & Volgenant 1987, doi:10.1007/BF02278710, from prices of 0 and with ties broken for free columns.
    func settleOverWholeRows() -> Filling? {
        guard source.hasWholeRows, floor == -.infinity, rows.count >= 32 else { return nil }
        if !rowsHardlyCompete() { return settleAlikeRows() }
        if let filling = settleOverWholeRows(rows, isFirst: true) { return filling }
        clearPairs()
        prices.clear()
        return nil
    }

    /// Bids of waiting rows over whole rows, twice, and shortest paths for those that tie; `nil` if that takes too long.
    func settleOverWholeRows(_ rowsToSettle: [Int32], isFirst: Bool) -> Filling? {
        var waiting = rowsToSettle
        for round in 0..<2 where !waiting.isEmpty {
            switch bidOverWholeRows(&waiting, isFirst: isFirst && round == 0) {
            case .unsound: return report(.unsound)
            case .stopped: return report(.stopped)
            case .blocked: return nil
            case .finished: continue
            }
        }
        if waiting.count * 2 > rows.count { return nil }
        if !waiting.isEmpty && !watch(statistics, rows.count - waiting.count) { return report(.stopped) }
        priceSettledRows()
        return searchOverWholeRows(settleAlongTies(waiting))
    }

    /// Whether most rows of a sample have many columns that tie for the best, or one that stands far out, or rows differ so much that the
    /// greater outbid the others once and for all.
    private func rowsHardlyCompete() -> Bool {
        var leads = 0.0
        var depths: [Double] = []
        for index in 0..<32 {
            let row = Int(rows[index * rows.count / 32])
            let bid = source.bid(row, prices.board, rowOfColumn, looksFor: .usualBest)
            let depth = bid.first - bid.usual
            if !depth.isFinite { continue }
            depths.append(depth)
            leads += depth > 0 ? (bid.first - bid.second) / depth : 1
            // Every fourth row of the sample will do where they clearly compete.
            if index == 7, leads < 1.6, let most = depths.max(), most < 16 * (depths.min() ?? 0) {
                return false
            }
        }
        // Measured: 0.03 a row among uniform scores, 0.25 among exponential ones, 0.5 in heavy tails, 1 where many columns tie.
        if leads > 12.8 { return true }
        depths.sort()
        return depths.count == 32 && depths[8] > 0 && 16 * depths[8] < depths[24]
    }

    /// Bids without a step. Rows that tie, while all their best columns are taken, wait and replace `waiting`. `blocked` tells that
    /// rows do compete.
    private func bidOverWholeRows(_ waiting: inout [Int32], isFirst: Bool) -> Filling.Ending {
        let most = statistics.bids + 4 * rows.count
        var kept = 0
        for index in waiting.indices {
            if isFirst && index * 4 == rows.count && kept * 4 > index * 3 { return .blocked }
            var row = Int(waiting[index])
            while row >= 0 {
                // The first round looks for scores that may not be, so it goes on to the end.
                if !isFirst && statistics.bids & 8191 == 0 && !watch(statistics, 0) { return .stopped }
                if statistics.bids > most { return .blocked }
                var raises = false
                let isNew = isFirst && row == Int(waiting[index])
                guard let before = bidOverWholeRow(row, looks: isNew && !isSurveyed, &raises) else {
                    return .unsound
                }
                if before >= 0 && !raises {
                    waiting[kept] = Int32(truncatingIfNeeded: before)
                    kept += 1
                    break
                }
                row = before
            }
        }
        waiting.removeLast(waiting.count - kept)
        return .finished
    }

    /// One bid; returns the row that has to look for another column now: who had the column before, the bidder if it has none to bid
    /// for, or -1; `nil` if it looked for scores that may not be, and found one.
    private func bidOverWholeRow(_ row: Int, looks: Bool, _ raises: inout Bool) -> Int? {
        statistics.bids &+= 1
        statistics.rowScans &+= 1
        let bid = source.bid(row, prices.board, rowOfColumn, looksFor: looks ? .magnitude : .nothing)
        if looks && !source.isSound(row, bid) { return nil }
        if bid.column < 0 { return row }
        let price = bid.score - bid.second
        raises = bid.first > bid.second && price.magnitude <= grid.priceLimit
        if raises { prices.set(Int(bid.column), price) }
        return assign(row, Int(bid.column), score: bid.score)
    }

    /// Shortest paths for the rows that wait, unless they take too long.
    private func searchOverWholeRows(_ waiting: [Int32]) -> Filling? {
        let most = statistics.visits + 16 * rows.count
        for (index, row) in waiting.enumerated() {
            if index & 63 == 63 && !watch(statistics, rows.count - waiting.count + index) {
                return report(.stopped)
            }
            if statistics.visits > most { return nil }
            if !fillPlaceOverWholeRows(of: Int(row)) { return report(.blocked) }
        }
        return report(.finished)
    }

    /// Proves pairs that sorting found, or mends them, over whole rows: one pass, before lists are made.
    ///
    /// Where scores are sums of what rows and columns are worth, or nearly so, all columns are alike but for rounding, and prices
    /// are right but for the last digits. What rows and columns offer each other at these makes most pairs tie.
    ///
    /// - Returns: what it found; `nil` if too many pairs are not best, or paths take too long. Nobody has a column then.
    func settleSorted(_ pairs: [Pair]) -> Filling? {
        for pair in pairs { _ = assign(pair.row, pair.column, score: source.score(pair.row, pair.column)) }
        let isLoose = (0..<8).count { !isTight(Int(rows[$0 * rows.count / 8])) } > 2
        let greatest = isLoose ? Arena<Double>(repeating: -.infinity, count: columnCount) : nil
        statistics.rowScans &+= rows.count
        var waiting: [Int32] = []
        for entry in rows {
            let row = Int(entry)
            let bid = source.bid(row, prices.board, rowOfColumn, looksFor: isSurveyed ? .nothing : .magnitude)
            if !isSurveyed && !source.isSound(row, bid) { return report(.unsound) }
            if let greatest { source.raise(greatest.start, toRow: row, price: bid.first) }
            let column = Int(columnOfRow[row])
            if ownScore[row] - prices[column] >= bid.first { continue }
            (columnOfRow[row], rowOfColumn[column]) = (-1, -1)
            waiting.append(entry)
        }
        if let greatest {
            clearPairs()
            for column in 0..<columnCount where greatest.start[column].isFinite {
                prices.set(column, greatest.start[column])
            }
            waiting = rows
        }
        if let filling = settleOverWholeRows(waiting, isFirst: false) { return filling }
        clearPairs()
        return nil
    }

    private func isTight(_ row: Int) -> Bool {
        let bid = source.bid(row, prices.board, rowOfColumn, looksFor: .nothing)
        return ownScore[row] - prices[Int(columnOfRow[row])] >= bid.first
    }
}
