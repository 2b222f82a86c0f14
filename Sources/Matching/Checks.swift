/// Checks everything about a problem that can be checked without reading the scores.
func checkShape(of problem: MatchingProblem) throws(MatchingError) {
    try checkSides(of: problem)
    try checkCapacities(problem.rowCapacities, side: .rows, count: problem.rowCount)
    try checkCapacities(problem.columnCapacities, side: .columns, count: problem.columnCount)
    try checkPairs(problem.pins, in: problem)
    try checkPairs(problem.presentPairs, in: problem)
    try checkParameters(of: problem)
    if let start = problem.warmStart {
        try checkCount("warm start's column prices", start.columnPrices.count, problem.columnCount)
        try checkCount("warm start's row prices", start.rowPrices.count, problem.rowCount)
        for price in start.columnPrices + start.rowPrices where !price.isFinite {
            throw .badParameter("warm start's price", price)
        }
        for pair in start.pairs { try checkRange(of: pair, in: problem) }
    }
}

/// Scores beyond this would overflow when added.
let largestScore = 0x1p960

private func checkSides(of problem: MatchingProblem) throws(MatchingError) {
    let limit = Int(Int32.max) - 1
    if problem.rowCount > limit { throw .tooManyMembers(.rows, problem.rowCount) }
    if problem.columnCount > limit { throw .tooManyMembers(.columns, problem.columnCount) }
    switch problem.scores {
    case .matrix(let matrix):
        if matrix.rowCount < 0 || matrix.columnCount < 0 {
            throw .wrongCount(of: "members", expected: 0, found: min(matrix.rowCount, matrix.columnCount))
        }
        try checkCount("scores", matrix.elements.count, matrix.rowCount * matrix.columnCount)
    case .candidates(let list):
        try checkCandidates(list)
    }
}

private func checkCandidates(_ list: CandidateScores) throws(MatchingError) {
    if list.rowStarts.isEmpty { throw .wrongCount(of: "row starts", expected: 1, found: 0) }
    if list.columnCount < 0 { throw .wrongCount(of: "members", expected: 0, found: list.columnCount) }
    try checkCount("candidate scores", list.elements.count, list.columns.count)
    if list.rowStarts[0] != 0 { throw .brokenRowStarts(row: 0) }
    for row in 0..<list.rowCount where list.rowStarts[row] > list.rowStarts[row + 1] {
        throw .brokenRowStarts(row: row)
    }
    if list.rowStarts[list.rowCount] != list.columns.count { throw .brokenRowStarts(row: list.rowCount) }
    try checkColumns(of: list)
}

/// Every column in range and none twice in a row. Rows in ascending order need no memory of what was seen.
private func checkColumns(of list: CandidateScores) throws(MatchingError) {
    var lastSeenInRow: [Int32] = []
    for row in 0..<list.rowCount {
        var previous: Int32 = -1
        var ascends = true
        for position in list.rowStarts[row]..<list.rowStarts[row + 1] {
            let column = list.columns[position]
            if column < 0 || Int(column) >= list.columnCount {
                throw .noSuchPair(Pair(row: row, column: Int(column)))
            }
            if column <= previous { ascends = false }
            previous = column
        }
        if ascends { continue }
        if lastSeenInRow.isEmpty { lastSeenInRow = [Int32](repeating: -1, count: list.columnCount) }
        for position in list.rowStarts[row]..<list.rowStarts[row + 1] {
            let column = Int(list.columns[position])
            if lastSeenInRow[column] == row { throw .repeatedPair(Pair(row: row, column: column)) }
            lastSeenInRow[column] = Int32(row)
        }
    }
}

private func checkCapacities(_ capacities: [Int32]?, side: Side, count: Int) throws(MatchingError) {
    guard let capacities else { return }
    try checkCount("capacities of the \(side.rawValue)", capacities.count, count)
    for index in 0..<count where capacities[index] < 0 {
        throw .negativeCapacity(side, index: index, capacities[index])
    }
}

private func checkCount(_ what: String, _ found: Int, _ expected: Int) throws(MatchingError) {
    if found != expected { throw .wrongCount(of: what, expected: expected, found: found) }
}

private func checkRange(of pair: Pair, in problem: MatchingProblem) throws(MatchingError) {
    let rows = 0..<problem.rowCount
    let columns = 0..<problem.columnCount
    if !rows.contains(pair.row) || !columns.contains(pair.column) { throw .noSuchPair(pair) }
}

private func checkPairs(_ pairs: [Pair], in problem: MatchingProblem) throws(MatchingError) {
    for pair in pairs { try checkRange(of: pair, in: problem) }
    let sorted = pairs.sorted()
    for (left, right) in zip(sorted, sorted.dropFirst()) where left == right { throw .repeatedPair(left) }
}

private func checkParameters(of problem: MatchingProblem) throws(MatchingError) {
    let bonus = problem.presentPairBonus
    if !(bonus >= 0 && bonus <= largestScore) { throw .badParameter("present pair bonus", bonus) }
    try checkWhole("present pair bonus", bonus, in: problem)
    if case .allowed(let threshold) = problem.unmatched {
        if !(threshold.magnitude <= largestScore) { throw .badParameter("threshold", threshold) }
        try checkWhole("threshold", threshold, in: problem)
    }
    if problem.threadCount < 1 { throw .badParameter("thread count", Double(problem.threadCount)) }
}

private func checkWhole(_ what: String, _ value: Double, in problem: MatchingProblem) throws(MatchingError) {
    let elements: ScoreElements =
        switch problem.scores {
        case .matrix(let matrix): matrix.elements
        case .candidates(let list): list.elements
        }
    guard case .integer = elements else { return }
    if value.rounded() != value || value.magnitude > 0x1p30 { throw .notWhole(what, value) }
}
