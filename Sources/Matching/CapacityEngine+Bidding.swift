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

    /// Rows bid for their places until nobody wants more, or the bids run out.
    func auction(_ rows: [Int32]) {
        let step = grid.round(0.002 * lists.typicalDistance(to: 12, of: rows).median)
        var left = 40 * rowRoom.reduce(0) { $0 + min(Int($1), columnCount) }
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
                    if left < 0 { return }
                    let second = max(best.second, floor)
                    let raise = second > -.infinity ? best.first - second : 0
                    if raise + step == 0 && isFull(best.column) { break }
                    let bid = prices[best.column] + raise + step
                    if bid > grid.priceLimit { return }
                    let evicted = offer(best, row: row, bid: bid)
                    if evicted >= 0 { next.append(Int32(truncatingIfNeeded: evicted)) }
                }
            }
            swap(&queue, &next)
            next.removeAll(keepingCapacity: true)
        }
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
