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

    /// Reads the list as far as needed; scans the row if an unlisted candidate may be the best.
    @inline(__always) func bestTwo(_ row: Int) -> BestTwo {
        while true {
            let list = lists + row &* listCapacity
            let length = Int(listLengths[row])
            var best = BestTwo()
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
            let bound = outside[row]
            if best.first < bound {
                scan(row)
                continue
            }
            if best.second < bound {
                best.second = bound
                best.secondColumn = -1
            }
            return best
        }
    }

    /// Auctions with falling steps.
    ///
    /// The first step is a fraction of what separates good candidates. Where that leads to a price war (scores in which whole groups of
    /// rows want the same columns at nearly the same prices), the step grows until an auction ends, and then falls again.
    func auctionWithSteps() {
        let spacing = typicalSpacing()
        if spacing == 0 { return }
        var step = max(grid.round(0.05 * spacing), grid.unit)
        let last = max(grid.round(step / 16), grid.unit)
        var climbs = 0
        clearPairs()
        while !auction(step: step, limit: 12 * rows.count) {
            if isStopped || climbs == 12 || step > 0x1p-8 * grid.priceLimit / Double(rows.count) { return }
            climbs += 1
            step *= 8
            clearPairs()
        }
        while step > last {
            step = max(grid.round(step / (climbs > 0 ? 8 : 16)), last)
            clearPairs()
            if !auction(step: step, limit: 60 * rows.count) { return }
        }
    }

    private func clearPairs() {
        columnOfRow.update(repeating: -1, count: rowCount)
        rowOfColumn.update(repeating: -1, count: columnCount)
    }

    /// Mean distance from the best to the 13th candidate, over some rows.
    private func typicalSpacing() -> Double {
        var sum = 0.0
        var count = 0
        for position in stride(from: 0, to: rows.count, by: max(1, rows.count / 256)) {
            let row = Int(rows[position])
            if listLengths[row] <= 12 { continue }
            let list = lists + row &* listCapacity
            sum += Double(list[0].key - list[12].key)
            count += 1
        }
        return count > 0 ? sum / Double(count) : 0
    }

    /// Every row bids for its best column until all have one; `false` if there were too many bids.
    private func auction(step: Double, limit: Int) -> Bool {
        var left = limit
        let limitOfPrices = grid.priceLimit
        for first in rows {
            var row = Int(first)
            while row >= 0 {
                let best = bestTwo(row)
                if best.column < 0 || left == 0 { return false }
                left &-= 1
                statistics.bids &+= 1
                if statistics.bids & 8191 == 0, !watch(statistics, 0) {
                    isStopped = true
                    return false
                }
                let raise = best.second == -.infinity ? 0 : best.first - best.second
                let price = best.score - best.first + raise + step
                if price.magnitude > limitOfPrices { return false }
                prices.set(best.column, price)
                row = assign(row, best.column, score: best.score)
            }
        }
        return true
    }

    /// Keeps pairs whose row can do no better; returns the other rows.
    func keepTightPairs() -> [Int32] {
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

    /// Two passes of bids without a step: exact, but a row that ties may have to wait. `rows` becomes those that wait.
    func reduce(_ waiting: inout [Int32], limit: Int) {
        var left = limit
        for _ in 0..<2 {
            var next = 0
            var kept = 0
            let count = waiting.count
            waiting.withUnsafeMutableBufferPointer { queue in
                while next < count {
                    let row = Int(queue[next])
                    next &+= 1
                    var best = bestTwo(row)
                    statistics.bids &+= 1
                    left &-= 1
                    if best.first <= floor || best.column < 0 {
                        settleEmpty(row, best.first, &queue, &kept)
                        continue
                    }
                    let second = max(best.second, floor)
                    let raises = second > -.infinity && best.first > second && left > 0
                    if raises {
                        prices.set(best.column, best.score - second)
                    } else if rowOfColumn[best.column] >= 0, best.secondColumn >= 0, best.second >= best.first
                    {
                        best.column = best.secondColumn
                        best.score = best.secondScore
                    }
                    let before = assign(row, best.column, score: best.score)
                    if before < 0 { continue }
                    if raises {
                        next &-= 1
                        queue[next] = Int32(truncatingIfNeeded: before)
                    } else {
                        queue[kept] = Int32(truncatingIfNeeded: before)
                        kept &+= 1
                    }
                }
            }
            waiting.removeLast(waiting.count - kept)
        }
    }

    /// A row without a worthwhile candidate stays empty; one that must be filled waits for the search to tell why it cannot.
    @inline(__always) private func settleEmpty(
        _ row: Int, _ value: Double, _ queue: inout UnsafeMutableBufferPointer<Int32>, _ kept: inout Int
    ) {
        if floor > -.infinity {
            rowPrices[row] = floor
            columnOfRow[row] = -1
        } else {
            queue[kept] = Int32(truncatingIfNeeded: row)
            kept &+= 1
        }
    }
}
