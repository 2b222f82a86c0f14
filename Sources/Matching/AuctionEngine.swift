internal import CMatchingKernels

/// The fast engine for one place on either side: an auction on short candidate lists, then exact shortest paths for what is left.
///
/// Row `i` keeps its best candidates in a list, sorted by a key that never falls below `score - price` because prices only rise,
/// and a bound `outside` that no other candidate exceeds. A bid reads the list until keys fall below its second best; only when
/// the best listed value drops below `outside` is the row scanned again. Prices and scores live on a ``Grid``, so every
/// comparison is exact; an auction with a step above zero finds good prices, the reduction and the searches after it make them exact.
///
/// - Source: Bertsekas 1988, doi:10.1007/BF02186476; Jonker & Volgenant 1987, doi:10.1007/BF02278710; the lists are our own.
final class AuctionEngine<Source: ScoreSource> {
    let source: Source
    let rowCount: Int
    let columnCount: Int
    /// What an empty place of a row is worth, `-infinity` if it must be filled.
    let floor: Double
    let grid: Grid
    /// Rows that take part, ascending.
    let rows: [Int32]
    /// Whether every open column must be filled too, so that prices may start anywhere.
    let isSquare: Bool

    let prices: PriceBoard
    let rowPrices: UnsafeMutablePointer<Double>
    /// The column of every row and the row of every column, -1 if none.
    let columnOfRow: UnsafeMutablePointer<Int32>
    let rowOfColumn: UnsafeMutablePointer<Int32>
    /// The score of the pair a row is in.
    let ownScore: UnsafeMutablePointer<Double>

    let listCapacity: Int
    let lists: UnsafeMutablePointer<matching_candidate>
    let listLengths: UnsafeMutablePointer<Int32>
    let outside: UnsafeMutablePointer<Double>
    /// Distance from best to last listed candidate in recent scans.
    var spread = 0.0

    var statistics = Statistics()
    var isStopped = false
    let watch: (Statistics, Int) -> Bool
    var search: SearchState

    private let rowMemory: [Arena<Double>]
    private let indexMemory: [Arena<Int32>]
    private let listMemory: Arena<matching_candidate>

    init(source: Source, board: Board, watch: @escaping (Statistics, Int) -> Bool) {
        self.source = source
        self.watch = watch
        rowCount = source.rowCount
        columnCount = source.columnCount
        floor = board.floor
        grid = board.grid
        rows = (0..<Int32(rowCount)).filter { board.rowRoom[Int($0)] > 0 }
        let openColumns = board.columnRoom.count { $0 > 0 }
        isSquare = floor == -.infinity && rows.count == openColumns
        listCapacity = max(16, (min(source.greatestRowLength, source.listCapacity) + 15) / 16 * 16)
        prices = PriceBoard(
            columnRoom: board.columnRoom, grid: grid, wanted: source.listWanted, capacity: Int32(listCapacity)
        )
        rowMemory = (0..<3).map { _ in Arena(repeating: 0, count: board.rowRoom.count) }
        indexMemory = [rowCount, rowCount, columnCount].map { Arena(repeating: -1, count: $0) }
        listMemory = Arena(uninitialised: rowCount * listCapacity)
        (rowPrices, ownScore, outside) = (rowMemory[0].start, rowMemory[1].start, rowMemory[2].start)
        (listLengths, columnOfRow, rowOfColumn) = (
            indexMemory[0].start, indexMemory[1].start, indexMemory[2].start
        )
        lists = listMemory.start
        search = SearchState(rowCount: rowCount, columnCount: columnCount)
    }

    /// Solves the board, from scratch or from an earlier solution of a similar one (square boards only).
    func run(from start: WarmStart?) -> Filling {
        var waiting = rows
        if let start {
            waiting = takeUp(start)
            reduce(&waiting, limit: 4 * waiting.count)
        } else {
            if isSquare { setStartPrices() }
            for row in rows { scan(Int(row)) }
            if isSquare {
                auctionWithSteps()
                waiting = keepTightPairs()
            }
            reduce(&waiting, limit: 8 * rows.count)
        }
        for row in rows where columnOfRow[Int(row)] >= 0 {
            rowPrices[Int(row)] = ownScore[Int(row)] - prices[Int(columnOfRow[Int(row)])]
        }
        return searchForAll(waiting)
    }

    /// Lists the best candidates of a row anew.
    @inline(__always) func scan(_ row: Int) {
        statistics.rowScans &+= 1
        listLengths[row] = source.scan(
            row, prices.board, spread: &spread, into: lists + row &* listCapacity, outside: outside + row)
    }

    /// Puts a row and a column together; returns the row that the column had before, or -1.
    @inline(__always) func assign(_ row: Int, _ column: Int, score: Double) -> Int {
        let before = Int(rowOfColumn[column])
        rowOfColumn[column] = Int32(truncatingIfNeeded: row)
        columnOfRow[row] = Int32(truncatingIfNeeded: column)
        ownScore[row] = score
        if before >= 0 { columnOfRow[before] = -1 }
        return before
    }
}
