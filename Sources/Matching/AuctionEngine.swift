internal import CMatchingKernels

/// The fast engine for one place on either side: an auction on short candidate lists, then exact shortest paths for what is left.
///
/// A bid reads a row's list (see ``CandidateLists``) until keys fall below its second best; only when the best listed value drops
/// below what unlisted candidates may be worth is the row scanned again. Prices and scores live on a ``Grid``, so every
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
    /// Whether all scores have been looked through before.
    let isSurveyed: Bool

    let prices: PriceBoard
    let rowPrices: UnsafeMutablePointer<Double>
    /// The column of every row and the row of every column, -1 if none.
    let columnOfRow: UnsafeMutablePointer<Int32>
    let rowOfColumn: UnsafeMutablePointer<Int32>
    /// The score of the pair a row is in.
    let ownScore: UnsafeMutablePointer<Double>
    let lists: CandidateLists<Source>
    /// Rows that wait for a scan, and rows that have been scanned.
    let parked: UnsafeMutablePointer<Int32>
    let ready: UnsafeMutablePointer<Int32>

    var statistics = Statistics()
    /// How many bids of auctions were for a column no better than the next one.
    var tiedBids = 0
    var isStopped = false
    let watch: (Statistics, Int) -> Bool
    var search: SearchState
    /// Memory of searches over whole rows, where they are needed.
    lazy var wholeRows = WholeRowSearch(columnCount: columnCount)
    /// How many rows searches visited and had to list anew, on lists.
    var listVisits = 0
    var listScans = 0
    /// Whether the classic start prices have been tried.
    var hasTriedColumnMaxima = false

    private let rowMemory: [Arena<Double>]
    private let indexMemory: [Arena<Int32>]

    init(source: Source, board: Board, watch: @escaping (Statistics, Int) -> Bool) {
        self.source = source
        self.watch = watch
        rowCount = source.rowCount
        columnCount = source.columnCount
        floor = board.floor
        grid = board.grid
        isSurveyed = board.isSurveyed
        rows = (0..<Int32(rowCount)).filter { board.rowRoom[Int($0)] > 0 }
        let openColumns = board.columnRoom.count { $0 > 0 }
        isSquare = floor == -.infinity && rows.count == openColumns
        let listCapacity = max(16, (min(source.greatestRowLength, source.listCapacity) + 15) / 16 * 16)
        prices = PriceBoard(
            columnRoom: board.columnRoom, grid: grid, wanted: source.listWanted, capacity: Int32(listCapacity)
        )
        lists = CandidateLists(
            source, prices: prices, capacity: listCapacity, crew: Crew(threadCount: board.threadCount),
            surveys: !board.isSurveyed, screens: board.warmStart == nil)
        rowMemory = (0..<2).map { _ in Arena(repeating: 0, count: board.rowRoom.count) }
        indexMemory = [rowCount, columnCount, rowCount, rowCount].map { Arena(repeating: -1, count: $0) }
        (rowPrices, ownScore) = (rowMemory[0].start, rowMemory[1].start)
        (columnOfRow, rowOfColumn) = (indexMemory[0].start, indexMemory[1].start)
        (parked, ready) = (indexMemory[2].start, indexMemory[3].start)
        search = SearchState(rowCount: rowCount, columnCount: columnCount)
    }

    /// Solves the board, from scratch or from an earlier solution of a similar one (square boards only).
    func run(from start: WarmStart?) -> Filling {
        var waiting = rows
        var isTakenUp = false
        if let start, isSquare, source.copiesLateScores, let loose = takeUp(start) {
            waiting = loose
            isTakenUp = true
        }
        if !isTakenUp {
            if let filling = settleOverWholeRows() { return filling }
            let sorted = isSquare ? setStartPrices(earlier: start?.columnPrices) : nil
            if let sorted, let filling = settleSorted(sorted) { return filling }
            statistics.rowScans += rows.count
            if !lists.begin(rows) && !isSurveyed { return report(.unsound) }
            if !rows.isEmpty && !watch(statistics, 0) { isStopped = true }
            if isSquare && !rows.isEmpty && !isStopped { waiting = settleMost() }
        } else if !lists.isSound && !isSurveyed {
            return report(.unsound)
        }
        reduce(&waiting, limit: isTakenUp ? 4 * waiting.count : 8 * rows.count)
        priceSettledRows()
        return searchForAll(waiting)
    }

    /// Finds a place for most rows; returns the others.
    private func settleMost() -> [Int32] {
        auctionWithSteps()
        let waiting = keepTightPairs(of: rows)
        if waiting.count * 8 <= rows.count || isStopped { return waiting }
        return settleClassically() ? [] : rows
    }

    /// A row in a pair is worth what the pair leaves it.
    func priceSettledRows() {
        for row in rows where columnOfRow[Int(row)] >= 0 {
            rowPrices[Int(row)] = ownScore[Int(row)] - prices[Int(columnOfRow[Int(row)])]
        }
    }

    /// Lists the best candidates of a row anew.
    @inline(__always) func scan(_ row: Int) {
        statistics.rowScans &+= 1
        lists.scan(row)
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
