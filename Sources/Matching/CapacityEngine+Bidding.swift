internal import CMatchingKernels

extension CapacityEngine {
    /// The best and second best column that a row does not have yet.
    struct BestTwo {
        var first = -Double.infinity
        var second = -Double.infinity
        var column = -1
        var score = 0.0

        @inline(__always) mutating func consider(_ column: Int, _ score: Double, _ value: Double) {
            if value > first {
                second = first
                first = value
                self.column = column
                self.score = score
            } else if value > second {
                second = value
            }
        }
    }

    /// Reads the list as far as needed; scans the row, and if its own columns crowd the list reads all of it.
    @inline(__always) func bestTwo(_ row: Int) -> BestTwo {
        for attempt in 0..<2 {
            let list = lists.entries + row &* lists.capacity
            var best = BestTwo()
            for index in 0..<Int(lists.lengths[row]) {
                let candidate = list[index]
                if Double(candidate.key) <= best.second { break }
                let column = Int(candidate.column)
                let value = candidate.score - prices[column]
                if value > best.second, !pairsOfRow.contains(row, column) {
                    best.consider(column, candidate.score, value)
                }
            }
            if best.first >= lists.outside[row] {
                best.second = max(best.second, lists.outside[row])
                return best
            }
            if attempt == 0 { scan(row) }
        }
        return bestTwoOfAll(row)
    }

    private func bestTwoOfAll(_ row: Int) -> BestTwo {
        statistics.rowScans &+= 1
        var best = BestTwo()
        source.forEach(ofRow: row) { column, score in
            let value = score - prices[column]
            if value > best.second, !pairsOfRow.contains(row, column) { best.consider(column, score, value) }
        }
        return best
    }

    /// Auctions until most pairs that one makes are worth their price, and bids without a step after the last.
    ///
    /// Where some columns are worth a thousandth of others, a step that suits these fills those with rows that pay too much: a smaller
    /// step is tried then, from the beginning, because prices of columns with room cannot stay.
    func auctionWithSteps(_ rows: [Int32]) {
        var step = grid.round(0.002 * lists.typicalDistance(to: 12, of: rows).median)
        for attempt in 0..<3 {
            let isPeaceful = auction(rows, step: step, bidsPerPlace: 40)
            let made = pairsOfRow.total
            partUnworthyPairs()
            let isSuitable = pairsOfRow.total * 4 >= made * 3
            if isSuitable || !isPeaceful || step <= grid.unit || attempt == 2 { break }
            step = max(grid.round(step / 1024), grid.unit)
            beginAgain(rows)
        }
        settleWithoutStep(rows)
    }

    /// Parts all pairs, and makes all prices 0.
    private func beginAgain(_ rows: [Int32]) {
        pairsOfRow.clear()
        pairsOfColumn.clear()
        prices.clear()
        statistics.rowScans &+= rows.count
        lists.scan(rows)
    }

    /// Rows from which an auction with a step took pairs bid once more, without one.
    private func settleWithoutStep(_ rows: [Int32]) {
        for column in 0..<columnCount {
            for index in 0..<pairsOfColumn.count(column) {
                // Who pays no more than this is content.
                let pair = pairsOfColumn[column, index]
                pairsOfColumn[column, index].bid = min(pair.bid, pair.score - rowPrices[Int(pair.member)])
            }
        }
        _ = auction(rows, step: 0, bidsPerPlace: 4)
        partUnworthyPairs()
    }

    /// Rows bid for their places until nobody wants more; `false` if the bids run out before.
    private func auction(_ rows: [Int32], step: Double, bidsPerPlace: Int) -> Bool {
        var left = bidsPerPlace * rowRoom.reduce(0) { $0 + min(Int($1), columnCount) }
        var queue = rows
        var next: [Int32] = []
        while !queue.isEmpty {
            for entry in queue {
                let row = Int(entry)
                while pairsOfRow.count(row) < Int(rowRoom[row]) {
                    let best = bestTwo(row)
                    if best.column < 0 || best.first <= floor { break }
                    left -= 1
                    statistics.bids &+= 1
                    if left < 0 { return false }
                    let second = max(best.second, floor)
                    let raise = second > -.infinity ? best.first - second : 0
                    if raise + step == 0 && isFull(best.column) { break }
                    let bid = prices[best.column] + raise + step
                    if bid > grid.priceLimit { return false }
                    let evicted = offer(best, row: row, bid: bid)
                    if evicted >= 0 { next.append(Int32(truncatingIfNeeded: evicted)) }
                }
            }
            swap(&queue, &next)
            next.removeAll(keepingCapacity: true)
        }
        return true
    }

    @inline(__always) private func isFull(_ column: Int) -> Bool {
        pairsOfColumn.count(column) >= Int(columnRoom[column])
    }

    /// Takes the bid; returns the row whose lower bid it displaced, or -1.
    @inline(__always) private func offer(_ best: BestTwo, row: Int, bid: Double) -> Int {
        let column = best.column
        var evicted = -1
        if isFull(column) {
            var lowest = pairsOfColumn[column, 0]
            for index in 1..<max(1, pairsOfColumn.count(column))
            where pairsOfColumn[column, index].bid < lowest.bid {
                lowest = pairsOfColumn[column, index]
            }
            evicted = Int(lowest.member)
            part(evicted, column)
        }
        join(row, column, score: best.score, bid: bid)
        if isFull(column) {
            var lowest = Double.infinity
            for index in 0..<pairsOfColumn.count(column) {
                lowest = min(lowest, pairsOfColumn[column, index].bid)
            }
            if lowest > prices[column] { prices.set(column, lowest) }
        }
        return evicted
    }

    /// Sets every row's price to the best it does not have, and parts pairs that are worth less to the row.
    func partUnworthyPairs() {
        for row in 0..<rowCount where rowRoom[row] > 0 {
            let best = max(bestTwo(row).first, floor)
            rowPrices[row] = best > -.infinity ? best : lowestOwnValue(row)
            var index = 0
            while index < pairsOfRow.count(row) {
                let pair = pairsOfRow[row, index]
                let column = Int(pair.member)
                if pair.score - prices[column] < rowPrices[row] { part(row, column) } else { index += 1 }
            }
        }
    }

    /// The price of a row that has every column it may have.
    func lowestOwnValue(_ row: Int) -> Double {
        var lowest = Double.infinity
        for index in 0..<pairsOfRow.count(row) {
            let pair = pairsOfRow[row, index]
            lowest = min(lowest, pair.score - prices[Int(pair.member)])
        }
        return lowest < .infinity ? lowest : 0
    }
}
