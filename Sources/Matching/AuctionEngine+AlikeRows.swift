internal import CMatchingKernels

extension AuctionEngine {
    /// Where most rows have the same scores as some others, there is no auction, for they would only outbid each other: what the kinds
    /// of row offer at best prices the columns, and shortest paths visit one row of each kind.
    ///
    /// - Returns: what it found; `nil` if rows differ, or paths take too long. All prices are 0 then, and nobody has a column.
    /// - Complexity: little if rows differ; one pass to compare them, and bids and visits over whole rows, if not.
    func settleAlikeRows() -> Filling? {
        guard isSquare, isLikelyAlike, let kinds = kindsOfRows() else { return nil }
        statistics.rowScans &+= rows.count
        let greatest = Arena<Double>(repeating: -.infinity, count: columnCount)
        for row in kinds.firsts {
            let bid = source.bid(row, prices.board, rowOfColumn, looksFor: isSurveyed ? .nothing : .magnitude)
            if !isSurveyed && !source.isSound(row, bid) { return report(.unsound) }
            source.raise(greatest.start, toRow: row, price: 0)
        }
        for column in 0..<columnCount where prices.isOpen(column) && greatest.start[column].isFinite {
            prices.set(column, greatest.start[column])
        }
        wholeRows.tell(kinds.numbers, count: kinds.firsts.count)
        if let filling = settleOverWholeRows(rows, isFirst: false) { return filling }
        wholeRows.kinds = nil
        clearPairs()
        prices.clear()
        return nil
    }

    /// Whether most of 16 sampled rows have the same scores as another one in eight columns.
    private var isLikelyAlike: Bool {
        let keys = (0..<16).map { key(of: Int(rows[$0 * rows.count / 16])) }
        return Set(keys).count <= 12
    }

    /// A few scores of a row, in one number.
    private func key(of row: Int) -> UInt64 {
        (0..<8).reduce(0) { key, place in
            let score = source.score(row, place * columnCount / 8)
            return (key ^ score.bitPattern) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// The kind of each row, numbered as they come, and the first row of each; `nil` if there are many.
    private func kindsOfRows() -> (numbers: [Int32], firsts: [Int])? {
        var numbers = [Int32](repeating: 0, count: rowCount)
        var firsts: [Int] = []
        var kindOfKey: [UInt64: Int32] = [:]
        for entry in rows {
            let row = Int(entry)
            let key = key(of: row)
            if let kind = kindOfKey[key], source.areAlike(row, firsts[Int(kind)]) {
                numbers[row] = kind
                continue
            }
            numbers[row] = Int32(firsts.count)
            kindOfKey[key] = Int32(firsts.count)
            firsts.append(row)
            if firsts.count * 4 > rows.count { return nil }
        }
        return (numbers, firsts)
    }
}
