internal import CMatchingKernels

extension AuctionEngine {
    /// Finds places for a few loose rows by shortest paths from both sides; returns the rows that are left, if the watch says no or there
    /// is no way.
    ///
    /// Rows and columns that are new to a market lie far from it, and the market is dense: a search from one side alone visits nearly
    /// all of it before it comes to a free column, and moves all its prices. From both sides it visits the neighbourhoods of both
    /// ends, and prices move only there: those around the row fall for rows and rise for columns, those around the free columns the
    /// other way round.
    ///
    /// - Source: Pohl 1971, Bi-directional search; Goldberg & Kennedy 1997 for prices from both sides.
    func settleFromBothSides(_ loose: [Int32], _ late: LateColumns, radius: Double) -> [Int32] {
        if loose.contains(where: { rowPrices[Int($0)] == -.infinity }) { return loose }
        let search = TwoSidedSearch(self, late: late, radius: radius)
        for (place, column) in late.columns.enumerated() {
            guard let scores = late.scores(at: place) else { return loose }
            let best = matching_greatest_margin_float(scores, rowPrices, Int64(rowCount))
            search.lateMargins[place] = prices[Int(column)] - best - lateError
        }
        for (index, entry) in loose.enumerated() {
            if index & 63 == 63, !watch(statistics, rows.count - loose.count + index) { isStopped = true }
            if isStopped || !fillPlace(of: Int(entry), search) { return Array(loose[index...]) }
        }
        return []
    }

    /// One search, and the prices and pairs that follow from it; `false` if there is no way.
    private func fillPlace(of start: Int, _ search: TwoSidedSearch) -> Bool {
        statistics.rowSearches &+= 1
        search.begin()
        search.from[start] = 0
        search.fromIn[start] = search.current
        advance(from: start, at: 0, search)
        while true {
            let ahead = search.ahead.count > 0 ? search.ahead.nearest.distance : .infinity
            let reach = search.behind.count > 0 ? search.behind.nearest.distance : .infinity
            let behind = search.isTwoSided ? min(search.limitBehind, reach) : 0
            // Where nothing more is ahead, no way may have been found at all.
            if search.nearest < .infinity && ahead + behind >= search.nearest {
                let way = min(ahead, search.nearest)
                if readWhatMayBeNearer(search, past: way) { continue }
                movePrices(search, ahead: way)
                shiftPairs(start, search)
                return true
            }
            // Measured: to begin from a free column takes as long as a few visits, and most ways are found sooner than from all.
            if !search.isTwoSided && search.finished.count >= 16 + 4 * search.free.count {
                beginBehind(search, ahead: ahead)
            } else if search.isTwoSided, reach <= search.limitBehind, search.behind.count > 0,
                search.passed <= search.finished.count || ahead == .infinity
            {
                stepBehind(search, ahead: ahead)
            } else if search.isTwoSided, reach > search.limitBehind, search.passed <= search.finished.count,
                search.widenings < 64
            {
                widen(search, ahead: ahead)
            } else if ahead < .infinity {
                stepAhead(search)
            } else {
                return false
            }
        }
    }

    private func stepAhead(_ search: TwoSidedSearch) {
        let entry = search.ahead.nearest
        search.ahead.removeNearest()
        if entry.node < 0 {
            read(Int(~entry.node), search)
            return
        }
        let row = Int(entry.node)
        if search.finishedIn[row] == search.current || entry.distance > search.from[row] { return }
        advance(from: row, at: entry.distance, search)
    }

    /// Goes on from a row to its candidates, and keeps in mind where those begin that it does not list.
    private func advance(from row: Int, at distance: Double, _ search: TwoSidedSearch) {
        statistics.visits &+= 1
        search.finishedIn[row] = search.current
        search.finished.append(Int32(truncatingIfNeeded: row))
        advanceToLate(row, distance + rowPrices[row], search)
        for index in search.columnsRead.indices {
            let column = Int(search.columnsRead[index])
            let length = distance + rowPrices[row] - source.score(row, column) + prices[column]
            reach(column, from: row, length, search)
        }
        advanceToListed(row, distance + rowPrices[row], search)
    }

    func advanceToListed(_ row: Int, _ base: Double, _ search: TwoSidedSearch) {
        let list = lists.entries + row &* lists.capacity
        let fall = search.fall(since: row)
        for place in 0..<Int(lists.lengths[row]) {
            let candidate = list[place]
            if base - (Double(candidate.key) + fall) >= search.nearest { break }
            let column = Int(candidate.column)
            reach(column, from: row, base - candidate.score + prices[column], search)
        }
        let rest = base - (lists.outside[row] + fall)
        if rest < search.nearest { search.ahead.push(rest, ~Int32(truncatingIfNeeded: row)) }
    }

