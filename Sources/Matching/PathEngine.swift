/// The classic exact algorithm: fill one place after another along a shortest path, with capacities on both sides.
///
/// Reduced cost of a pair that is not made: `rowPrice + columnPrice - score ≥ 0`; of one that is made: ≤ 0, walked backwards.
/// Each search ends at the nearest column with room, or at the nearest row whose place is worth no more than `floor`.
struct PathEngine<Source: ScoreSource> {
    let source: Source
    let rowRoom: [Int32]
    let columnRoom: [Int32]
    /// What an empty place of a row is worth, `-infinity` if it must be filled.
    let floor: Double
    var rowPrices: [Double]
    var columnPrices: [Double]
    /// The columns of every row, the rows of every column.
    var columnsOfRow: [[Int32]]
    var rowsOfColumn: [[Int32]]
    var statistics = Statistics()

    private var rowDistance: [Double]
    private var columnDistance: [Double]
    private var rowParent: [Int32]
    private var columnParent: [Int32]
    private var rowIsDone: [Bool]
    private var columnIsDone: [Bool]

    init(source: Source, rowRoom: [Int32], columnRoom: [Int32], floor: Double) {
        self.source = source
        self.rowRoom = rowRoom
        self.columnRoom = columnRoom
        self.floor = floor
        let rows = source.rowCount
        let columns = source.columnCount
        rowPrices = [Double](repeating: 0, count: rows)
        columnPrices = [Double](repeating: 0, count: columns)
        columnsOfRow = [[Int32]](repeating: [], count: rows)
        rowsOfColumn = [[Int32]](repeating: [], count: columns)
        rowDistance = rowPrices
        columnDistance = columnPrices
        rowParent = [Int32](repeating: -1, count: rows)
        columnParent = [Int32](repeating: -1, count: columns)
        rowIsDone = [Bool](repeating: false, count: rows)
        columnIsDone = [Bool](repeating: false, count: columns)
    }

    /// How a search for one place of a row ended.
    enum Ending { case filled, staysEmpty, blocked }

    /// Fills every place that can be filled or is worth filling; `false` if the watch stopped it or a row is blocked.
    mutating func run(goOn: (Statistics) -> Bool) -> (complete: Bool, blockedRow: Int?) {
        for row in 0..<source.rowCount {
            while columnsOfRow[row].count < Int(rowRoom[row]) {
                if !goOn(statistics) { return (false, nil) }
                let ending = fillPlace(of: row)
                if ending == .staysEmpty { break }
                if ending == .blocked { return (false, row) }
            }
        }
        return (true, nil)
    }

    private mutating func fillPlace(of start: Int) -> Ending {
        statistics.rowSearches += 1
        lowerPrice(of: start)
        if rowPrices[start] == -.infinity && floor == -.infinity { return .blocked }
        if rowPrices[start] <= floor {
            rowPrices[start] = max(rowPrices[start], floor)
            return .staysEmpty
        }
        prepareSearch(from: start)
        while true {
            let next = nearest()
            if next.distance == .infinity { return .blocked }
            switch next.node {
            case .row(let row):
                if rowIsDone[row] {
                    return give(up: row, distance: next.distance, start: start)
                }
                rowIsDone[row] = true
                statistics.visits += 1
                relaxColumns(from: row)
            case .column(let column):
                if rowsOfColumn[column].count < Int(columnRoom[column]) {
                    take(column, distance: next.distance, start: start)
                    return .filled
                }
                columnIsDone[column] = true
                relaxRows(from: column)
            }
        }
    }

    /// The price of a row that wants one more place is what its best column outside its own offers.
    private mutating func lowerPrice(of row: Int) {
        var best = -Double.infinity
        for column in 0..<source.columnCount
        where !columnsOfRow[row].contains(Int32(column)) && columnRoom[column] > 0 {
            best = max(best, source.score(row, column) - columnPrices[column])
        }
        rowPrices[row] = best
    }

    private mutating func prepareSearch(from start: Int) {
        for row in 0..<source.rowCount {
            rowDistance[row] = .infinity
            rowIsDone[row] = false
        }
        for column in 0..<source.columnCount {
            columnDistance[column] = .infinity
            columnIsDone[column] = false
        }
        rowDistance[start] = 0
    }

    private enum Node { case row(Int), column(Int) }

    /// The nearest node that is not done; a done row stands for giving up one of its places.
    private func nearest() -> (distance: Double, node: Node) {
        var distance = Double.infinity
        var node = Node.row(0)
        for row in 0..<source.rowCount where rowDistance[row] < .infinity {
            if !rowIsDone[row] {
                if rowDistance[row] < distance { (distance, node) = (rowDistance[row], .row(row)) }
            } else if rowDistance[row] + rowPrices[row] - floor < distance {
                (distance, node) = (rowDistance[row] + rowPrices[row] - floor, .row(row))
            }
        }
        for column in 0..<source.columnCount where !columnIsDone[column] && columnDistance[column] < distance
        {
            (distance, node) = (columnDistance[column], .column(column))
        }
        return (distance, node)
    }

    private mutating func relaxColumns(from row: Int) {
        let base = rowDistance[row] + rowPrices[row]
        for column in 0..<source.columnCount where !columnIsDone[column] && columnRoom[column] > 0 {
            let distance = base - source.score(row, column) + columnPrices[column]
            if distance < columnDistance[column], !columnsOfRow[row].contains(Int32(column)) {
                columnDistance[column] = distance
                columnParent[column] = Int32(row)
            }
        }
    }

    private mutating func relaxRows(from column: Int) {
        for holder in rowsOfColumn[column] {
            let row = Int(holder)
            if rowIsDone[row] { continue }
            let reduced = source.score(row, column) - rowPrices[row] - columnPrices[column]
            if columnDistance[column] + reduced < rowDistance[row] {
                rowDistance[row] = columnDistance[column] + reduced
                rowParent[row] = Int32(column)
            }
        }
    }

    private mutating func movePrices(by distance: Double) {
        for row in 0..<source.rowCount where rowIsDone[row] && rowDistance[row] < distance {
            rowPrices[row] -= distance - rowDistance[row]
        }
        for column in 0..<source.columnCount where columnIsDone[column] && columnDistance[column] < distance {
            columnPrices[column] += distance - columnDistance[column]
        }
    }

    private mutating func take(_ last: Int, distance: Double, start: Int) {
        movePrices(by: distance)
        walk(backFrom: last, to: start)
    }

    private mutating func give(up row: Int, distance: Double, start: Int) -> Ending {
        movePrices(by: distance)
        if row == start { return .staysEmpty }
        let column = Int(rowParent[row])
        separate(row, column)
        walk(backFrom: column, to: start)
        return .filled
    }

    private mutating func walk(backFrom last: Int, to start: Int) {
        var column = last
        while true {
            let row = Int(columnParent[column])
            columnsOfRow[row].append(Int32(column))
            rowsOfColumn[column].append(Int32(row))
            if row == start { return }
            column = Int(rowParent[row])
            separate(row, column)
        }
    }

    private mutating func separate(_ row: Int, _ column: Int) {
        columnsOfRow[row].removeAll { $0 == Int32(column) }
        rowsOfColumn[column].removeAll { $0 == Int32(row) }
    }
}
