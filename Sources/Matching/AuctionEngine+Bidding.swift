internal import CMatchingKernels

extension AuctionEngine {
    /// The best and second best candidate of a row at today's prices.
    struct BestTwo {
        var first = -Double.infinity
        var second = -Double.infinity
        var column = -1
        var score = 0.0
        /// -1 if the second is only a bound.
        var secondColumn = -1
        var secondScore = 0.0
    }

    /// Reads the list as far as needed; `false` if an unlisted candidate may be the best, so that the row must be scanned first.
    @inline(__always) func readList(of row: Int, _ best: inout BestTwo) -> Bool {
        let list = lists.entries + row &* lists.capacity
        let length = Int(lists.lengths[row])
        best = BestTwo()
        var index = 0
        while index < length {
            let candidate = list[index]
            if Double(candidate.key) <= best.second { break }
            let column = Int(candidate.column)
            let value = candidate.score - prices[column]
            if value > best.second {
                if value > best.first {
                    best.second = best.first
                    best.secondColumn = best.column
                    best.secondScore = best.score
                    best.first = value
                    best.column = column
                    best.score = candidate.score
                } else {
                    best.second = value
                    best.secondColumn = column
                    best.secondScore = candidate.score
                }
            }
            index &+= 1
        }
        let bound = lists.outside[row]
        if best.first < bound { return false }
        if best.second < bound {
            best.second = bound
            best.secondColumn = -1
        }
        return true
    }

    /// Reads the list as far as needed; scans the row if an unlisted candidate may be the best.
    @inline(__always) func bestTwo(_ row: Int) -> BestTwo {
        var best = BestTwo()
        while !readList(of: row, &best) { scan(row) }
        return best
    }

    /// Auctions with falling steps.
    ///
    /// The first step is a fraction of what separates good candidates. Where that leads to a price war (scores in which whole groups of
    /// rows want the same columns at nearly the same prices), the step grows until an auction ends, and then falls again. Where most
    /// bids are between candidates that tie, a smaller step would only make a war of every tie: searches settle these at no price.
    func auctionWithSteps() {
        let spacing = lists.typicalSpacing(of: rows)
        if spacing == 0 { return }
        var step = max(grid.round(0.05 * spacing), grid.unit)
        let last = max(grid.round(step / 16), grid.unit)
        var climbs = 0
        clearPairs()
        // Measured: peaceful auctions take 5 to 16 bids a row, more of them the more rows there are.
        while !auction(rows, step: step, limit: (climbs == 0 ? 20 : 10) * rows.count) {
            if climbs == 0 && settleBySearches() { return }
            if isStopped || climbs == 12 || step > 0x1p-8 * grid.priceLimit / Double(rows.count) { return }
            climbs += 1
            step *= climbs == 1 ? 8 : 64
            clearPairs()
        }
        while step > last && tiedBids * 2 <= statistics.bids {
            step = max(grid.round(step / (climbs > 0 ? 8 : 16)), last)
            clearPairs()
            if !auction(rows, step: step, limit: 60 * rows.count) { return }
        }
    }

    /// Where a price war is over few places, shortest paths end it sooner than any auction. `false` if it is over many, or if these
    /// paths need rows to be scanned too often.
    private func settleBySearches() -> Bool {
        var waiting = keepTightPairs(of: rows)
        reduce(&waiting, limit: 8 * rows.count)
        // Measured: beyond an eighth of the rows, or four scans a row, another auction costs less.
        guard waiting.count * 8 <= rows.count else { return false }
        let limit = statistics.rowScans + 4 * rows.count
        priceSettledRows()
        let isSettled = waiting.allSatisfy {
            !isStopped && statistics.rowScans <= limit && fillPlace(of: Int($0))
        }
        // Searches leave the scores of the pairs they make to others.
        for row in rows where columnOfRow[Int(row)] >= 0 {
            ownScore[Int(row)] = source.score(Int(row), Int(columnOfRow[Int(row)]))
        }
        return isSettled
    }

    private func clearPairs() {
        columnOfRow.update(repeating: -1, count: rowCount)
        rowOfColumn.update(repeating: -1, count: columnCount)
    }

    /// The given rows, and whom they displace, bid for their best columns until all have one; `false` if there were too many bids.
    ///
    /// A row that has to be scanned first is parked while others bid, and then scanned together with others like it.
    func auction(_ bidders: [Int32], step: Double, limit: Int) -> Bool {
        var left = limit
        let limitOfPrices = grid.priceLimit
        var line = BidLine(next: 0, readyHead: 0, readyTail: 0, parkedCount: 0)
        var best = BestTwo()
        var row = -1
        while true {
            if row < 0 {
                row = nextBidder(&line, bidders)
                if row < 0 { return true }
            }
            if !readList(of: row, &best) {
                parked[line.parkedCount] = Int32(truncatingIfNeeded: row)
                line.parkedCount &+= 1
                row = -1
                continue
            }
            if best.column < 0 || left == 0 { return false }
            left &-= 1
            statistics.bids &+= 1
            if statistics.bids & 8191 == 0, !watch(statistics, 0) {
                isStopped = true
                return false
            }
            let raise = best.second == -.infinity ? 0 : best.first - best.second
            if raise == 0 { tiedBids &+= 1 }
            let price = best.score - best.first + raise + step
            if price.magnitude > limitOfPrices { return false }
            prices.set(best.column, price)
            row = assign(row, best.column, score: best.score)
        }
    }

    /// Where the bidders stand.
    struct BidLine {
        /// The next of those who have not bid yet.
        var next: Int
        /// Scanned rows that wait to bid.
        var readyHead: Int
        var readyTail: Int
        /// Rows that wait for a scan.
        var parkedCount: Int
    }

    /// Scanned rows first, then new ones; -1 if there are none.
    @inline(__always) private func nextBidder(_ line: inout BidLine, _ bidders: [Int32]) -> Int {
        while true {
            if line.readyHead < line.readyTail {
                line.readyHead &+= 1
                return Int(ready[line.readyHead &- 1])
            }
            // Measured: enough to hide the way to memory, few enough that nobody is kept waiting long.
            if line.parkedCount < 32 && line.next < bidders.count {
                line.next &+= 1
                return Int(bidders[line.next &- 1])
            }
            if line.parkedCount == 0 { return -1 }
            scanParked(line.parkedCount)
            ready.update(from: parked, count: line.parkedCount)
            (line.readyHead, line.readyTail, line.parkedCount) = (0, line.parkedCount, 0)
        }
    }

    private func scanParked(_ count: Int) {
        statistics.rowScans &+= count
        lists.scan(parked, count: count)
    }

    /// Keeps those pairs of the given rows whose row can do no better; returns the other rows.
    func keepTightPairs(of rows: [Int32]) -> [Int32] {
        var count = 0
        var best = BestTwo()
        for entry in rows where !readList(of: Int(entry), &best) {
            parked[count] = entry
            count &+= 1
        }
        scanParked(count)
        var waiting: [Int32] = []
        for entry in rows {
            let row = Int(entry)
            let column = Int(columnOfRow[row])
            if column >= 0 && ownScore[row] - prices[column] >= bestTwo(row).first { continue }
            if column >= 0 { rowOfColumn[column] = -1 }
            columnOfRow[row] = -1
            waiting.append(entry)
        }
        return waiting
    }
}