    /// Eight columns at a time are compared as floats; what may be near enough is looked at in full.
    private func advanceToLate(_ row: Int, _ base: Double, _ search: TwoSidedSearch) {
        let scores = UnsafeRawPointer(search.late.scores(ofRow: row))
        let costs = UnsafeRawPointer(search.lateCosts)
        let nearest = search.nearest < .infinity ? search.nearest : 0
        let size = nearest + base.magnitude + prices.board.pointee.price_magnitude
        let error = lateError + size * 0x1p-20
        let bar = Float(min(search.nearest - base + error, Double(Float.greatestFiniteMagnitude)))
        for start in stride(from: 0, to: search.late.count, by: 8) {
            let cost = costs.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self)
            let score = scores.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self)
            let isNear = (cost - score) .<= bar
            if !any(isNear) { continue }
            for lane in 0..<min(8, search.late.count - start) where isNear[lane] {
                let column = Int(search.lateNumbers[start + lane])
                reach(column, from: row, base - source.score(row, column) + prices[column], search)
            }
        }
    }

    private func reach(_ column: Int, from row: Int, _ distance: Double, _ search: TwoSidedSearch) {
        if distance >= search.nearest { return }
        let owner = Int(rowOfColumn[column])
        if owner < 0 {
            meet(row, column, distance, search)
            return
        }
        if search.toIn[owner] == search.current { meet(row, column, distance + search.to[owner], search) }
        if search.fromIn[owner] == search.current && search.from[owner] <= distance { return }
        search.fromIn[owner] = search.current
        search.from[owner] = distance
        search.before[column] = Int32(truncatingIfNeeded: row)
        search.ahead.push(distance, Int32(truncatingIfNeeded: owner))
    }

    func meet(_ row: Int, _ column: Int, _ distance: Double, _ search: TwoSidedSearch) {
        if distance >= search.nearest { return }
        (search.nearest, search.meetingRow, search.meetingColumn) = (distance, row, column)
    }

    /// Goes on from a row to all columns that may matter.
    private func read(_ row: Int, _ search: TwoSidedSearch) {
        if search.readIn[row] == search.current { return }
        search.readIn[row] = search.current
        statistics.rowScans &+= 1
        let base = search.from[row] + rowPrices[row]
        let least = max(base - search.nearest, -Double.greatestFiniteMagnitude)
        let count = source.collect(
            row, prices.board, atLeast: least, into: search.found,
            capacity: Int32(truncatingIfNeeded: columnCount))
        for index in 0..<Int(count) {
            let column = Int(search.found[index])
            reach(column, from: row, base - source.score(row, column) + prices[column], search)
        }
    }

    /// Where prices fall behind, an unlisted candidate may be nearer than it was: reads the rows of which that cannot be told from their
    /// lists. `false` if there is none.
    private func readWhatMayBeNearer(_ search: TwoSidedSearch, past way: Double) -> Bool {
        let known = search.nearest - min(search.nearestListed, search.nearest - way)
        var hasRead = false
        for entry in search.finished where search.readIn[Int(entry)] != search.current {
            let row = Int(entry)
            if search.from[row] + gap(row, search) >= known { continue }
            read(row, search)
            hasRead = true
        }
        return hasRead
    }

    /// No candidate that a row does not list is nearer to it.
    func gap(_ row: Int, _ search: TwoSidedSearch) -> Double {
        rowPrices[row] - (lists.outside[row] + search.fall(since: row))
    }

    /// Moves prices so that all of the shortest way is tight: its first part by the rows ahead, the rest by those behind.
    private func movePrices(_ search: TwoSidedSearch, ahead: Double) {
        for entry in search.finished {
            let change = ahead - search.from[Int(entry)]
            if change > 0 { move(Int(entry), by: -change, search) }
        }
        let behind = search.nearest - ahead
        defer { noteMargins(search, behind: max(0, behind)) }
        if behind <= 0 { return }
        for entry in search.leading {
            let change = behind - search.to[Int(entry)]
            if change > 0 { move(Int(entry), by: change, search) }
        }
        for column in search.free { setPrice(of: Int(column), prices[Int(column)] - behind, search) }
        search.noteFalls(behind - search.nearestListed)
    }

    /// No row is nearer to a late column than its margin tells: columns cost less now, and rows ahead are content with less.
    private func noteMargins(_ search: TwoSidedSearch, behind: Double) {
        for place in 0..<search.late.count {
            let column = Int(search.lateNumbers[place])
            search.lateCosts[place] = Float(prices[column])
            search.lateMargins[place] -= behind
        }
        let error = lateError
        let places = search.free.map { Int(search.latePlaces[Int($0)]) }.filter { $0 >= 0 }
        for entry in search.finished {
            let scores = search.late.scores(ofRow: Int(entry))
            let price = rowPrices[Int(entry)] - error
            for place in places {
                let margin = price + prices[Int(search.lateNumbers[place])] - Double(scores[place])
                if margin < search.lateMargins[place] { search.lateMargins[place] = margin }
            }
        }
    }

    /// Changes the price of a row, and of its column the other way round.
    private func move(_ row: Int, by change: Double, _ search: TwoSidedSearch) {
        rowPrices[row] += change
        let column = Int(columnOfRow[row])
        if column >= 0 { setPrice(of: column, prices[column] - change, search) }
    }

    private func setPrice(of column: Int, _ price: Double, _ search: TwoSidedSearch) {
        prices.set(column, price)
        if search.latePlaces[column] < 0 { search.noteFall(of: column, to: price) }
    }

    /// Gives every row of the way its next column.
    private func shiftPairs(_ start: Int, _ search: TwoSidedSearch) {
        var way = [search.meetingRow]
        while way[way.count - 1] != start {
            way.append(Int(search.before[Int(columnOfRow[way[way.count - 1]])]))
        }
        way.reverse()
        var targets = way.dropFirst().map { Int(columnOfRow[$0]) } + [search.meetingColumn]
        while let last = targets.last, rowOfColumn[last] >= 0 {
            let row = Int(rowOfColumn[last])
            // Where a step costs nothing, both halves may pass the same row.
            if let place = way.firstIndex(of: row) {
                way.removeLast(way.count - place)
                targets.removeLast(targets.count - place)
            }
            way.append(row)
            targets.append(Int(search.next[row]))
        }
        for (row, column) in zip(way, targets) {
            rowOfColumn[column] = Int32(truncatingIfNeeded: row)
            columnOfRow[row] = Int32(truncatingIfNeeded: column)
            ownScore[row] = source.score(row, column)
        }
        if let end = targets.last { search.free.removeAll { Int($0) == end } }
    }
}
