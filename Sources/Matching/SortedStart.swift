/// Prices and pairs of a matrix whose scores grow along both sides at once when rows and columns are sorted: products, distances
/// on a line, all alike (inverse Monge matrices, their rows and columns in any order).
///
/// With rows and columns in that order, s(i, j) + s(i', j') ≥ s(i, j') + s(i', j) for i < i', j < j'. Then the k-th row belongs to the
/// k-th column, and prices that rise from one column to the next by no less than s(k, k+1) - s(k, k) and no more than
/// s(k+1, k+1) - s(k+1, k) prove it. A few rows and columns tell whether it looks so; whether it is, the first scan finds out.
///
/// - Complexity: O(n log n), and O(1) for matrices that do not look so.
/// - Source: Hoffman 1963 and Burkard, Klinz & Rudolf 1996, doi:10.1016/0166-218X(95)00103-X (Monge properties).
struct SortedStart {
    /// The price of each column.
    let prices: [Double]
    /// One pair for each row.
    let pairs: [Pair]

    /// `nil` if the matrix does not look like one.
    init?<Source: ScoreSource>(_ source: Source, rows: [Int32]) {
        let columnCount = source.columnCount
        guard rows.count == columnCount, source.greatestRowLength == columnCount else { return nil }
        let someRows = (0..<8).map { Int(rows[$0 * rows.count / 8]) }
        let someColumns = (0..<16).map { $0 * columnCount / 16 }
        guard let ends = Self.outermostColumns(source, someRows, someColumns) else { return nil }
        var order = Order(source, rows: rows, low: ends.low, high: ends.high)
        // Once more with the outermost columns of all, not only of some.
        order = Order(source, rows: rows, low: order.columns[0], high: order.columns[columnCount - 1])
        if !order.isLikely(source) { return nil }
        if order.hasTies { order = order.told(apart: source) }
        var prices = [Double](repeating: 0, count: columnCount)
        let slack = Ranking.slack(of: source)
        var price = 0.0
        var own = source.score(order.rows[0], order.columns[0])
        for place in 1..<columnCount {
            let (row, next) = (order.rows[place - 1], order.rows[place])
            let (column, nextColumn) = (order.columns[place - 1], order.columns[place])
            let nextOwn = source.score(next, nextColumn)
            let least = source.score(row, nextColumn) - own
            let most = nextOwn - source.score(next, column)
            price = source.grid.round(price + 0.5 * (least + most))
            // A few rows and columns of another matrix may look sorted, too.
            if !(least <= most + 4 * slack) || !price.isFinite { return nil }
            prices[nextColumn] = price
            own = nextOwn
        }
        if own == -.infinity { return nil }
        self.prices = prices
        pairs = zip(order.rows, order.columns).map { Pair(row: $0, column: $1) }
    }

    /// The columns at either end of the order in which two far rows of these put the columns, if all rows agree with it.
    private static func outermostColumns<Source: ScoreSource>(
        _ source: Source, _ rows: [Int], _ columns: [Int]
    ) -> (low: Int, high: Int)? {
        func rises(_ from: Int, _ to: Int) -> [Double] {
            columns.map { source.score(to, $0) - source.score(from, $0) }
        }
        func span(_ from: Int, _ to: Int) -> Double {
            let values = rises(from, to)
            return (values.max() ?? 0) - (values.min() ?? 0)
        }
        func farthest(from row: Int) -> Int {
            rows.max { (span(row, $0), $1) < (span(row, $1), $0) } ?? row
        }
        let far = farthest(from: rows[0])
        let opposite = farthest(from: far)
        let precision = Ranking.precision(of: source)
        let order = rises(opposite, far)
        if order.contains(where: { !$0.isFinite }) { return nil }
        let sorted = order.indices.sorted { (order[$0], $0) < (order[$1], $1) }
        for row in rows {
            let values = rises(opposite, row)
            for (before, after) in zip(sorted, sorted.dropFirst())
            where !(values[after] - values[before] >= -precision) {
                return nil
            }
        }
        guard let first = sorted.first, let last = sorted.last else { return nil }
        return (columns[first], columns[last])
    }
}

/// Rows and columns of an inverse Monge matrix, sorted.
private struct Order {
    let rows: [Int]
    let columns: [Int]
    /// Where the sorted rows stand, from the middle; rows that tie stand at the same place.
    private let rowPlaces: [Double]
    /// Where each column stands, likewise.
    private let columnPlaces: [Double]
    /// Whether some, but not all, rows or columns tie.
    let hasTies: Bool

