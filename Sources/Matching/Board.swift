/// A problem the engines can work on: scores, room on both sides, and one value for an empty place of a row.
struct Board {
    var scores: Scores
    var rowRoom: [Int32]
    var columnRoom: [Int32]
    /// What an empty place of a row is worth; `-infinity` if every place of a row must be filled.
    var floor: Double
    var grid: Grid
    /// No score is greater than this, or -this.
    var magnitude: Double
    /// Whether all scores have been looked through. If not, the first pass of an engine does it.
    var isSurveyed: Bool
    var warmStart: WarmStart?
    var threadCount = 1

    /// The same board with the sides swapped.
    func transposed() -> Board {
        var board = self
        board.scores = scores.transposed()
        (board.rowRoom, board.columnRoom) = (columnRoom, rowRoom)
        if let start = warmStart {
            board.warmStart = WarmStart(
                rowPrices: start.columnPrices, columnPrices: start.rowPrices,
                pairs: start.pairs.map { Pair(row: $0.column, column: $0.row) })
        }
        return board
    }

    /// The board of some rows and columns only.
    func part(rows: [Int], columns: [Int], rowRoom: [Int32], columnRoom: [Int32]) -> Board {
        var board = self
        board.scores = scores.part(rows: rows, columns: columns)
        board.rowRoom = rowRoom
        board.columnRoom = columnRoom
        board.warmStart = nil
        return board
    }
}

/// What an engine found on a ``Board``.
struct Filling {
    var pairs: [Pair]
    var rowPrices: [Double]
    var columnPrices: [Double]
    var statistics: Statistics
    /// How it ended.
    var ending: Ending
    /// What a dual bound exceeds the pairs' worth by, at most: 0 when finished.
    var gap = 0.0

    enum Ending: Equatable {
        case finished
        /// The watch said no.
        case stopped
        /// A row has a place that cannot be filled.
        case blocked
        /// A score is no number, or greater than the board says.
        case unsound
    }

    /// The same with the sides swapped.
    func transposed() -> Filling {
        var filling = self
        filling.pairs = pairs.map { Pair(row: $0.column, column: $0.row) }.sorted()
        (filling.rowPrices, filling.columnPrices) = (columnPrices, rowPrices)
        return filling
    }
}

extension Filling {
    /// Rows and columns without room take no part in the search; afterwards their prices are set high enough that no pair of
    /// theirs is worth more than both prices. - Complexity: O(columns) a closed row; one pass if any column is closed.
    mutating func priceClosedPlaces(scores: Scores, rowRoom: [Int32], columnRoom: [Int32], grid: Grid) {
        let isClosed = columnRoom.map { $0 == 0 }
        for row in rowRoom.indices where rowRoom[row] == 0 {
            var best = 0.0
            scores.forEachCandidate(ofRow: row) {
                if !isClosed[$0] { best = max(best, $1.onGrid(grid) - columnPrices[$0]) }
            }
            rowPrices[row] = max(best, rowPrices[row])
        }
        if !isClosed.contains(true) { return }
        for column in isClosed.indices where isClosed[column] { columnPrices[column] = 0 }
        for row in rowRoom.indices {
            scores.forEachCandidate(ofRow: row) {
                if isClosed[$0] { columnPrices[$0] = max(columnPrices[$0], $1.onGrid(grid) - rowPrices[row]) }
            }
        }
    }
}
