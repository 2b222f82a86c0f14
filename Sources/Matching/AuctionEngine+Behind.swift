internal import CMatchingKernels

/// The columns' side of searches from both sides.
extension AuctionEngine {
    /// How far a late score may be from the one on the grid.
    var lateError: Double { source.screenError(isApart: Source.Element.kind != 0) }

    func beginBehind(_ search: TwoSidedSearch, ahead: Double) {
        search.isTwoSided = true
        search.leastGap = max(0, leastGapOfAll(search))
        var first = Double.infinity
        for entry in search.free {
            let place = Int(search.latePlaces[Int(entry)])
            first = min(first, place < 0 ? 0 : search.lateMargins[place])
        }
        let limit = max(0, first) + search.radius / 16
        search.limitBehind = .infinity
        for entry in search.free {
            let place = Int(search.latePlaces[Int(entry)])
            if place >= 0 && search.lateMargins[place] > limit {
                search.limit(Int(entry), at: 0, to: search.lateMargins[place])
            } else {
                goBack(from: Int(entry), at: 0, search, ahead: ahead, limit: limit)
            }
        }
        search.passed = 0
    }

    /// Goes on from the column that limits how far it is known what lies behind.
    func widen(_ search: TwoSidedSearch, ahead: Double) {
        search.widenings += 1
        guard let index = search.limits.indices.min(by: { search.limits[$0].most < search.limits[$1].most })
        else { return }
        let limit = search.limits.remove(at: index)
        search.limitBehind = search.limits.reduce(.infinity) { min($0, $1.most) }
        let column = Int(limit.column)
        if search.latePlaces[column] >= 0 {
            let wider = max(2 * (limit.most - limit.distance), search.radius / 8)
            goBack(from: column, at: limit.distance, search, ahead: ahead, limit: limit.distance + wider)
            return
        }
        statistics.rowScans &+= 1
        // Measured: to read a column takes as long as hundreds of visits.
        search.passed &+= rowCount / 32
        search.columnsRead.append(limit.column)
        let base = limit.distance + prices[column]
        for entry in rows {
            let row = Int(entry)
            let distance = base + rowPrices[row] - source.score(row, column)
            lead(row, to: column, distance, search, search.nearest - ahead)
        }
        // Rows ahead know it now, whether they list it or not.
        search.nearestListed = search.limits.reduce(.infinity) {
            search.latePlaces[Int($1.column)] < 0 ? min($0, $1.distance) : $0
        }
    }

    /// The least gap of all rows, after those that have become narrow are listed anew.
    private func leastGapOfAll(_ search: TwoSidedSearch) -> Double {
        var least = Double.infinity
        var narrow: [Int32] = []
        for entry in rows {
            let gap = gap(Int(entry), search)
            // Measured: at a half, three times as many rows are listed anew, for hardly shorter searches.
            if 4 * gap < min(search.radius, search.listedGaps[Int(entry)]) {
                narrow.append(entry)
            } else {
                least = min(least, gap)
            }
        }
        if narrow.isEmpty { return least }
        statistics.rowScans &+= narrow.count
        lists.scan(narrow, downFrom: rowPrices, by: search.radius)
        for entry in narrow {
            let row = Int(entry)
            search.add(row, lists, gap: rowPrices[row] - lists.outside[row])
            least = min(least, search.listedGaps[row])
            // What it lists now is more than this search has gone on to.
            if search.finishedIn[row] == search.current {
                advanceToListed(row, search.from[row] + rowPrices[row], search)
            }
        }
        return least
    }

    func stepBehind(_ search: TwoSidedSearch, ahead: Double) {
        let entry = search.behind.nearest
        search.behind.removeNearest()
        let row = Int(entry.node)
        if search.passedIn[row] == search.current || entry.distance > search.to[row] { return }
        search.passedIn[row] = search.current
        let column = Int(columnOfRow[row])
        goBack(
            from: column, at: entry.distance, search, ahead: ahead,
            limit: entry.distance + search.radius / 16)
    }

    /// Goes on from a column to the rows that might take it: by lists, or, from a late one, to all within a limit.
    private func goBack(
        from column: Int, at distance: Double, _ search: TwoSidedSearch, ahead: Double, limit: Double
    ) {
        statistics.visits &+= 1
        search.passed &+= 1
        let place = Int(search.latePlaces[column])
        let base = distance + prices[column]
        let needed = search.nearest - ahead
        if place >= 0, let scores = search.late.scores(at: place) {
            let most = min(needed, limit)
            if limit < needed { search.limit(column, at: distance, to: limit) }
            var board = prices.board.pointee
            (board.prices, board.count) = (UnsafePointer(rowPrices), Int64(rowCount))
            let count = matching_collect(
                0, scores, &board, base - most - lateError, search.found, Int32(truncatingIfNeeded: rowCount))
            for index in 0..<Int(count) {
                let row = Int(search.found[index])
                lead(row, to: column, base + rowPrices[row] - source.score(row, column), search, most)
            }
            return
        }
        search.nearestListed = min(search.nearestListed, distance)
        search.limit(column, at: distance, to: distance + search.leastGap)
        for index in Int(search.starts[column])..<Int(search.starts[column &+ 1]) {
            let row = Int(search.listedRows[index])
            lead(row, to: column, base + rowPrices[row] - search.listedScores[index], search, needed)
        }
        var link = search.chains[column]
        while link >= 0 {
            let added = search.added[Int(link)]
            lead(Int(added.row), to: column, base + rowPrices[Int(added.row)] - added.score, search, needed)
            link = added.next
        }
    }

    private func lead(
        _ row: Int, to column: Int, _ distance: Double, _ search: TwoSidedSearch, _ most: Double
    ) {
        if search.fromIn[row] == search.current { meet(row, column, search.from[row] + distance, search) }
        if distance >= most { return }
        let isKnown = search.toIn[row] == search.current
        if isKnown && search.to[row] <= distance { return }
        if !isKnown { search.leading.append(Int32(truncatingIfNeeded: row)) }
        search.toIn[row] = search.current
        search.to[row] = distance
        search.next[row] = Int32(truncatingIfNeeded: column)
        if columnOfRow[row] >= 0 { search.behind.push(distance, Int32(truncatingIfNeeded: row)) }
    }
}
