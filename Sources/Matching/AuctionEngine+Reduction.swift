internal import CMatchingKernels

extension AuctionEngine {
    /// Two passes of bids without a step: exact, but a row that ties may have to wait. `waiting` becomes those that do.
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
                    if statistics.bids & 8191 == 0, !watch(statistics, rows.count - count) {
                        isStopped = true
                    }
                    if best.first <= floor || best.column < 0 {
                        settleEmpty(row, best.first, &queue, &kept)
                        continue
                    }
                    let second = max(best.second, floor)
                    let raises = second > -.infinity && best.first > second && left > 0
                    if raises {
                        prices.set(best.column, best.score - second)
                    } else if rowOfColumn[best.column] >= 0, best.second >= best.first {
                        preferFree(row, &best)
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

    /// Among listed candidates as good as the best takes one that nobody has, or the second one.
    @inline(__always) private func preferFree(_ row: Int, _ best: inout BestTwo) {
        let list = lists.entries + row &* lists.capacity
        for index in 0..<Int(lists.lengths[row]) {
            let candidate = list[index]
            if Double(candidate.key) < best.first { break }
            let column = Int(candidate.column)
            if rowOfColumn[column] < 0 && candidate.score - prices[column] == best.first {
                best.column = column
                best.score = candidate.score
                return
            }
        }
        if best.secondColumn >= 0 {
            best.column = best.secondColumn
            best.score = best.secondScore
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
