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
        let two = matching_read_list(list, lists.lengths[row], prices.prices)
        let bound = lists.outside[row]
        if two.first < bound || two.first == -.infinity {
            best = BestTwo()
            return two.first >= bound
        }
        (best.first, best.second) = (two.first, two.second)
        best.column = Int(list[Int(two.first_place)].column)
        best.score = list[Int(two.first_place)].score
        best.secondColumn = Int(list[Int(two.second_place)].column)
        best.secondScore = list[Int(two.second_place)].score
        if two.second < bound || two.second == -.infinity {
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
    /// rows want the same columns at nearly the same prices), the classic algorithm is tried once; where that does not help, the
    /// step grows until an auction ends, and then falls again. Where most bids are between candidates that tie, a smaller step would
    /// only make a war of every tie: searches settle these at no price.
    func auctionWithSteps() {
        let spacing = lists.typicalDistance(to: 12, of: rows)
        let lead = lists.typicalDistance(to: 1, of: rows)
        if lead.median == 0 && settleClassically() { return }
        let standsOut = lead.median > 0.3 * spacing.median || spacing.upper > 4 * spacing.lower
        if standsOut && settleWithoutSteps() || spacing.median == 0 { return }
        var step = max(grid.round(0.05 * spacing.median), grid.unit)
        let last = max(grid.round(step / 16), grid.unit)
        var climbs = 0
        // Measured: the last few rows make a fifth of the bids, most of them one after the other. What a step above zero leads to is
        // given up anyway, and after the last auction, paths of a few hundred visits place them.
        let mostLeft = min(10, rows.count / 100)
        let mostLeftAtLast = min(4, rows.count / 250)
        clearPairs()
        // Measured: peaceful auctions take 5 to 16 bids a row, more of them the more rows there are.
        while !auction(
            rows, step: step, limit: (climbs == 0 ? 20 : 10) * rows.count,
            leaving: step == last ? mostLeftAtLast : mostLeft, watchesForWar: climbs == 0)
        {
            if climbs == 0 && lead.median > 0 && settleClassically() { return }
            if isStopped || climbs == 12 || step > 0x1p-8 * grid.priceLimit / Double(rows.count) { return }
            climbs += 1
            step *= climbs == 1 ? 8 : 64
            clearPairs()
        }
        while step > last && tiedBids * 2 <= statistics.bids {
            step = max(grid.round(step / (climbs > 0 ? 8 : 16)), last)
            clearPairs()
            let leaving = step == last ? mostLeftAtLast : mostLeft
            if !auction(rows, step: step, limit: 60 * rows.count, leaving: leaving) { return }
        }
    }

    func clearPairs() {
        columnOfRow.update(repeating: -1, count: rowCount)
        rowOfColumn.update(repeating: -1, count: columnCount)
    }

    /// The given rows, and whom they displace, bid for their best columns until no more than `leaving` have none; `false` if there were
    /// too many bids.
    ///
    /// They bid in rounds, so that the processor can begin the next bid before one is done. Rows that must be scanned first wait
    /// for others, and are then scanned together.
    func auction(
        _ bidders: [Int32], step: Double, limit: Int, leaving: Int = 0, watchesForWar: Bool = false
    ) -> Bool {
        var left = limit
        var scans = 0
        // Measured: after so many bids, one row in a hundred still bids in a peaceful auction, and seven or more in a hopeless one.
        let endOfPeace = watchesForWar ? limit - 8 * bidders.count : -1
        let limitOfPrices = grid.priceLimit
        for (index, row) in bidders.enumerated() { ready[index] = row }
        var count = bidders.count
        var parkedCount = 0
        var best = BestTwo()
        while count + parkedCount > leaving {
            var displaced = 0
            for index in 0..<count {
                let row = Int(ready[index])
                if !readList(of: row, &best) {
                    parked[parkedCount] = Int32(truncatingIfNeeded: row)
                    parkedCount &+= 1
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
                let before = assign(row, best.column, score: best.score)
                ready[displaced] = Int32(truncatingIfNeeded: before)
                displaced &+= before < 0 ? 0 : 1
            }
            if left <= endOfPeace && displaced * 16 > bidders.count { return false }
            // Measured: towards the end few rows bid, and rows scanned one by one are neither fetched ahead nor shared.
            if displaced > 0 && parkedCount < 32 {
                count = displaced
                continue
            }
            scans += parkedCount
            // Measured: one bid in three to six leads to a new list in peaceful auctions.
            if watchesForWar && scans > bidders.count && scans * 2 > limit - left { return false }
            scanParked(parkedCount)
            (ready + displaced).update(from: parked, count: parkedCount)
            count = displaced + parkedCount
            parkedCount = 0
        }
        return true
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
