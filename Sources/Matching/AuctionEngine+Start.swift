internal import CMatchingKernels

extension AuctionEngine {
    /// Starts prices where they are likely to end, as judged by the dual bound on rows that took no part in finding them.
    ///
    /// These compete: all 0 (best where scores are noise), the prices of an earlier solution, the columns' shrunk means over some
    /// rows (best where scores are a sum of row and column parts), and the prices of a small transport problem in which each sampled row
    /// stands for its share of all rows (best where scores have more structure). Scores that grow along both sides when these are
    /// sorted need no competition.
    ///
    /// - Returns: pairs that are likely to be best, if sorting told them.
    /// - Source: James & Stein 1961 for the means; the sampled transport problem is semi-discrete optimal transport.
    func setStartPrices(earlier: [Double]?) -> [Pair]? {
        guard rows.count >= 48, !(0..<columnCount).contains(where: { !prices.isOpen($0) }) else { return nil }
        if let order = SortedStart(source, rows: rows) {
            for (column, price) in order.prices.enumerated() { setStartPrice(column, price) }
            return source.hasWholeRows ? order.pairs : nil
        }
        guard rows.count >= 100 else { return nil }
        // Measured: so few tell noise from structure, and cost a tenth of what prices for all columns do.
        let some = ColumnBlocks(count: 4, width: 64, of: columnCount)
        if let few = RowSample(source, rows: rows, count: 32, offset: 0, columns: some), few.isTied {
            // Prices would only part what ties, and few rows will be read again.
            lists.readScoresThemselves()
            return nil
        }
        guard var best = bestStart(on: some, sampleSize: 32, earlier: earlier) else { return nil }
        if some.total < columnCount {
            let all = ColumnBlocks(count: 1, width: columnCount, of: columnCount)
            let size = rows.count >= 3000 ? 128 : 64
            best = bestStart(on: all, sampleSize: size, earlier: earlier) ?? best
        }
        for (column, price) in best.enumerated() { setStartPrice(column, price) }
        return nil
    }

    private func setStartPrice(_ column: Int, _ price: Double) {
        if price != 0 && price.magnitude < grid.priceLimit { prices.set(column, grid.round(price)) }
    }

    /// The prices with the best bound, on some columns; `nil` if all 0 are best, or scores are forbidden.
    private func bestStart(on columns: ColumnBlocks, sampleSize: Int, earlier: [Double]?) -> [Double]? {
        let offset = max(1, rows.count / 192)
        guard let sample = RowSample(source, rows: rows, count: sampleSize, offset: 0, columns: columns),
            let judges = RowSample(source, rows: rows, count: 32, offset: offset, columns: columns)
        else { return nil }
        var best: [Double]?
        var leastBound = judges.bound([Double](repeating: 0, count: columns.total))
        var candidates = [sample.shrunkMeans(), sample.transportPrices(sharedBy: lists.crew)].compactMap {
            $0
        }
        if let earlier { candidates.append(columns.indices.map { earlier[$0] }) }
        for candidate in candidates {
            let bound = judges.bound(candidate)
            if bound < leastBound { (leastBound, best) = (bound, candidate) }
        }
        return best
    }
}

/// Runs of neighbouring columns, evenly spread; all of them where that is not more.
struct ColumnBlocks {
    let ranges: [Range<Int>]
    /// How many columns they have.
    let total: Int

    init(count: Int, width: Int, of columns: Int) {
        ranges =
            count * width >= columns
            ? [0..<columns]
            : (0..<count).map { index in
                let start = index * columns / count
                return start..<start + width
            }
        total = ranges.reduce(0) { $0 + $1.count }
    }

    /// The columns themselves.
    var indices: [Int] { ranges.flatMap { Array($0) } }
}

/// Some rows and columns of a matrix as floats, row after row.
struct RowSample {
    let scores: [Float]
    let rowCount: Int
    let columnCount: Int

