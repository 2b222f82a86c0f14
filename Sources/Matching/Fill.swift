/// Runs the engine that suits `board`.
func fill(_ board: Board, watch: (Statistics, Int) -> Bool) -> Filling {
    var filling = fillOpenPlaces(board, watch: watch)
    filling.priceClosedPlaces(
        scores: board.scores, rowRoom: board.rowRoom, columnRoom: board.columnRoom, grid: board.grid)
    return filling
}

private func fillOpenPlaces(_ board: Board, watch: (Statistics, Int) -> Bool) -> Filling {
    switch board.scores {
    case .matrix(let matrix):
        switch matrix.elements {
        case .float(let values): fill(board, matrix, values, watch: watch)
        case .double(let values): fill(board, matrix, values, watch: watch)
        case .integer(let values): fill(board, matrix, values, watch: watch)
        }
    case .candidates(let list):
        fill(board, candidates: list, watch: watch)
    }
}

private func fill<Element: ScoreElement>(
    _ board: Board, _ matrix: ScoreMatrix, _ values: [Element], watch: (Statistics, Int) -> Bool
) -> Filling {
    values.withUnsafeBufferPointer { buffer in
        guard let scores = buffer.baseAddress, !buffer.isEmpty else {
            return Filling(
                pairs: [], rowPrices: [Double](repeating: max(board.floor, 0), count: matrix.rowCount),
                columnPrices: [Double](repeating: 0, count: matrix.columnCount), statistics: Statistics(),
                ending: board.floor == -.infinity && board.rowRoom.contains { $0 > 0 } ? .blocked : .finished)
        }
        let source = MatrixSource(
            scores: scores, rowCount: matrix.rowCount, columnCount: matrix.columnCount, grid: board.grid)
        var engine = PathEngine(
            source: source, rowRoom: board.rowRoom, columnRoom: board.columnRoom, floor: board.floor)
        let (complete, blocked) = engine.run { watch($0, 0) }
        return engine.filling(ending: complete ? .finished : blocked == nil ? .stopped : .blocked)
    }
}

private func fill(_ board: Board, candidates: CandidateScores, watch: (Statistics, Int) -> Bool) -> Filling {
    var engine = PathEngine(
        source: CandidateSource(list: candidates, grid: board.grid), rowRoom: board.rowRoom,
        columnRoom: board.columnRoom, floor: board.floor)
    let (complete, blocked) = engine.run { watch($0, 0) }
    return engine.filling(ending: complete ? .finished : blocked == nil ? .stopped : .blocked)
}

/// Candidate lists, read one by one.
struct CandidateSource: ScoreSource {
    let list: CandidateScores
    let grid: Grid
    var rowCount: Int { list.rowCount }
    var columnCount: Int { list.columnCount }

    func score(_ row: Int, _ column: Int) -> Double {
        for position in list.rowStarts[row]..<list.rowStarts[row + 1]
        where list.columns[position] == Int32(column) {
            return list.elements[position].onGrid(grid)
        }
        return -.infinity
    }
}

extension PathEngine {
    /// The pairs and prices as they stand.
    func filling(ending: Filling.Ending) -> Filling {
        var pairs: [Pair] = []
        for (row, columns) in columnsOfRow.enumerated() {
            pairs += columns.sorted().map { Pair(row: row, column: Int($0)) }
        }
        return Filling(
            pairs: pairs, rowPrices: rowPrices, columnPrices: columnPrices, statistics: statistics,
            ending: ending)
    }
}
