internal import CMatchingKernels

/// How an earlier solution stands on the new scores.
private struct Standing {
    /// Rows whose earlier pair or price is no longer right.
    var rowIsLoose: [Bool]
    /// Columns that several rows want more than the earlier prices say.
    var columnIsWanted: [Bool]
    /// How many settled rows want each column.
    var wishes: [Int32]
    /// The wished columns of rows that have few wishes.
    var wishesOfRow: [(row: Int32, column: Int32)] = []
}

extension AuctionEngine {
    /// Takes up prices and pairs of an earlier solution on a square board; returns the rows that have to search.
    ///
    /// With any prices, `score - price` of a row's own pair is a valid row price as long as nothing in the row is worth more. One
    /// pass finds the rows where something is. A column that several rows want has changed itself: its price is set anew to what the
    /// settled rows would pay, so that they stay settled. Lists are made only for rows that a search visits.
    ///
    /// - Complexity: one pass over the scores and one over each changed column, then one search for each changed row.
    func takeUp(_ start: WarmStart) -> [Int32] {
        for column in 0..<columnCount where prices.isOpen(column) {
            prices.set(column, grid.round(start.columnPrices[column]))
        }
        takeUp(start.pairs)
        var inspection = inspect()
        loosenHoldersOfWanted(&inspection)
        repriceLooseColumns(inspection)
        var waiting: [Int32] = []
        for entry in rows {
            let row = Int(entry)
            if inspection.rowIsLoose[row] {
                waiting.append(entry)
                if columnOfRow[row] >= 0 { rowOfColumn[Int(columnOfRow[row])] = -1 }
                columnOfRow[row] = -1
                scan(row)
            } else {
                listLengths[row] = 0
                outside[row] = rowPrices[row]
            }
        }
        return waiting
    }

    private func takeUp(_ pairs: [Pair]) {
        var takesPart = [Bool](repeating: false, count: rowCount)
        for row in rows { takesPart[Int(row)] = true }
        for pair in pairs where takesPart[pair.row] && columnOfRow[pair.row] < 0 && prices.isOpen(pair.column)
        {
            let score = source.score(pair.row, pair.column)
            if score == -.infinity || rowOfColumn[pair.column] >= 0 { continue }
            _ = assign(pair.row, pair.column, score: score)
            rowPrices[pair.row] = score - prices[pair.column]
        }
    }

    private func inspect() -> Standing {
        var found = Standing(
            rowIsLoose: [Bool](repeating: false, count: rowCount),
            columnIsWanted: [Bool](repeating: false, count: columnCount),
            wishes: [Int32](repeating: 0, count: columnCount))
        let limit = max(16, min(256, columnCount / 8))
        var wished = [Int32](repeating: 0, count: limit + 1)
        for entry in rows {
            let row = Int(entry)
            if columnOfRow[row] < 0 {
                found.rowIsLoose[row] = true
                continue
            }
            statistics.rowScans &+= 1
            let count = Int(
                source.collect(
                    row, prices.board, atLeast: rowPrices[row] + grid.unit, into: &wished,
                    capacity: Int32(limit)))
            if count > limit {
                found.rowIsLoose[row] = true
                continue
            }
            for column in wished[0..<count] {
                found.wishes[Int(column)] += 1
                found.wishesOfRow.append((entry, column))
            }
        }
        for column in 0..<columnCount where found.wishes[column] >= 3 { found.columnIsWanted[column] = true }
        for wish in found.wishesOfRow where !found.columnIsWanted[Int(wish.column)] {
            found.rowIsLoose[Int(wish.row)] = true
        }
        return found
    }

    /// Whoever has a column that becomes dearer has to look again.
    private func loosenHoldersOfWanted(_ inspection: inout Standing) {
        for column in 0..<columnCount where inspection.columnIsWanted[column] && rowOfColumn[column] >= 0 {
            inspection.rowIsLoose[Int(rowOfColumn[column])] = true
        }
    }

    /// A column that is wanted or free gets the greatest price that keeps no settled row from being content.
    private func repriceLooseColumns(_ inspection: Standing) {
        let isLoose = (0..<columnCount).map { column in
            prices.isOpen(column)
                && (rowOfColumn[column] < 0 || inspection.rowIsLoose[Int(rowOfColumn[column])])
        }
        let loose = (0..<columnCount).filter { isLoose[$0] }
        if loose.isEmpty || loose.count * 4 > columnCount { return raiseWanted(inspection) }
        var best = [Double](repeating: -.infinity, count: columnCount)
        for entry in rows where !inspection.rowIsLoose[Int(entry)] {
            let row = Int(entry)
            source.forEach(ofRow: row, columns: loose) { column, score in
                let margin = score - rowPrices[row]
                if isLoose[column] && margin > best[column] { best[column] = margin }
            }
        }
        for column in loose where best[column] > -.infinity { prices.set(column, best[column]) }
    }

    /// Where most has changed, only what is too cheap is set anew.
    private func raiseWanted(_ inspection: Standing) {
        for wish in inspection.wishesOfRow where !inspection.rowIsLoose[Int(wish.row)] {
            let (row, column) = (Int(wish.row), Int(wish.column))
            let margin = source.score(row, column) - rowPrices[row]
            if margin > prices[column] { prices.set(column, margin) }
        }
    }
}
