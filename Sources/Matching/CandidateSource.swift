internal import CMatchingKernels

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

    func rawFloat(_ row: Int, _ column: Int) -> Float { Float(score(row, column)) }

    func scan(
        _ rows: UnsafePointer<Int32>, count: Int, _ work: UnsafeMutablePointer<matching_rows>, _ crew: Crew
    ) {
        for index in 0..<count {
            let row = Int(rows[index])
            let start = rowStarts[row]
            work.pointee.lengths[row] = matching_scan_listed(
                Element.kind, scores + start, columns + start, Int64(rowStarts[row + 1] - start),
                work.pointee.board, work.pointee.lists + row &* Int(work.pointee.board.pointee.capacity),
                work.pointee.outside + row)
        }
    }

    var rawScores: UnsafeRawPointer { UnsafeRawPointer(scores) }
    // A hundred thousand rows have some thousand late columns, of which a list holds next to none.
    var copiesLateScores: Bool { false }
    var ownScreen: UnsafeMutablePointer<Float>? { nil }
    var needsScreen: Bool { false }
    var hasWholeRows: Bool { false }

    func reach(
        _ row: Int, _ board: UnsafePointer<matching_board>, base: Double,
        _ distances: UnsafeMutablePointer<Double>, _ parents: UnsafeMutablePointer<Int32>
    ) -> Double {
        preconditionFailure("candidates are searched on lists")
    }

    func bid(
        _ row: Int, _ board: UnsafePointer<matching_board>, _ owners: UnsafePointer<Int32>, looksFor: Look
    ) -> matching_bid {
        preconditionFailure("candidates bid on lists")
    }

    func isSound(_ row: Int, _ bid: matching_bid) -> Bool {
        preconditionFailure("candidates are looked through before")
    }

    func findColumns(
        of row: Int, _ board: UnsafePointer<matching_board>, atLeast least: Double,
        _ words: UnsafeMutablePointer<UInt64>
    ) {
        preconditionFailure("candidates are searched on lists")
    }

    func areAlike(_ row: Int, _ other: Int) -> Bool {
        preconditionFailure("candidates are not compared")
    }

    func raise(_ prices: UnsafeMutablePointer<Double>, toRow row: Int, price: Double) {
        preconditionFailure("candidates are searched on lists")
    }

    var greatestMagnitude: Double { .infinity }

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
