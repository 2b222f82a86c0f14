internal import CMatchingKernels

/// The engine for several places on either side; no pair is made twice.
///
/// As ``AuctionEngine``, but a row bids for each of its places, and a column keeps the highest bids it has room for: its price is
/// the lowest of them once it is full. Afterwards pairs that are not worth their row's price are parted, rows with room search along
/// shortest paths, and columns with room and a price search the other way round. Pairs that are made may be worth more than both
/// prices, so paths walk them backwards at a cost.
///
/// - Source: Bertsekas & Castañon 1989, doi:10.1007/BF02243158 (similar objects); Ahuja, Magnanti & Orlin 1993, chapter 12.
final class CapacityEngine<Source: ScoreSource> {
    let source: Source
    let rowCount: Int
    let columnCount: Int
    let rowRoom: [Int32]
    let columnRoom: [Int32]
    /// What an empty place of a row is worth, `-infinity` if it must be filled.
    let floor: Double
    let grid: Grid
    let prices: PriceBoard
    let rowPrices: UnsafeMutablePointer<Double>
    /// The columns of every row, and the rows of every column with the bids that hold them.
    var pairsOfRow: PlaceTable
    var pairsOfColumn: PlaceTable

    let lists: CandidateLists<Source>
    private let isSurveyed: Bool

    var statistics = Statistics()
    let watch: (Statistics, Int) -> Bool
    var search: PlaceSearch
    private let rowMemory: Arena<Double>

    init(source: Source, board: Board, watch: @escaping (Statistics, Int) -> Bool) {
        self.source = source
        self.watch = watch
        rowCount = source.rowCount
        columnCount = source.columnCount
        rowRoom = board.rowRoom
        columnRoom = board.columnRoom
        floor = board.floor
        grid = board.grid
        let most = Int(rowRoom.max() ?? 1)
        let wanted = min(Int(source.listWanted) + 2 * most, 96)
        isSurveyed = board.isSurveyed
        let listCapacity =
            (min(source.greatestRowLength, max(source.listCapacity, wanted + 16)) + 15) / 16 * 16
        prices = PriceBoard(
            columnRoom: columnRoom, grid: grid, wanted: Int32(wanted), capacity: Int32(listCapacity))
        lists = CandidateLists(
            source, prices: prices, capacity: listCapacity, crew: Crew(threadCount: board.threadCount),
            surveys: !board.isSurveyed)
        rowMemory = Arena(repeating: 0, count: board.rowRoom.count)
        rowPrices = rowMemory.start
        pairsOfRow = PlaceTable(room: rowRoom, limit: columnCount)
        pairsOfColumn = PlaceTable(room: columnRoom, limit: rowCount)
        search = PlaceSearch(rowCount: rowCount, columnCount: columnCount)
    }

    /// Solves the board, from scratch or from an earlier solution of a similar one.
    func run(from start: WarmStart?) -> Filling {
        for column in 0..<columnCount where prices.isOpen(column) {
            if let price = start?.columnPrices[column], price > 0 { prices.set(column, grid.round(price)) }
        }
        let rows = (0..<Int32(rowCount)).filter { rowRoom[Int($0)] > 0 }
        statistics.rowScans += rows.count
        if !lists.begin(rows) && !isSurveyed { return report(.unsound) }
        if floor == -.infinity && !roomSuffices() { return report(.blocked) }
        if let start {
            takeUp(start.pairs)
            partUnworthyPairs()
        } else {
            auctionWithSteps(rows)
        }
        for row in 0..<rowCount {
            while pairsOfRow.count(row) < Int(rowRoom[row]) {
                if statistics.rowSearches & 63 == 0, !watch(statistics, pairsOfRow.total) {
                    return report(.stopped)
                }
                let ending = fillPlace(ofRow: row)
                if ending == .blocked { return report(.blocked) }
                if ending == .staysEmpty { break }
            }
        }
        return report(fillPricedColumns() ? .finished : .stopped)
    }

    /// Whether the columns would have room for all rows if no pair were forbidden.
    ///
    /// - Complexity: O(rows · log rows + columns).
    /// - Source: Gale 1957, doi:10.2140/pjm.1957.7.1073; Ryser 1957, doi:10.4153/CJM-1957-044-3.
    private func roomSuffices() -> Bool {
        // How many columns have room for so many rows or more.
        var columns = [Int](repeating: 0, count: rowCount + 2)
        for room in columnRoom where room > 0 { columns[min(Int(room), rowCount)] += 1 }
        for most in stride(from: rowCount, to: 0, by: -1) { columns[most] += columns[most + 1] }
        var left = 0
        for (index, room) in rowRoom.sorted(by: >).enumerated() {
            left += columns[index + 1] - Int(room)
            if left < 0 { return false }
        }
        return true
    }

    /// Makes the pairs of an earlier solution that are still allowed.
    private func takeUp(_ pairs: [Pair]) {
        for pair in pairs where pairsOfRow.count(pair.row) < Int(rowRoom[pair.row]) {
            let score = source.score(pair.row, pair.column)
            let hasRoom = pairsOfColumn.count(pair.column) < Int(columnRoom[pair.column])
            if score > -.infinity, hasRoom, !pairsOfRow.contains(pair.row, pair.column) {
                join(pair.row, pair.column, score: score)
            }
        }
    }

    /// Lists the best candidates of a row anew. Columns that it has are kept out of the list, so that they do not crowd it.
    func scan(_ row: Int) {
        statistics.rowScans &+= 1
        let own = (0..<pairsOfRow.count(row)).map { Int(pairsOfRow[row, $0].member) }
        let kept = own.map { prices[$0] }
        for column in own { prices.close(column) }
        lists.scan(row)
        for (column, price) in zip(own, kept) { prices.set(column, price) }
    }

    /// Makes a pair.
    @inline(__always) func join(_ row: Int, _ column: Int, score: Double, bid: Double = 0) {
        pairsOfRow.append(row, column, score: score, bid: bid)
        pairsOfColumn.append(column, row, score: score, bid: bid)
    }

    /// Parts a pair. The row's list may have been made without it.
    @inline(__always) func part(_ row: Int, _ column: Int) {
        guard let score = pairsOfRow.remove(row, column) else { return }
        pairsOfColumn.remove(column, row)
        lists.listAgain(column, score: score, ofRow: row)
    }

    /// The pairs and prices as they stand.
    private func report(_ ending: Filling.Ending) -> Filling {
        var pairs: [Pair] = []
        for row in 0..<rowCount {
            let columns = (0..<pairsOfRow.count(row)).map { Int(pairsOfRow[row, $0].member) }
            pairs += columns.sorted().map { Pair(row: row, column: $0) }
        }
        return Filling(
            pairs: pairs, rowPrices: Array(UnsafeBufferPointer(start: rowPrices, count: rowCount)),
            columnPrices: Array(UnsafeBufferPointer(start: prices.prices, count: columnCount)),
            statistics: statistics,
            ending: ending)
    }
}
