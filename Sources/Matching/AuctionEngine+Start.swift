extension AuctionEngine {
    /// Starts prices at the columns' shrunk means over some rows: right where scores are mostly a sum of row and column parts, and 0
    /// where the means are noise.
    ///
    /// - Source: James & Stein 1961 (shrinkage towards the grand mean).
    func setStartPrices() {
        let sample = min(rows.count, 64)
        if sample < 8 { return }
        var sums = [Double](repeating: 0, count: columnCount)
        var squares = sums
        for index in 0..<sample {
            addDeviations(ofRow: Int(rows[index * rows.count / sample]), &sums, &squares)
        }
        let open = (0..<columnCount).filter(prices.isOpen)
        let size = Double(sample)
        let means = open.map { sums[$0] / size }
        let grandMean = means.reduce(0, +) / Double(open.count)
        let within = zip(open, means).reduce(0) { $0 + (squares[$1.0] - $1.1 * $1.1 * size) / (size - 1) }
        let between = means.reduce(0) { $0 + ($1 - grandMean) * ($1 - grandMean) }
        let trust = 1 - within / size / max(between, .leastNormalMagnitude)
        if !(trust >= 0.5) { return }
        for (column, mean) in zip(open, means) { prices.set(column, grid.round(trust * (mean - grandMean))) }
    }

    private func addDeviations(ofRow row: Int, _ sums: inout [Double], _ squares: inout [Double]) {
        var total = 0.0
        var count = 0.0
        source.forEach(ofRow: row) { column, score in
            if score > -.infinity {
                total += score
                count += 1
            }
        }
        let mean = count > 0 ? total / count : 0
        source.forEach(ofRow: row) { column, score in
            if score > -.infinity {
                sums[column] += score - mean
                squares[column] += (score - mean) * (score - mean)
            }
        }
    }
}
