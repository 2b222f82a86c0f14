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
        let columns = (0..<Int32(columnCount)).filter { prices.isOpen(Int($0)) && rowOfColumn[Int($0)] < 0 }
        for column in columns { prices.close(Int(column)) }
        let radius = columns.count * 16 <= rows.count ? typicalRadius(of: settled) : 0
        let late = LateColumns(columns, rowCount: rowCount, byColumn: radius > 0)
        guard inspect(settled, late, radius: radius) else { return forget() }
        let loose = rows.filter { columnOfRow[Int($0)] < 0 }
        // Measured: searches from both sides are faster than an auction where few are loose.
        let isLocal = late.byColumn != nil && loose.count * 16 <= rows.count
        if !isLocal { admit(late, to: settled) }
        statistics.rowScans += loose.count
        late.copied(by: lists.work) { lists.scan(loose) }
        lists.work.pointee.is_first_pass = 0
        if !lists.isSound && !isSurveyed { return [] }
        if !isLocal { return bidAmong(loose) }
        for row in loose { rowPrices[Int(row)] = bestTwo(Int(row)).first }
        let left = settleFromBothSides(loose, late, radius: radius)
        if !left.isEmpty {
            // Prices have fallen, which other readers of lists do not expect.
            statistics.rowScans += rows.count
            lists.scan(rows)
        }
        return left
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

    /// How far below the best of some rows their lists end.
    private func typicalRadius(of settled: [Int32]) -> Double {
        let some = (0..<min(64, settled.count)).map { settled[$0 * settled.count / min(64, settled.count)] }
        statistics.rowScans += some.count
        lists.scan(some)
        let radii = some.map { rowPrices[Int($0)] - lists.outside[Int($0)] }.sorted()
        return radii.isEmpty || !radii[radii.count / 2].isFinite ? 0 : grid.round(radii[radii.count / 2])
    }

    /// Lists the candidates of settled rows, parts those in which something is worth more, and prices late columns; `false` if that
    /// leaves too few. With a radius, all rows list what is worth so much less than their own, if it fits.
    private func inspect(_ settled: [Int32], _ late: LateColumns, radius: Double) -> Bool {
        statistics.rowScans += settled.count
        late.copied(by: lists.work) {
            radius > 0 ? lists.scan(settled, downFrom: rowPrices, by: radius) : lists.scan(settled)
        }
        var kept = 0
        for entry in settled {
            let row = Int(entry)
            if bestTwo(row).first > rowPrices[row] { part(row) } else { kept += 1 }
        }
        if kept * 5 < rows.count * 4 {
            for column in late.columns { prices.set(Int(column), 0) }
            return false
        }
        price(late, for: settled)
        return true
    }

    /// Prices late columns so that all settled rows are content.
    private func price(_ late: LateColumns, for settled: [Int32]) {
        let error = source.screenError(isApart: Source.Element.kind != 0)
        var best = [Double](repeating: -.infinity, count: late.count)
        for entry in settled where columnOfRow[Int(entry)] >= 0 {
            let price = rowPrices[Int(entry)]
            let scores = late.scores(ofRow: Int(entry))
            for place in best.indices { best[place] = max(best[place], Double(scores[place]) - price) }
        }
        let lowest = (0..<columnCount).reduce(0) { prices.isOpen($1) ? min($0, prices[$1]) : $0 }
        for (place, column) in late.columns.enumerated() {
            prices.set(Int(column), best[place].isFinite ? grid.round(best[place] + error) : lowest)
        }
    }

    /// Lists late columns where they are good enough.
    private func admit(_ late: LateColumns, to settled: [Int32]) {
        let error = source.screenError(isApart: Source.Element.kind != 0)
        for entry in settled {
            let row = Int(entry)
            let bar = lists.outside[row] - error
            let scores = late.scores(ofRow: row)
            for (place, column) in late.columns.enumerated()
            where Double(scores[place]) - prices[Int(column)] >= bar {
                lists.insert(Int(column), score: source.score(row, Int(column)), ofRow: row)
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
