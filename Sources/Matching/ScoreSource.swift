internal import CMatchingKernels

/// Where an engine reads scores. The engines are specialised for each kind of source.
protocol ScoreSource {
    var rowCount: Int { get }
    var columnCount: Int { get }
    /// The score on the grid, `-infinity` if the pair is forbidden. O(1) in a matrix, O(candidates of the row) in lists.
    func score(_ row: Int, _ column: Int) -> Double
    /// Lists the best candidates of a row; see `matching_scan_float`.
    func scan(
        _ row: Int, _ board: UnsafePointer<matching_board>, spread: UnsafeMutablePointer<Double>,
        into list: UnsafeMutablePointer<matching_candidate>, outside: UnsafeMutablePointer<Double>
    ) -> Int32
    /// Writes the columns worth `least` or more after their price; more than `capacity` are told by `capacity + 1`.
    func collect(
        _ row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        into columns: UnsafeMutablePointer<Int32>, capacity: Int32
    ) -> Int32
    /// Calls `visit` with every column of a row and its score; scores of `-infinity` may be among them.
    func forEach(ofRow row: Int, _ visit: (Int, Double) -> Void)
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

/// A matrix in memory that somebody else owns.
struct MatrixSource<Element: ScoreElement>: ScoreSource {
    let scores: UnsafePointer<Element>
    let rowCount: Int
    let columnCount: Int
    let grid: Grid

    var greatestRowLength: Int { columnCount }
    // Measured: fewer mean more scans, more mean longer sorting; the time is flat from 18 to 32.
    var listCapacity: Int { 64 }
    var listWanted: Int32 { 24 }

    @inline(__always) func score(_ row: Int, _ column: Int) -> Double {
        scores[row &* columnCount &+ column].onGrid(grid)
    }

    @inline(__always) func scan(
        _ row: Int, _ board: UnsafePointer<matching_board>, spread: UnsafeMutablePointer<Double>,
        into list: UnsafeMutablePointer<matching_candidate>, outside: UnsafeMutablePointer<Double>
    ) -> Int32 {
        // Among equals every row begins at another column, so that rows to which all columns are alike do not crowd at one end.
        let rotation = row % columnCount
        return Element.scan(scores + row &* columnCount, board, spread, Int64(rotation), list, outside)
    }

