internal import CMatchingKernels

extension AuctionEngine {
    /// Starts prices where they are likely to end, as judged by the dual bound on rows that took no part in finding them.
    ///
    /// Three ways compete: all 0 (best where scores are noise), the columns' shrunk means over some rows (best where scores are a sum
    /// of row and column parts), and the prices of a small transport problem in which each sampled row stands for its share of all
    /// rows (best where scores have more structure).
    ///
    /// - Source: James & Stein 1961 for the means; the sampled transport problem is semi-discrete optimal transport.
    func setStartPrices() {
        let columns = (0..<columnCount).filter(prices.isOpen)
        guard rows.count >= 100, columns.count == columnCount else { return }
        let size = rows.count >= 3000 ? 128 : 64
        guard let sample = RowSample(source: source, rows: rows, count: size, offset: 0),
            let judges = RowSample(source: source, rows: rows, count: 32, offset: rows.count / 192)
        else { return }
        var best = [Double](repeating: 0, count: columnCount)
        var leastBound = judges.bound(best)
        for candidate in [sample.shrunkMeans(), sample.transportPrices()] {
            let bound = judges.bound(candidate)
            if bound < leastBound { (leastBound, best) = (bound, candidate) }
        }
        for column in 0..<columnCount where best[column] != 0 { prices.set(column, grid.round(best[column])) }
    }
}

/// Some rows of a matrix as floats, one after the other.
struct RowSample {
    let scores: [Float]
    let rowCount: Int
    let columnCount: Int

    /// `count` rows evenly spread; `nil` if a score among them is forbidden.
    init?<Source: ScoreSource>(source: Source, rows: [Int32], count: Int, offset: Int) {
        let columns = source.columnCount
        var isFinite = true
        scores = [Float](unsafeUninitializedCapacity: count * columns) { target, initialized in
            for index in 0..<count {
                let row = Int(rows[(index * rows.count / count + offset) % rows.count])
                for column in 0..<columns {
                    let score = Float(source.score(row, column))
                    if !(score.magnitude < .infinity) { isFinite = false }
                    target[index &* columns &+ column] = score
                }
            }
            initialized = count * columns
        }
        rowCount = count
        columnCount = columns
        if !isFinite { return nil }
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

    /// The means of the columns' deviations from the row means, shrunk towards 0 by how much of them is noise.
    func shrunkMeans() -> [Double] {
        var sums = [Double](repeating: 0, count: columnCount)
        var squares = 0.0
        for row in 0..<rowCount {
            let start = row * columnCount
            let mean = Double(scores[start..<start + columnCount].reduce(0, +)) / Double(columnCount)
            for column in 0..<columnCount {
                let deviation = Double(scores[start + column]) - mean
                sums[column] += deviation
                squares += deviation * deviation
            }
        }
        let size = Double(rowCount)
        let between = sums.reduce(0) { $0 + $1 * $1 } / (size * size)
        let within = (squares - between * size) / (size - 1) / size
        let trust = 1 - within / max(between, .leastNormalMagnitude)
        return trust >= 0.5 ? sums.map { trust * $0 / size } : [Double](repeating: 0, count: columnCount)
    }

    /// The prices of the transport problem between these rows and the columns, with mean 0.
    func transportPrices() -> [Double] {
        var rowPrices = (0..<rowCount).map { row in
            scores[row * columnCount..<(row + 1) * columnCount].reduce(0, +) / Float(columnCount)
        }
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
            scores, Int32(rowCount), Int64(columnCount), deviation, 30, &rowPrices, &prices)
        let mean = prices.reduce(0) { $0 + Double($1) } / Double(columnCount)
        return prices.map { Double($0) - mean }
    }
}
