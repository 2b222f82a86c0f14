internal import CMatchingKernels

/// Where an engine reads scores. The engines are specialised for each kind of source.
protocol ScoreSource {
    associatedtype Element: ScoreElement
    var grid: Grid { get }
    var rowCount: Int { get }
    var columnCount: Int { get }
    /// The score on the grid, `-infinity` if the pair is forbidden. O(1) in a matrix, O(candidates of the row) in lists.
    func score(_ row: Int, _ column: Int) -> Double
    /// The score as a float, as it was given. Matrices only.
    func rawFloat(_ row: Int, _ column: Int) -> Float
    /// Lists the best candidates of rows anew; see `matching_scan_rows`.
    func scan(
        _ rows: UnsafePointer<Int32>, count: Int, _ work: UnsafeMutablePointer<matching_rows>, _ crew: Crew)
    /// Writes the columns worth `least` or more after their price; more than `capacity` are told by `capacity + 1`.
    func collect(
        _ row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        into columns: UnsafeMutablePointer<Int32>, capacity: Int32
    ) -> Int32
    /// Whether a row is an array of scores, one for each column.
    var hasWholeRows: Bool { get }
    /// Goes on from a row over all columns; see `matching_reach`. Matrices only.
    func reach(
        _ row: Int, _ board: UnsafePointer<matching_board>, base: Double,
        _ distances: UnsafeMutablePointer<Double>, _ parents: UnsafeMutablePointer<Int32>
    ) -> Double
    /// A row's bid over all its columns; see `matching_bid_of_row`. Matrices only.
    func bid(
        _ row: Int, _ board: UnsafePointer<matching_board>, _ owners: UnsafePointer<Int32>, looksFor: Look
    ) -> matching_bid
    /// Whether the scores of a row with this bid, for which it looked, are what they may be: numbers no greater than the grid was made
    /// for. Matrices only.
    func isSound(_ row: Int, _ bid: matching_bid) -> Bool
    /// Which columns of a row are worth `least` or more; see `matching_tight_columns`. Matrices only.
    func findColumns(
        of row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        _ words: UnsafeMutablePointer<UInt64>)
    /// Whether two rows have the same scores. Matrices only.
    func areAlike(_ row: Int, _ other: Int) -> Bool
    /// Raises prices to the row's scores less its price; see `matching_raise_prices`. Matrices only.
    func raise(_ prices: UnsafeMutablePointer<Double>, toRow row: Int, price: Double)
    /// Calls `visit` with every column of a row and its score; scores of `-infinity` may be among them.
    func forEach(ofRow row: Int, _ visit: (Int, Double) -> Void)
    /// Where the scores of a matrix begin.
    var rawScores: UnsafeRawPointer { get }
    /// Whether a scan also copies the scores of late columns, without which an earlier solution cannot be taken up.
    var copiesLateScores: Bool { get }
    /// The scores themselves, where they can be screened as they are; `nil` elsewhere.
    var ownScreen: UnsafeMutablePointer<Float>? { get }
    /// Whether a copy in single precision is worth its memory.
    var needsScreen: Bool { get }
    /// The magnitude for which the grid was made: no score may pass it.
    var greatestMagnitude: Double { get }
    /// How many candidates of a row can be listed at most.
    var greatestRowLength: Int { get }
    /// How many candidates a list has room for; a multiple of 16.
    var listCapacity: Int { get }
    /// About how many a scan should list.
    var listWanted: Int32 { get }
    /// Calls `visit` with the given columns of a row and their scores, and perhaps with others.
    func forEach(ofRow row: Int, columns: [Int], _ visit: (Int, Double) -> Void)
    /// The rows and scores of every column, to be read column by column.
    func columnIndex() -> ColumnIndex<Self>
    /// Calls `visit` with every row of a column and its score; scores of `-infinity` may be among them.
    func forEach(ofColumn column: Int, _ index: ColumnIndex<Self>, _ visit: (Int, Double) -> Void)
}

/// What a bid looks for besides the best two columns.
enum Look: Int32 {
    case nothing, magnitude, usualBest
}

/// A matrix in memory that somebody else owns.
struct MatrixSource<Element: ScoreElement>: ScoreSource {
    let scores: UnsafePointer<Element>
    let rowCount: Int
    let columnCount: Int
    let grid: Grid
    let greatestMagnitude: Double

    var greatestRowLength: Int { columnCount }
    // Measured: fewer mean more scans, more mean longer sorting; the time is flat from 16 to 24.
    var listCapacity: Int { 64 }
    var listWanted: Int32 { 20 }

    @inline(__always) func score(_ row: Int, _ column: Int) -> Double {
        scores[row &* columnCount &+ column].onGrid(grid)
    }