    func collect(
        _ row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        into columns: UnsafeMutablePointer<Int32>, capacity: Int32
    ) -> Int32 {
        Element.collect(scores + row &* columnCount, board, least, columns, capacity)
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

/// Candidate lists in memory that somebody else owns.
struct CandidateSource<Element: ScoreElement>: ScoreSource {
    let rowStarts: UnsafePointer<Int>
    let columns: UnsafePointer<Int32>
    let scores: UnsafePointer<Element>
    let rowCount: Int
    let columnCount: Int
    let greatestRowLength: Int
    let grid: Grid
    // Short lists keep the memory of a million rows small; they cost a tenth more time.
    var listCapacity: Int { rowCount > 300_000 ? 16 : 64 }
    var listWanted: Int32 { rowCount > 300_000 ? 10 : 40 }

    func score(_ row: Int, _ column: Int) -> Double {
        for position in rowStarts[row]..<rowStarts[row + 1]
        where columns[position] == Int32(truncatingIfNeeded: column) {
            return scores[position].onGrid(grid)
        }
        return -.infinity
    }

    @inline(__always) func scan(
        _ row: Int, _ board: UnsafePointer<matching_board>, spread: UnsafeMutablePointer<Double>,
        into list: UnsafeMutablePointer<matching_candidate>, outside: UnsafeMutablePointer<Double>
    ) -> Int32 {
        let start = rowStarts[row]
        return matching_scan_listed(
            Element.kind, scores + start, columns + start, Int64(rowStarts[row + 1] - start), board, list,
            outside)
    }

    func collect(
        _ row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        into found: UnsafeMutablePointer<Int32>, capacity: Int32
    ) -> Int32 {
        var count: Int32 = 0
        for position in rowStarts[row]..<rowStarts[row + 1] {
            let column = columns[position]
            if !(scores[position].onGrid(grid) - board.pointee.prices[Int(column)] >= least) { continue }
            if count == capacity { return capacity + 1 }
            found[Int(count)] = column
            count += 1
        }
        return count
    }

    @inline(__always) func forEach(ofRow row: Int, _ visit: (Int, Double) -> Void) {
        for position in rowStarts[row]..<rowStarts[row + 1] {
            visit(Int(columns[position]), scores[position].onGrid(grid))
        }
    }

    @inline(__always) func forEach(ofRow row: Int, columns: [Int], _ visit: (Int, Double) -> Void) {
        forEach(ofRow: row, visit)
    }

    func columnIndex() -> ColumnIndex<CandidateSource> {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        let count = rowStarts[rowCount]
        for position in 0..<count { starts[Int(columns[position]) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var next = starts
        var rows = [Int32](repeating: 0, count: count)
        var positions = [Int](repeating: 0, count: count)
        for row in 0..<rowCount {
            for position in rowStarts[row]..<rowStarts[row + 1] {
                let column = Int(columns[position])
                rows[next[column]] = Int32(truncatingIfNeeded: row)
                positions[next[column]] = position
                next[column] += 1
            }
        }
        return ColumnIndex(starts: starts, rows: rows, positions: positions)
    }

    @inline(__always) func forEach(
        ofColumn column: Int, _ index: ColumnIndex<CandidateSource>, _ visit: (Int, Double) -> Void
    ) {
        for entry in index.starts[column]..<index.starts[column + 1] {
            visit(Int(index.rows[entry]), scores[index.positions[entry]].onGrid(grid))
        }
    }
}

/// Where the candidates of each column stand; empty for a matrix, where that is known anyway.
struct ColumnIndex<Source: ScoreSource> {
    let starts: [Int]
    let rows: [Int32]
    let positions: [Int]
}

/// A number that can be a score.
protocol ScoreElement: Sendable {
    /// The value on the grid, `-infinity` if it forbids.
    func onGrid(_ grid: Grid) -> Double
    /// Which number it is, as `matching_scan_listed` counts.
    static var kind: Int32 { get }
    /// Lists the best candidates of a row of a matrix.
    static func scan(
        _ row: UnsafePointer<Self>, _ board: UnsafePointer<matching_board>,
        _ spread: UnsafeMutablePointer<Double>,
        _ rotation: Int64, _ list: UnsafeMutablePointer<matching_candidate>,
        _ outside: UnsafeMutablePointer<Double>
    ) -> Int32
    /// Collects the columns worth `least` or more after their price.
    static func collect(
        _ row: UnsafePointer<Self>, _ board: UnsafePointer<matching_board>, _ least: Double,
        _ columns: UnsafeMutablePointer<Int32>, _ capacity: Int32
    ) -> Int32
}

extension Float: ScoreElement {
    static var kind: Int32 { 0 }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(Double(self))
        return value == value ? value : -.infinity
    }

    @inline(__always) static func scan(
        _ row: UnsafePointer<Float>, _ board: UnsafePointer<matching_board>,
        _ spread: UnsafeMutablePointer<Double>,
        _ rotation: Int64, _ list: UnsafeMutablePointer<matching_candidate>,
        _ outside: UnsafeMutablePointer<Double>
    ) -> Int32 {
        matching_scan_float(row, board, spread, rotation, list, outside)
    }

    static func collect(
        _ row: UnsafePointer<Float>, _ board: UnsafePointer<matching_board>, _ least: Double,
        _ columns: UnsafeMutablePointer<Int32>, _ capacity: Int32
    ) -> Int32 {
        matching_collect_float(row, board, least, columns, capacity)
    }
}

extension Double: ScoreElement {
    static var kind: Int32 { 1 }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(self)
        return value == value ? value : -.infinity
    }

    @inline(__always) static func scan(
        _ row: UnsafePointer<Double>, _ board: UnsafePointer<matching_board>,
        _ spread: UnsafeMutablePointer<Double>,
        _ rotation: Int64, _ list: UnsafeMutablePointer<matching_candidate>,
        _ outside: UnsafeMutablePointer<Double>
    ) -> Int32 {
        matching_scan_double(row, board, spread, rotation, list, outside)
    }

    static func collect(
        _ row: UnsafePointer<Double>, _ board: UnsafePointer<matching_board>, _ least: Double,
        _ columns: UnsafeMutablePointer<Int32>, _ capacity: Int32
    ) -> Int32 {
        matching_collect_double(row, board, least, columns, capacity)
    }
}

extension Int32: ScoreElement {
    static var kind: Int32 { 2 }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        self == .min ? -.infinity : Double(self)
    }

    @inline(__always) static func scan(
        _ row: UnsafePointer<Int32>, _ board: UnsafePointer<matching_board>,
        _ spread: UnsafeMutablePointer<Double>,
        _ rotation: Int64, _ list: UnsafeMutablePointer<matching_candidate>,
        _ outside: UnsafeMutablePointer<Double>
    ) -> Int32 {
        matching_scan_integer(row, board, spread, rotation, list, outside)
    }

    static func collect(
        _ row: UnsafePointer<Int32>, _ board: UnsafePointer<matching_board>, _ least: Double,
        _ columns: UnsafeMutablePointer<Int32>, _ capacity: Int32
    ) -> Int32 {
        matching_collect_integer(row, board, least, columns, capacity)
    }
}
