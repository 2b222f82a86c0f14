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
        // The outermost columns of all, not only of some.
        let (low, high) = Order.outermostColumns(source, rows: rows, low: ends.low, high: ends.high)
        var order = Order(source, rows: rows, low: low, high: high)
        if !order.isLikely(source) { return nil }
        if order.hasTies { order.tellApart(source) }
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
    private(set) var rows: [Int]
    private(set) var columns: [Int]
    /// Where the sorted rows stand, from the middle; rows that tie stand at the same place.
    private let rowPlaces: [Double]
    /// Where the sorted columns stand, likewise.
    private let columnPlaces: [Double]
    /// Whether some, but not all, rows or columns tie.
    let hasTies: Bool

    /// Sorts by what separates two far columns and two far rows.
    init<Source: ScoreSource>(_ source: Source, rows all: [Int32], low: Int, high: Int) {
        let byGain = Ranking(Self.gains(source, all, low, high), precision: Ranking.precision(of: source))
        rows = byGain.order.map { Int(all[$0]) }
        let byRise = Ranking(
            Self.rises(source, rows[0], rows[rows.count - 1]), precision: Ranking.precision(of: source))
        columns = byRise.order
        (rowPlaces, columnPlaces) = (byGain.places, byRise.places)
        hasTies = byGain.hasTies || byRise.hasTies
    }

    /// The columns that would stand first and last in an order by the given ones.
    static func outermostColumns<Source: ScoreSource>(
        _ source: Source, rows: [Int32], low: Int, high: Int
    ) -> (low: Int, high: Int) {
        func ends(_ numbers: [Double]) -> (Int, Int) {
            numbers.indices.reduce((0, 0)) { ends, index in
                (
                    numbers[index] < numbers[ends.0] ? index : ends.0,
                    numbers[index] >= numbers[ends.1] ? index : ends.1
                )
            }
        }
        let (first, last) = ends(gains(source, rows, low, high))
        return ends(rises(source, Int(rows[first]), Int(rows[last])))
    }

    /// What the column `high` is worth to each row beyond the column `low`.
    private static func gains<Source: ScoreSource>(
        _ source: Source, _ rows: [Int32], _ low: Int, _ high: Int
    ) -> [Double] {
        rows.map { source.score(Int($0), high) - source.score(Int($0), low) }
    }

    /// What each column is worth to the row `last` beyond what it is to the row `first`.
    private static func rises<Source: ScoreSource>(_ source: Source, _ first: Int, _ last: Int) -> [Double] {
        (0..<source.columnCount).map { source.score(last, $0) - source.score(first, $0) }
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
                rowPlaces[first] == rowPlaces[first + step]
                || columnPlaces[first] == columnPlaces[first + step]
            let isFine =
                ties ? (straight - crosswise).magnitude <= 64 * slack : straight >= crosswise - slack
            if !isFine { return false }
        }
        return true
    }

    /// Two far columns may not tell rows apart that lie beyond them both, as on a line; all columns together do.
    ///
    /// What a row has over the one before it never falls along the columns, so weights that do not fall either, and have the mean 0,
    /// make its sum the greater one (Chebyshev's sum inequality); the same goes for columns. Only those that tie are looked at.
    mutating func tellApart<Source: ScoreSource>(_ source: Source) {
        for group in Ranking.groups(rowPlaces) {
            let sums = group.map { place in
                columns.indices.reduce(0) { $0 + columnPlaces[$1] * source.score(rows[place], columns[$1]) }
            }
            rows.sort(group, by: sums)
        }
        for group in Ranking.groups(columnPlaces) {
            var sums = [Double](repeating: 0, count: group.count)
            for (row, place) in zip(rows, rowPlaces) {
                for index in sums.indices {
                    sums[index] += place * source.score(row, columns[group.lowerBound + index])
                }
            }
            columns.sort(group, by: sums)
        }
    }
}

extension [Int] {
    /// Sorts the elements at some places by their keys.
    fileprivate mutating func sort(_ places: Range<Int>, by keys: [Double]) {
        let order = Ranking.order(of: keys)
        let sorted = order.map { self[places.lowerBound + $0] }
        replaceSubrange(places, with: sorted)
    }
}

/// Indices sorted by a number, and where each of these stands from the middle: numbers that differ from the next by no more than the
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

    /// Indices by rising number, equal ones in their order.
    static func order(of numbers: [Double]) -> [Int] {
        struct Entry {
            let number: Double
            let index: Int
        }
        var entries = numbers.enumerated().map { Entry(number: $1, index: $0) }
        entries.sort { $0.number < $1.number || $0.number == $1.number && $0.index < $1.index }
        return entries.map(\.index)
    }

    /// Runs of equal places longer than one.
    static func groups(_ places: [Double]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        for end in 1...places.count where end == places.count || places[end] != places[start] {
            if end - start > 1 { groups.append(start..<end) }
            start = end
        }
        return groups
    }

    init(_ numbers: [Double], precision: Double) {
        let order = Self.order(of: numbers)
        var places = [Double](repeating: 0, count: numbers.count)
        let middle = Double(numbers.count - 1) / 2
        var groupCount = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && numbers[order[end]] - numbers[order[end - 1]] <= precision { end += 1 }
            for place in start..<end { places[place] = Double(start + end - 1) / 2 - middle }
            groupCount += 1
            start = end
        }
        self.order = order
        self.places = places
        hasTies = (2..<numbers.count).contains(groupCount)
    }
}
