extension Inspection {
    mutating func checkPrices() {
        for row in 0..<problem.rowCount where !solution.rowPrices[row].isFinite {
            found.append(.badPrice(.rows, index: row))
        }
        for column in 0..<problem.columnCount where !solution.columnPrices[column].isFinite {
            found.append(.badPrice(.columns, index: column))
        }
    }

    /// Every covered place is filled, so the number of pairs is the cover's; pairs outside the cover are made (checked with the
    /// bound), so no set has more.
    mutating func checkCover() {
        guard let cover = solution.cover, solution.isComplete else { return }
        let rowsAreFull = (0..<problem.rowCount).allSatisfy { !cover.rows[$0] || rowRoom[$0] == 0 }
        let columnsAreFull = (0..<problem.columnCount).allSatisfy {
            !cover.columns[$0] || columnRoom[$0] == 0
        }
        let isMadeTwiceCovered = (0..<problem.rowCount).contains { row in
            cover.rows[row] && madeByRow[row].contains { cover.columns[$0] }
        }
        if !rowsAreFull || !columnsAreFull || isMadeTwiceCovered { found.append(.morePairsPossible) }
    }

    /// Evaluates the dual bound in full and holds it against what was reached.
    mutating func checkBound() {
        var bound = 0.0
        var reached = 0.0
        var size = 0.0
        let rowPrices = effectiveRowPrices()
        let columnPrices = effectiveColumnPrices()
        for row in 0..<problem.rowCount {
            let room = Double(rowRoom[row] + madeByRow[row].count)
            bound += room * (rowPrices[row] - threshold)
            size += room * (rowPrices[row].magnitude + threshold.magnitude)
            for column in madeByRow[row] {
                let worth = worth(row, column)
                reached += worth - threshold
                size += worth.magnitude
            }
        }
        let madeInColumn = madeByColumn()
        for column in 0..<problem.columnCount {
            bound += Double(columnRoom[column] + madeInColumn[column]) * columnPrices[column]
            size += Double(columnRoom[column] + madeInColumn[column]) * columnPrices[column].magnitude
        }
        guard let excess = excess(rowPrices, columnPrices) else {
            found.append(.morePairsPossible)
            return
        }
        bound += excess
        if !(bound - reached <= solution.gap + roundingSlack(size)) {
            found.append(.betterIsPossible(bound: bound - reached, claimed: solution.gap))
        }
    }

    /// The value of an empty place where pairs are made only if they are worth it.
    private var threshold: Double {
        if solution.cover == nil, case .allowed(let threshold) = problem.unmatched { threshold } else { 0 }
    }

    private func effectiveRowPrices() -> [Double] {
        (0..<problem.rowCount).map { row in
            solution.cover?.rows[row] == true
                ? solution.rowPrices[row] : max(solution.rowPrices[row], threshold)
        }
    }

    private func effectiveColumnPrices() -> [Double] {
        (0..<problem.columnCount).map { column in
            solution.cover?.columns[column] == true
                ? solution.columnPrices[column] : max(solution.columnPrices[column], 0)
        }
    }

    private func madeByColumn() -> [Int] {
        var count = [Int](repeating: 0, count: problem.columnCount)
        for columns in madeByRow { for column in columns { count[column] += 1 } }
        return count
    }

    /// Score and bonus of a pair.
    private func worth(_ row: Int, _ column: Int) -> Double {
        let pair = Pair(row: row, column: column)
        let score = problem.scores.score(of: pair)
        return presentByRow[row]?.contains(column) == true ? score + problem.presentPairBonus : score
    }

    /// Sum of what allowed pairs are worth beyond their prices; `nil` if the cover misses a pair that is not made.
    private func excess(_ rowPrices: [Double], _ columnPrices: [Double]) -> Double? {
        // What columns cost covered rows and others; infinite where the pair is none of the bound's.
        var prices = [true, false].map { isCovered in
            (0..<problem.columnCount).map { column in
                guard let cover = solution.cover, cover.columns[column] == isCovered else {
                    return columnPrices[column]
                }
                return isCovered ? Double.infinity : -Double.infinity
            }
        }
        var sum = 0.0
        for row in 0..<problem.rowCount {
            let isCovered = solution.cover?.rows[row] ?? true
            let kind = isCovered ? 0 : 1
            if needsCare[row] == nil {
                let over = greatestMargin(ofRow: row, over: prices[kind]) - rowPrices[row]
                if over <= 0 { continue }
                // A row with one place makes one pair at most, so its greatest excess is all that can be added.
                if over < .infinity, rowRoom[row] + madeByRow[row].count == 1 {
                    sum += over
                    continue
                }
                if let more = excessBeside(row, rowPrices[row], columnPrices, &prices[kind]) {
                    sum += more
                    continue
                }
            }
            guard let more = carefulExcess(row, rowPrices[row], columnPrices, isCovered: isCovered) else {
                return nil
            }
            sum += more
        }
        return sum
    }