    /// `count` rows evenly spread; `nil` if a score among them is forbidden.
    init?<Source: ScoreSource>(
        _ source: Source, rows: [Int32], count: Int, offset: Int, columns: ColumnBlocks
    ) {
        scores = [Float](unsafeUninitializedCapacity: count * columns.total) { target, initialized in
            var place = 0
            for index in 0..<count {
                let row = Int(rows[(index * rows.count / count + offset) % rows.count])
                for range in columns.ranges {
                    for column in range {
                        target[place] = source.rawFloat(row, column)
                        place &+= 1
                    }
                }
            }
            initialized = count * columns.total
        }
        rowCount = count
        columnCount = columns.total
        // A score that is not finite makes the sum infinite or no number.
        for row in 0..<count where !sum(ofRow: row).isFinite { return nil }
    }

    /// A row with the columns that are left over when it is read eight at a time.
    private func eights(ofRow row: Int, _ visit: (Int, SIMD8<Float>) -> Void) {
        scores.withUnsafeBytes { bytes in
            let start = row * columnCount * 4
            for column in stride(from: 0, to: columnCount & ~7, by: 8) {
                visit(column, bytes.loadUnaligned(fromByteOffset: start + column * 4, as: SIMD8<Float>.self))
            }
        }
    }

    private func sum(ofRow row: Int) -> Float {
        var eight = SIMD8<Float>()
        eights(ofRow: row) { eight += $1 }
        let rest = scores[row * columnCount + (columnCount & ~7)..<(row + 1) * columnCount]
        return rest.reduce(eight.sum(), +)
    }

    /// Whether most rows have several best columns.
    var isTied: Bool {
        let tied = (0..<rowCount).count { row in
            let own = scores[row * columnCount..<(row + 1) * columnCount]
            guard let best = own.max() else { return false }
            return own.count { $0 == best } > 1
        }
        return tied * 3 > rowCount * 2
    }

    /// Mean over the rows of the dual bound per row that these prices prove.
    func bound(_ prices: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<rowCount {
            sum += scores.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return 0 }
                return matching_greatest_margin_float(start + row * columnCount, prices, Int64(columnCount))
            }
        }
        return sum / Double(rowCount) + prices.reduce(0, +) / Double(columnCount)
    }

    /// The means of the columns' deviations from the row means, shrunk towards 0 by how much of them is noise; `nil` if most is noise.
    func shrunkMeans() -> [Double]? {
        var sums = [SIMD8<Float>](repeating: .zero, count: (columnCount + 7) / 8)
        var squares = 0.0
        for row in 0..<rowCount {
            let mean = sum(ofRow: row) / Float(columnCount)
            var square = SIMD8<Float>()
            eights(ofRow: row) { column, scores in
                let deviation = scores - mean
                sums[column / 8] += deviation
                square += deviation * deviation
            }
            squares += Double(square.sum())
            for column in columnCount & ~7..<columnCount {
                let deviation = scores[row * columnCount + column] - mean
                sums[column / 8][column & 7] += deviation
                squares += Double(deviation * deviation)
            }
        }
        let size = Double(rowCount)
        let columnSums = (0..<columnCount).map { Double(sums[$0 / 8][$0 & 7]) }
        let between = columnSums.reduce(0) { $0 + $1 * $1 } / (size * size)
        let within = (squares - between * size) / (size - 1) / size
        let trust = 1 - within / max(between, .leastNormalMagnitude)
        return trust >= 0.5 ? columnSums.map { trust * $0 / size } : nil
    }

    /// The prices of the transport problem between these rows and the columns, with mean 0.
    func transportPrices(sharedBy crew: Crew) -> [Double] {
        var rowPrices = (0..<rowCount).map { sum(ofRow: $0) / Float(columnCount) }
        var deviation: Float = 0
        for row in 0..<rowCount {
            for column in stride(from: row % 16, to: columnCount, by: 16) {
                let difference = scores[row * columnCount + column] - rowPrices[row]
                deviation += difference * difference
            }
        }
        deviation = (deviation / Float(rowCount * max(1, columnCount / 16))).squareRoot()
        var prices = [Float](repeating: 0, count: columnCount)
        matching_price_by_sample(
            scores, Int32(rowCount), Int64(columnCount), deviation, rowCount < 64 ? 16 : 30, &rowPrices,
            &prices, crew.members)
        let mean = prices.reduce(0) { $0 + Double($1) } / Double(columnCount)
        return prices.map { Double($0) - mean }
    }
}
