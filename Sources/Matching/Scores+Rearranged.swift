extension Scores {
    /// The same scores with the sides swapped.
    func transposed() -> Scores {
        switch self {
        case .matrix(let matrix):
            let elements: ScoreElements =
                switch matrix.elements {
                case .float(let values):
                    .float(values.transposed(rows: matrix.rowCount, columns: matrix.columnCount))
                case .double(let values):
                    .double(values.transposed(rows: matrix.rowCount, columns: matrix.columnCount))
                case .integer(let values):
                    .integer(values.transposed(rows: matrix.rowCount, columns: matrix.columnCount))
                }
            return .matrix(
                ScoreMatrix(rowCount: matrix.columnCount, columnCount: matrix.rowCount, elements: elements))
        case .candidates(let list):
            return .candidates(list.transposed())
        }
    }

    /// The scores of some rows and columns only, numbered anew in the given order.
    func part(rows: [Int], columns: [Int]) -> Scores {
        switch self {
        case .matrix(let matrix):
            let positions = rows.flatMap { row in columns.map { row * matrix.columnCount + $0 } }
            return .matrix(
                ScoreMatrix(
                    rowCount: rows.count, columnCount: columns.count,
                    elements: matrix.elements.gathered(positions)))
        case .candidates(let list):
            var newColumn = [Int32](repeating: -1, count: list.columnCount)
            for (index, column) in columns.enumerated() { newColumn[column] = Int32(index) }
            var starts = [0]
            var positions: [Int] = []
            var kept: [Int32] = []
            for row in rows {
                for position in list.rowStarts[row]..<list.rowStarts[row + 1] {
                    let column = newColumn[Int(list.columns[position])]
                    if column < 0 { continue }
                    positions.append(position)
                    kept.append(column)
                }
                starts.append(positions.count)
            }
            return .candidates(
                CandidateScores(
                    columnCount: columns.count, rowStarts: starts, columns: kept,
                    elements: list.elements.gathered(positions)))
        }
    }
}

extension Scores {
    /// Calls `visit` with every allowed column of a row and its score, in storage order.
    func forEachCandidate(ofRow row: Int, _ visit: (Int, Double) -> Void) {
        switch self {
        case .matrix(let matrix):
            for column in 0..<matrix.columnCount {
                let score = matrix.elements[row * matrix.columnCount + column]
                if score > -.infinity { visit(column, score) }
            }
        case .candidates(let list):
            for position in list.rowStarts[row]..<list.rowStarts[row + 1] {
                let score = list.elements[position]
                if score > -.infinity { visit(Int(list.columns[position]), score) }
            }
        }
    }
}

extension ScoreElements {
    /// The scores at the given positions, in that order.
    func gathered(_ positions: [Int]) -> ScoreElements {
        switch self {
        case .float(let values): .float(positions.map { values[$0] })
        case .double(let values): .double(positions.map { values[$0] })
        case .integer(let values): .integer(positions.map { values[$0] })
        }
    }
}

extension CandidateScores {
    /// The same candidates listed by column.
    func transposed() -> CandidateScores {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var next = starts
        var positions = [Int](repeating: 0, count: columns.count)
        var rows = [Int32](repeating: 0, count: columns.count)
        for row in 0..<rowCount {
            for position in rowStarts[row]..<rowStarts[row + 1] {
                let column = Int(columns[position])
                positions[next[column]] = position
                rows[next[column]] = Int32(row)
                next[column] += 1
            }
        }
        return CandidateScores(
            columnCount: rowCount, rowStarts: starts, columns: rows, elements: elements.gathered(positions))
    }
}

extension Array {
    /// The matrix stored row after row in this array, transposed block by block (a block of both fits the nearest cache).
    fileprivate func transposed(rows: Int, columns: Int) -> [Element] {
        let block = 16
        return [Element](unsafeUninitializedCapacity: count) { target, initialized in
            withUnsafeBufferPointer { source in
                for firstRow in stride(from: 0, to: rows, by: block) {
                    for firstColumn in stride(from: 0, to: columns, by: block) {
                        for row in firstRow..<Swift.min(firstRow + block, rows) {
                            for column in firstColumn..<Swift.min(firstColumn + block, columns) {
                                target.initializeElement(
                                    at: column &* rows &+ row, to: source[row &* columns &+ column])
                            }
                        }
                    }
                }
            }
            initialized = count
        }
    }
}