    /// The excess of a row with several places: that of its own pairs, and for each place the greatest of all others; `nil` if that
    /// needs a closer look. The row's own columns are taken out of `prices` meanwhile.
    private func excessBeside(
        _ row: Int, _ rowPrice: Double, _ columnPrices: [Double], _ prices: inout [Double]
    ) -> Double? {
        let own = madeByRow[row]
        var made = 0.0
        for column in own {
            let over = worth(row, column) - rowPrice - columnPrices[column]
            switch (solution.cover?.rows[row] ?? true, solution.cover?.columns[column] ?? false) {
            case (true, true): break
            case (false, false): made += over
            default: made += max(0, over)
            }
        }
        let kept = own.map { prices[$0] }
        for column in own { prices[column] = .infinity }
        let greatest = greatestMargin(ofRow: row, over: prices) - rowPrice
        for (column, price) in zip(own, kept) { prices[column] = price }
        return greatest < .infinity ? made + max(0, greatest) * Double(rowRoom[row] + own.count) : nil
    }

    private func carefulExcess(
        _ row: Int, _ rowPrice: Double, _ columnPrices: [Double], isCovered: Bool
    ) -> Double? {
        var made = 0.0
        var greatest = 0.0
        var isProved = true
        let madeHere = Set(madeByRow[row])
        let pinned = pinsByRow[row] ?? []
        problem.scores.forEachCandidate(ofRow: row) { column, score in
            if pinned.contains(column) || score < solution.worstAllowed ?? -.infinity { return }
            let over = worth(row, column) - rowPrice - columnPrices[column]
            guard let cover = solution.cover else {
                if madeHere.contains(column) { made += max(0, over) } else { greatest = max(greatest, over) }
                return
            }
            switch (isCovered, cover.columns[column]) {
            case (true, true): break
            case (false, false): if madeHere.contains(column) { made += over } else { isProved = false }
            default:
                if madeHere.contains(column) { made += max(0, over) } else { greatest = max(greatest, over) }
            }
        }
        if !isProved && solution.isComplete { return nil }
        return made + greatest * Double(rowRoom[row] + madeByRow[row].count)
    }

    /// The greatest `score - price` of a row; NaN and forbidden pairs never count.
    private func greatestMargin(ofRow row: Int, over prices: [Double]) -> Double {
        switch problem.scores {
        case .matrix(let matrix):
            let start = row * matrix.columnCount
            switch matrix.elements {
            case .float(let values): return greatest(values, from: start, over: prices) { SIMD8<Double>($0) }
            case .double(let values): return greatest(values, from: start, over: prices) { $0 }
            case .integer(let values):
                return greatest(values, from: start, over: prices) {
                    let score = SIMD8<Double>($0)
                    return score.replacing(with: -.infinity, where: score .== Double(Int32.min))
                }
            }
        case .candidates:
            var best = -Double.infinity
            problem.scores.forEachCandidate(ofRow: row) { column, score in
                let margin = score - prices[column]
                if margin > best { best = margin }
            }
            return best
        }
    }

    /// Eight columns at a time; `double` converts eight scores.
    private func greatest<Element: SIMDScalar>(
        _ values: [Element], from start: Int, over prices: [Double],
        as double: (SIMD8<Element>) -> SIMD8<Double>
    ) -> Double {
        var eight = SIMD8<Double>(repeating: -.infinity)
        var best = -Double.infinity
        values.withUnsafeBytes { scores in
            prices.withUnsafeBytes { prices in
                let size = MemoryLayout<Element>.stride
                let count = prices.count / 8
                for column in stride(from: 0, to: count - count % 8, by: 8) {
                    let score = scores.loadUnaligned(
                        fromByteOffset: (start + column) * size, as: SIMD8<Element>.self)
                    let price = prices.loadUnaligned(fromByteOffset: column * 8, as: SIMD8<Double>.self)
                    let margin = double(score) - price
                    eight.replace(with: margin, where: margin .> eight)
                }
                for column in count - count % 8..<count {
                    let score = SIMD8<Element>(
                        repeating: scores.loadUnaligned(
                            fromByteOffset: (start + column) * size, as: Element.self))
                    let margin =
                        double(score)[0] - prices.loadUnaligned(fromByteOffset: column * 8, as: Double.self)
                    if margin > best { best = margin }
                }
            }
        }
        for lane in 0..<8 where eight[lane] > best { best = eight[lane] }
        return best
    }

    /// No set with this many pairs has a better worst pair: the pairs above the worst allow fewer, as their own cover shows.
    mutating func checkWorst() {
        guard let worst = solution.worstAllowed, solution.isComplete else { return }
        // Without a pair there is no worst one; then only what is below the threshold may count as forbidden.
        if case .allowed(worst) = problem.unmatched, solution.pairs.count == problem.pins.count { return }
        let reached = madeByRow.enumerated().flatMap { row, columns in
            columns.map { problem.scores.score(of: Pair(row: row, column: $0)) }
        }.min()
        guard let cover = solution.worstCover, cover.rows.count == problem.rowCount,
            cover.columns.count == problem.columnCount, reached == worst
        else {
            found.append(.worstPairCouldBeBetter)
            return
        }
        var most = 0
        let madeInColumn = madeByColumn()
        for row in 0..<problem.rowCount {
            if cover.rows[row] {
                most += rowRoom[row] + madeByRow[row].count
                continue
            }
            let pinned = pinsByRow[row] ?? []
            problem.scores.forEachCandidate(ofRow: row) { column, score in
                if score > worst, !cover.columns[column], !pinned.contains(column) { most += 1 }
            }
        }
        for column in 0..<problem.columnCount where cover.columns[column] {
            most += columnRoom[column] + madeInColumn[column]
        }
        if most >= solution.pairs.count - problem.pins.count { found.append(.worstPairCouldBeBetter) }
    }
}