    /// Sorts by what separates two far columns and two far rows.
    init<Source: ScoreSource>(_ source: Source, rows all: [Int32], low: Int, high: Int) {
        let gains = all.map { source.score(Int($0), high) - source.score(Int($0), low) }
        let byGain = Ranking(gains, precision: Ranking.precision(of: source))
        rows = byGain.order.map { Int(all[$0]) }
        let (first, last) = (rows[0], rows[rows.count - 1])
        let byRise = Ranking(
            (0..<source.columnCount).map { source.score(last, $0) - source.score(first, $0) },
            precision: Ranking.precision(of: source))
        columns = byRise.order
        rowPlaces = byGain.order.map { byGain.places[$0] }
        columnPlaces = byRise.places
        hasTies = byGain.hasTies || byRise.hasTies
    }

    private init(rows: [Int], rowPlaces: [Double], byKey: Ranking) {
        self.rows = rows
        self.rowPlaces = rowPlaces
        columns = byKey.order
        columnPlaces = byKey.places
        hasTies = byKey.hasTies
    }

    /// Whether rows and columns that are far apart in this order are worth more in it than crosswise, and the same where they tie.
    func isLikely(_ source: some ScoreSource) -> Bool {
        let slack = Ranking.slack(of: source)
        let count = columns.count
        for (first, step) in [2, 3].flatMap({ part in (0..<count - count / part).map { ($0, count / part) } })
        {
            let (row, other) = (rows[first], rows[first + step])
            let (column, next) = (columns[first], columns[first + step])
            let straight = source.score(row, column) + source.score(other, next)
            let crosswise = source.score(row, next) + source.score(other, column)
            let ties =
                rowPlaces[first] == rowPlaces[first + step] || columnPlaces[column] == columnPlaces[next]
            let isFine =
                ties ? (straight - crosswise).magnitude <= 64 * slack : straight >= crosswise - slack
            if !isFine { return false }
        }
        return true
    }

    /// Two far columns may not tell rows apart that lie beyond them both, as on a line; all columns together do.
    ///
    /// What a row has over the one before it never falls along the columns, so weights that do not fall either, and have the mean 0,
    /// make its sum the greater one (Chebyshev's sum inequality); the same goes for columns. Two passes over all scores.
    func told<Source: ScoreSource>(apart source: Source) -> Order {
        let sums = rows.map { row in
            columnPlaces.indices.reduce(0.0) { $0 + columnPlaces[$1] * source.score(row, $1) }
        }
        let byRowSum = Ranking(sums, precision: 0)
        var columnSums = [Double](repeating: 0, count: columnPlaces.count)
        for (index, row) in rows.enumerated() {
            let place = byRowSum.places[index]
            for column in columnSums.indices { columnSums[column] += place * source.score(row, column) }
        }
        return Order(
            rows: byRowSum.order.map { rows[$0] }, rowPlaces: byRowSum.order.map { byRowSum.places[$0] },
            byKey: Ranking(columnSums, precision: 0))
    }
}

/// Indices sorted by a number, and where each stands from the middle: numbers that differ from the next by no more than the
/// precision share the mean of their places.
private struct Ranking {
    let order: [Int]
    let places: [Double]
    let hasTies: Bool

    /// How far a difference of differences of scores may be from what it would be without rounding: four scores are rounded.
    static func precision(of source: some ScoreSource) -> Double {
        source.grid.isWhole ? 0 : 4 * source.grid.unit
    }

    /// How far four scores that were rounded when they were made may be from an inverse Monge matrix: floats were, to 24 bits.
    static func slack<Source: ScoreSource>(of source: Source) -> Double {
        precision(of: source) + (Source.Element.kind == 0 ? source.greatestMagnitude * 0x1p-22 : 0)
    }

    init(_ numbers: [Double], precision: Double) {
        order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var places = [Double](repeating: 0, count: numbers.count)
        let middle = Double(numbers.count - 1) / 2
        var groupCount = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && numbers[order[end]] - numbers[order[end - 1]] <= precision { end += 1 }
            for index in start..<end { places[order[index]] = Double(start + end - 1) / 2 - middle }
            groupCount += 1
            start = end
        }
        self.places = places
        hasTies = (2..<numbers.count).contains(groupCount)
    }
}
