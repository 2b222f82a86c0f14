import Matching

/// Which pairs of the board have a number, and where it stands: all of them, or candidates in compressed rows.
struct PairLayout {
    let rowCount: Int
    let columnCount: Int
    /// Where each row begins, and the column at each position, ascending within a row; nil when every pair has a number.
    let candidates: (rowStarts: [Int], columns: [Int32])?

    /// Every pair, row after row.
    init(rowCount: Int, columnCount: Int) {
        (self.rowCount, self.columnCount, candidates) = (rowCount, columnCount, nil)
    }

    /// Candidates only: for each row its columns, ascending.
    init(columnCount: Int, candidates lists: [[Int32]]) {
        rowCount = lists.count
        self.columnCount = columnCount
        var starts = [0]
        starts.reserveCapacity(lists.count + 1)
        var columns: [Int32] = []
        columns.reserveCapacity(lists.reduce(0) { $0 + $1.count })
        for list in lists {
            columns += list
            starts.append(columns.count)
        }
        candidates = (starts, columns)
    }

    /// How many pairs have a number.
    var count: Int { candidates?.columns.count ?? rowCount * columnCount }

    /// Positions of a row.
    func range(ofRow row: Int) -> Range<Int> {
        guard let candidates else { return row * columnCount..<(row + 1) * columnCount }
        return candidates.rowStarts[row]..<candidates.rowStarts[row + 1]
    }

    /// The column at a position of a row.
    func column(at position: Int, row: Int) -> Int {
        guard let candidates else { return position - row * columnCount }
        return Int(candidates.columns[position])
    }

    /// Where a pair stands; nil when it is no candidate. O(log candidates of the row).
    func position(of dyad: Board.Dyad) -> Int? {
        guard let candidates else { return dyad.a * columnCount + dyad.b }
        var (low, high) = (candidates.rowStarts[dyad.a], candidates.rowStarts[dyad.a + 1])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if Int(candidates.columns[middle]) < dyad.b { low = middle + 1 } else { high = middle }
        }
        return low < end && Int(candidates.columns[low]) == dyad.b ? low : nil
    }

    /// The numbers as the solver takes them.
    func scores(_ values: [Float]) -> Scores {
        guard let candidates else {
            return .matrix(
                ScoreMatrix(rowCount: rowCount, columnCount: columnCount, elements: .float(values)))
        }
        return .candidates(
            CandidateScores(
                columnCount: columnCount, rowStarts: candidates.rowStarts, columns: candidates.columns,
                elements: .float(values)))
    }
}
