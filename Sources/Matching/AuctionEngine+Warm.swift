internal import CMatchingKernels

extension AuctionEngine {
    /// Takes up prices and pairs of an earlier solution on a square board.
    ///
    /// With any column prices, `score - price` of a row's own pair is its price as long as nothing in the row is worth more. Where
    /// a row or a column has changed, its pair's score has too, or it is found when the row is looked through: such pairs are
    /// parted, their rows and columns *loose*. One pass over the scores, with the known row prices as bar, lists the candidates
    /// of all other rows and finds those in which something is worth more. Loose columns then get the least price that keeps
    /// all settled rows content, which that pass has collected, and join the lists. What is left is a short auction among the loose.
    ///
    /// - Returns: rows that have to search, or `nil` if so much has changed that beginning anew is faster.
    /// - Complexity: one pass over the scores, then little for each changed row and column.
    func takeUp(_ start: WarmStart) -> [Int32]? {
        for column in 0..<columnCount where prices.isOpen(column) {
            prices.set(column, grid.round(start.columnPrices[column]))
        }
        takeUp(start.pairs)
        for row in rows where columnOfRow[Int(row)] >= 0 {
            let row = Int(row)
            rowPrices[row] = ownScore[row] - prices[Int(columnOfRow[row])]
            // The earlier prices lived on the grid of that night.
            let change = (rowPrices[row] - start.rowPrices[row]).magnitude
            if change > 8 * grid.unit + source.greatestMagnitude * 0x1p-36 { part(row) }
        }
        let settled = rows.filter { columnOfRow[Int($0)] >= 0 }
        if !isMostly(settled) { return forget() }
        guard inspect(settled) else { return forget() }
        let loose = rows.filter { columnOfRow[Int($0)] < 0 }
        statistics.rowScans += loose.count
        lists.scan(loose)
        lists.work.pointee.is_first_pass = 0
        if !lists.isSound && !isSurveyed { return [] }
        return bidAmong(loose)
    }

    private func isMostly(_ settled: [Int32]) -> Bool { settled.count * 5 >= rows.count * 4 }

    private func takeUp(_ pairs: [Pair]) {
        var takesPart = [Bool](repeating: false, count: rowCount)
        for row in rows { takesPart[Int(row)] = true }
        for pair in pairs where takesPart[pair.row] && columnOfRow[pair.row] < 0 && prices.isOpen(pair.column)
        {
            let score = source.score(pair.row, pair.column)
            if score == -.infinity || rowOfColumn[pair.column] >= 0 { continue }
            _ = assign(pair.row, pair.column, score: score)
        }
    }

    private func part(_ row: Int) {
        rowOfColumn[Int(columnOfRow[row])] = -1
        columnOfRow[row] = -1
    }

    /// Takes back what was taken up.
    private func forget() -> [Int32]? {
        for row in rows where columnOfRow[Int(row)] >= 0 { part(Int(row)) }
        for column in 0..<columnCount where prices.isOpen(column) { prices.set(column, 0) }
        return nil
    }

    /// Lists the candidates of settled rows, parts those in which something is worth more, and prices loose columns; `false` if that
    /// leaves too few.
    private func inspect(_ settled: [Int32]) -> Bool {
        let late = (0..<columnCount).filter { prices.isOpen($0) && rowOfColumn[$0] < 0 }
        for column in late { prices.close(column) }
        let scores = Arena<Float>(uninitialised: settled.count * late.count)
        statistics.rowScans += settled.count
        late.map { Int32($0) }.withUnsafeBufferPointer { columns in
            lists.work.pointee.late_columns = columns.baseAddress
            lists.work.pointee.late_count = Int32(columns.count)
            lists.work.pointee.late_scores = scores.start
            lists.scan(settled)
            lists.work.pointee.late_count = 0
        }
        var kept = 0
        for entry in settled {
            let row = Int(entry)
            if bestTwo(row).first > rowPrices[row] { part(row) } else { kept += 1 }
        }
        if kept * 5 < rows.count * 4 {
            for column in late { prices.set(column, 0) }
            return false
        }
        admit(late, to: settled, scores.start)
        return true
    }

    /// Prices columns that nobody has so that all settled rows are content, and lists them where they are good enough.
    private func admit(_ late: [Int], to settled: [Int32], _ scores: UnsafePointer<Float>) {
        let error = source.screenError(isApart: Source.Element.kind != 0)
        var best = [Double](repeating: -.infinity, count: late.count)
        for index in 0..<settled.count where columnOfRow[Int(settled[index])] >= 0 {
            let price = rowPrices[Int(settled[index])]
            let row = scores + index &* late.count
            for place in 0..<late.count { best[place] = max(best[place], Double(row[place]) - price) }
        }
        let lowest = (0..<columnCount).reduce(0) { prices.isOpen($1) ? min($0, prices[$1]) : $0 }
        for (place, column) in late.enumerated() {
            prices.set(column, best[place].isFinite ? grid.round(best[place] + error) : lowest)
        }
        for index in 0..<settled.count {
            let row = Int(settled[index])
            let bar = lists.outside[row] - error
            let values = scores + index &* late.count
            for place in 0..<late.count where Double(values[place]) - prices[late[place]] >= bar {
                lists.insert(late[place], score: source.score(row, late[place]), ofRow: row)
            }
        }
    }

    /// Two short auctions with falling steps among loose rows and whom they displace, from prices that are nearly right; returns
    /// rows that still wait.
    private func bidAmong(_ loose: [Int32]) -> [Int32] {
        let spacing = lists.typicalDistance(to: 12, of: rows).median
        var waiting = loose
        for share in [5.0, 80] {
            let step = grid.round(spacing / share)
            if step == 0 || waiting.isEmpty || isStopped { continue }
            _ = auction(waiting, step: step, limit: 6 * rows.count)
            let touched = rows.filter { columnOfRow[Int($0)] < 0 || ownValue(Int($0)) != rowPrices[Int($0)] }
            waiting = keepTightPairs(of: touched)
            for row in touched where columnOfRow[Int(row)] >= 0 { rowPrices[Int(row)] = ownValue(Int(row)) }
        }
        return waiting
    }

    /// What a row's own pair is worth to it at today's prices.
    private func ownValue(_ row: Int) -> Double { ownScore[row] - prices[Int(columnOfRow[row])] }
}
