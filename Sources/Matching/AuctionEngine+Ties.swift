internal import CMatchingKernels

extension AuctionEngine {
    /// Places waiting rows along ties, over whole rows; returns the rows that are left.
    ///
    /// Sweeps from all waiting rows follow ties until nobody more finds a place. Then the rows that were reached, and waiting ones among
    /// them, accept a little less, and the columns they reached cost as much more, until one more column ties: the classic
    /// primal-dual method, which takes a pass over the reached rows each time. It goes on while that places many of those that wait.
    ///
    /// - Source: Kuhn 1955, doi:10.1002/nav.3800020109; Hopcroft & Karp 1973, doi:10.1137/0202019, for the sweeps.
    func settleAlongTies(_ rowsToSettle: [Int32]) -> [Int32] {
        if rowsToSettle.isEmpty { return [] }
        let graph = TightGraph(rowCount: rowCount, columnCount: columnCount)
        for column in 0..<columnCount where rowOfColumn[column] < 0 && prices.isOpen(column) {
            graph.setFree(column, true)
        }
        for entry in rowsToSettle {
            statistics.rowScans &+= 1
            rowPrices[Int(entry)] =
                source.bid(Int(entry), prices.board, rowOfColumn, looksFor: .nothing).first
            if rowPrices[Int(entry)] == -.infinity { return rowsToSettle }
        }
        var waiting = rowsToSettle
        let most = statistics.rowScans + 6 * rows.count
        while true {
            let before = waiting.count
            sweep(&waiting, graph)
            if waiting.isEmpty || waiting.count * 8 > before * 7 || statistics.rowScans > most {
                return waiting
            }
            if !acceptLess(graph) { return waiting }
        }
    }

    /// Follows ties from all waiting rows, again and again until nobody finds a place; those who do are dropped.
    private func sweep(_ waiting: inout [Int32], _ graph: TightGraph) {
        var before = -1
        while waiting.count != before {
            before = waiting.count
            graph.begin()
            waiting.removeAll { findPlace(Int($0), graph) }
        }
    }

    private func findPlace(_ start: Int, _ graph: TightGraph) -> Bool {
        graph.next = graph.rows.count
        graph.rows.append(Int32(truncatingIfNeeded: start))
        while graph.next < graph.rows.count {
            let row = Int(graph.rows[graph.next])
            graph.next += 1
            statistics.visits &+= 1
            if !graph.isKnown[row] {
                graph.isKnown[row] = true
                statistics.rowScans &+= 1
                source.findColumns(
                    of: row, prices.board, atLeast: rowPrices[row], graph.bits + row &* graph.width)
            }
            let column = graph.follow(row, rowOfColumn)
            if column < 0 { continue }
            graph.setFree(column, false)
            shiftPairs(start, backFrom: column, graph.parents)
            return true
        }
        return false
    }

    /// Lowers the prices of the rows that the last sweep reached, and raises those of the columns, until one more column ties for
    /// one of the rows; `false` if there is none.
    private func acceptLess(_ graph: TightGraph) -> Bool {
        let outside = Arena<Double>(uninitialised: columnCount)
        for column in 0..<columnCount {
            outside.start[column] = graph.isReached(column) ? .infinity : prices[column]
        }
        var board = prices.board.pointee
        board.prices = UnsafePointer(outside.start)
        var step = Double.infinity
        for entry in graph.rows {
            let best = source.bid(Int(entry), &board, rowOfColumn, looksFor: .nothing).first
            step = min(step, rowPrices[Int(entry)] - best)
        }
        statistics.rowScans &+= graph.rows.count
        if step == .infinity { return false }
        for entry in graph.rows { rowPrices[Int(entry)] -= step }
        for column in 0..<columnCount where graph.isReached(column) {
            prices.set(column, prices[column] + step)
        }
        var isInside = [Bool](repeating: false, count: rowCount)
        for entry in graph.rows { isInside[Int(entry)] = true }
        for row in 0..<rowCount where graph.isKnown[row] {
            if isInside[row] {
                graph.isKnown[row] = false
            } else {
                for word in 0..<graph.width { graph.bits[row &* graph.width &+ word] &= ~graph.reached[word] }
            }
        }
        return true
    }
}
