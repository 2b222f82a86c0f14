/// Runs the engine that suits `board`.
func fill(_ board: Board, watch: @escaping (Statistics, Int) -> Bool) -> Filling {
    var filling = fillOpenPlaces(board, watch: watch)
    filling.priceClosedPlaces(
        scores: board.scores, rowRoom: board.rowRoom, columnRoom: board.columnRoom, grid: board.grid)
    return filling
}

private func fillOpenPlaces(_ board: Board, watch: @escaping (Statistics, Int) -> Bool) -> Filling {
    if board.scores.elements.count == 0 { return board.filledWithNothing }
    switch board.scores {
    case .matrix(let matrix):
        switch matrix.elements {
        case .float(let values): return fill(board, matrix, values, watch: watch)
        case .double(let values): return fill(board, matrix, values, watch: watch)
        case .integer(let values): return fill(board, matrix, values, watch: watch)
        }
    case .candidates(let list):
        switch list.elements {
        case .float(let values): return fill(board, list, values, watch: watch)
        case .double(let values): return fill(board, list, values, watch: watch)
        case .integer(let values): return fill(board, list, values, watch: watch)
        }
    }
}

private func fill<Element: ScoreElement>(
    _ board: Board, _ matrix: ScoreMatrix, _ values: [Element], watch: @escaping (Statistics, Int) -> Bool
) -> Filling {
    values.withUnsafeBufferPointer { buffer in
        guard let scores = buffer.baseAddress else { return board.filledWithNothing }
        return fill(
            board,
            MatrixSource(
                scores: scores, rowCount: matrix.rowCount, columnCount: matrix.columnCount, grid: board.grid,
                greatestMagnitude: board.magnitude),
            watch: watch)
    }
}

private func fill<Element: ScoreElement>(
    _ board: Board, _ list: CandidateScores, _ values: [Element], watch: @escaping (Statistics, Int) -> Bool
) -> Filling {
    values.withUnsafeBufferPointer { scores in
        list.columns.withUnsafeBufferPointer { columns in
            list.rowStarts.withUnsafeBufferPointer { starts in
                guard let scores = scores.baseAddress, let columns = columns.baseAddress,
                    let rowStarts = starts.baseAddress
                else { return board.filledWithNothing }
                let longest = (0..<list.rowCount).reduce(0) { max($0, rowStarts[$1 + 1] - rowStarts[$1]) }
                return fill(
                    board,
                    CandidateSource(
                        rowStarts: rowStarts, columns: columns, scores: scores, rowCount: list.rowCount,
                        columnCount: list.columnCount, greatestRowLength: longest, grid: board.grid),
                    watch: watch)
            }
        }
    }
}

private func fill<Source: ScoreSource>(
    _ board: Board, _ source: Source, watch: @escaping (Statistics, Int) -> Bool
) -> Filling {
    let isSmall = max(source.rowCount, source.columnCount) <= ClassicEngine<Source>.greatestSide
    if isSmall && board.hasSinglePlaces && board.floor == -.infinity && board.warmStart == nil {
        var engine = ClassicEngine(source, board)
        return engine.run()
    }
    // Where empty places are allowed, prices start at 0; on dense boards that are not wide the bids of the capacity engine, with its
    // searches for priced columns, are faster (measured: 13 against 33 ms at 1000 × 1000), elsewhere slower.
    let isDense = source.greatestRowLength == source.columnCount
    let suitsCapacities = board.floor > -.infinity && isDense && source.columnCount < 2 * source.rowCount
    if board.hasSinglePlaces && !suitsCapacities {
        let engine = AuctionEngine(source: source, board: board, watch: watch)
        if engine.isSquare || board.warmStart == nil { return engine.run(from: board.warmStart) }
    }
    return CapacityEngine(source: source, board: board, watch: watch).run(from: board.warmStart)
}

extension Board {
    /// Whether nobody takes more than one.
    fileprivate var hasSinglePlaces: Bool {
        !rowRoom.contains { $0 > 1 } && !columnRoom.contains { $0 > 1 }
    }

    /// What becomes of a board without any candidate.
    fileprivate var filledWithNothing: Filling {
        Filling(
            pairs: [], rowPrices: [Double](repeating: floor > -.infinity ? floor : 0, count: rowRoom.count),
            columnPrices: [Double](repeating: 0, count: columnRoom.count), statistics: Statistics(),
            ending: floor == -.infinity && rowRoom.contains { $0 > 0 } ? .blocked : .finished)
    }
}
