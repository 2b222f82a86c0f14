internal import CMatchingKernels

extension AuctionEngine {
    /// Two passes of bids without a step: exact, but a row that ties may have to wait. `waiting` becomes those that do.
    func reduce(_ waiting: inout [Int32], limit: Int) {
        var left = limit
        var free = FreeColumns(rowOfColumn, count: columnCount)
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
                        preferFree(row, &best, &free)
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

    /// Among candidates as good as the best takes one that nobody has, or the second one.
    @inline(__always) private func preferFree(_ row: Int, _ best: inout BestTwo, _ free: inout FreeColumns) {
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
        if lists.outside[row] == best.first && takeUnlisted(row, &best, &free) { return }
        if best.secondColumn >= 0 {
            best.column = best.secondColumn
            best.score = best.secondScore
        }
    }

    /// More candidates may tie than a list has room for.
    private func takeUnlisted(_ row: Int, _ best: inout BestTwo, _ free: inout FreeColumns) -> Bool {
        if !source.hasWholeRows { return false }
        let first = best.first
        guard let column = free.first(where: { source.score(row, $0) - prices[$0] == first }) else {
            return false
        }
        best.column = column
        best.score = source.score(row, column)
        return true
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

/// Columns that nobody has, collected when first asked for.
private struct FreeColumns {
    private let rowOfColumn: UnsafePointer<Int32>
    private let count: Int
    private var columns: [Int32]?

    init(_ rowOfColumn: UnsafePointer<Int32>, count: Int) {
        self.rowOfColumn = rowOfColumn
        self.count = count
    }

    /// The first free column that suits. Drops columns that have been taken since: bids never free one.
    mutating func first(where suits: (Int) -> Bool) -> Int? {
        var left = columns ?? (0..<Int32(count)).filter { rowOfColumn[Int($0)] < 0 }
        columns = nil
        left.removeAll { rowOfColumn[Int($0)] >= 0 }
        defer { columns = left }
        return left.first { suits(Int($0)) }.map { Int($0) }
    }
}