    @inline(__always) func rawFloat(_ row: Int, _ column: Int) -> Float {
        scores[row &* columnCount &+ column].asFloat
    }

    func scan(
        _ rows: UnsafePointer<Int32>, count: Int, _ work: UnsafeMutablePointer<matching_rows>, _ crew: Crew
    ) {
        matching_scan_rows(work, rows, Int64(count), crew.members)
    }

    var rawScores: UnsafeRawPointer { UnsafeRawPointer(scores) }
    // They are copied as floats.
    var copiesLateScores: Bool { suitsFloats }

    // Beyond 2¹⁰⁰, prices might pass what a float can hold; below 2⁻¹⁰⁰, floats round by more than the grid does.
    private var suitsFloats: Bool {
        greatestMagnitude == 0 || (0x1p-100...0x1p100).contains(greatestMagnitude)
    }

    // Nobody writes to a screen that is the scores themselves.
    var ownScreen: UnsafeMutablePointer<Float>? {
        Element.kind == 0 && suitsFloats
            ? UnsafeMutablePointer(mutating: UnsafeRawPointer(scores).assumingMemoryBound(to: Float.self))
            : nil
    }

    // Measured: on small or wide matrices the copy costs more than it saves.
    var needsScreen: Bool {
        Element.kind != 0 && suitsFloats && rowCount >= 512 && columnCount < 2 * rowCount
    }

    func collect(
        _ row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        into columns: UnsafeMutablePointer<Int32>, capacity: Int32
    ) -> Int32 {
        matching_collect(Element.kind, scores + row &* columnCount, board, least, columns, capacity)
    }

    var hasWholeRows: Bool { true }

    func reach(
        _ row: Int, _ board: UnsafePointer<matching_board>, base: Double,
        _ distances: UnsafeMutablePointer<Double>, _ parents: UnsafeMutablePointer<Int32>
    ) -> Double {
        matching_reach(
            Element.kind, scores + row &* columnCount, board, base, Int32(truncatingIfNeeded: row), distances,
            parents)
    }

    @inline(__always) func bid(
        _ row: Int, _ board: UnsafePointer<matching_board>, _ owners: UnsafePointer<Int32>, looksFor: Look
    ) -> matching_bid {
        matching_bid_of_row(
            Element.kind, scores + row &* columnCount, board, owners, Int64(row % columnCount),
            looksFor.rawValue)
    }

    func isSound(_ row: Int, _ bid: matching_bid) -> Bool {
        // Whole numbers are always sound, and forbidden pairs may hide what else is wrong with a row.
        if Element.kind == 2 || bid.magnitude <= greatestMagnitude { return true }
        let survey = Element.survey(scores + row &* columnCount, count: columnCount)
        return survey.is_suspect == 0 && survey.magnitude <= greatestMagnitude
    }

    func findColumns(
        of row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        _ words: UnsafeMutablePointer<UInt64>
    ) {
        matching_tight_columns(Element.kind, scores + row &* columnCount, board, least, words)
    }

    func areAlike(_ row: Int, _ other: Int) -> Bool {
        let bytes = Int64(columnCount * MemoryLayout<Element>.stride)
        return matching_same_bytes(scores + row &* columnCount, scores + other &* columnCount, bytes) != 0
    }

    func raise(_ prices: UnsafeMutablePointer<Double>, toRow row: Int, price: Double) {
        matching_raise_prices(
            Element.kind, scores + row &* columnCount, Int64(columnCount), grid.isWhole ? 0 : grid.anchor,
            price,
            prices)
    }

    @inline(__always) func forEach(ofRow row: Int, _ visit: (Int, Double) -> Void) {
        for column in 0..<columnCount { visit(column, score(row, column)) }
    }

    @inline(__always) func forEach(ofRow row: Int, columns: [Int], _ visit: (Int, Double) -> Void) {
        for column in columns { visit(column, score(row, column)) }
    }

    func columnIndex() -> ColumnIndex<MatrixSource> { ColumnIndex(starts: [], rows: [], positions: []) }

    @inline(__always) func forEach(
        ofColumn column: Int, _ index: ColumnIndex<MatrixSource>, _ visit: (Int, Double) -> Void
    ) {
        for row in 0..<rowCount { visit(row, score(row, column)) }
    }
}

/// Where the candidates of each column stand; empty for a matrix, where that is known anyway.
struct ColumnIndex<Source: ScoreSource> {
    let starts: [Int]
    let rows: [Int32]
    let positions: [Int]
}

extension ScoreSource {
    /// How far a screening score may lie from the score on the grid: rounding to the grid, and to a float if it is one.
    func screenError(isApart: Bool) -> Double {
        (grid.isWhole ? 0 : grid.unit) + (isApart ? greatestMagnitude * 0x1p-24 + 0x1p-148 : 0)
    }
}
