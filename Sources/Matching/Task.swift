internal import CMatchingKernels

/// A checked problem with pins and bonuses worked in, as the engines take it.
struct Task {
    /// Scores, with bonuses added and pins forbidden; the caller's own memory where nothing had to change.
    var scores: Scores
    /// Free places of every row after the pins.
    let rowRoom: [Int32]
    /// Free places of every column after the pins.
    let columnRoom: [Int32]
    /// The numbers on which scores and prices live.
    let grid: Grid
    /// The rule for empty places.
    var unmatched: UnmatchedRule

    /// No score is greater than this, or -this.
    let magnitude: Double
    /// Whether all scores have been looked through; if not, the engine's first pass does it, and may find that ``magnitude`` is too low.
    let isSurveyed: Bool

    /// Checks the scores, or leaves that to the engine where `trusts` allows and it reads all of them first; works pins and bonuses in.
    init(_ problem: MatchingProblem, trusts: Bool) throws(MatchingError) {
        let likely = trusts ? problem.likelyMagnitude : nil
        isSurveyed = likely == nil
        if let likely {
            magnitude = likely
        } else {
            magnitude = try checkedMagnitude(of: problem) + problem.presentPairBonus
        }
        grid =
            problem.scores.elements.areWhole
            ? .whole
            : Grid(
                magnitude: max(magnitude, problem.unmatched.magnitude),
                members: problem.rowCount + problem.columnCount)
        unmatched = problem.unmatched
        (rowRoom, columnRoom) = try roomBesidePins(problem)
        scores = try problem.scoresWithBonusAndPins()
    }
}

extension Scores {
    /// The numbers, whichever way they are arranged.
    var elements: ScoreElements {
        switch self {
        case .matrix(let matrix): matrix.elements
        case .candidates(let list): list.elements
        }
    }

    /// Where the score of a pair stands in ``elements``; `nil` if it is no candidate.
    func position(of pair: Pair) -> Int? {
        switch self {
        case .matrix(let matrix):
            return pair.row * matrix.columnCount + pair.column
        case .candidates(let list):
            let range = list.rowStarts[pair.row]..<list.rowStarts[pair.row + 1]
            return range.first { list.columns[$0] == Int32(pair.column) }
        }
    }

    /// The score of a pair, `-infinity` if it is forbidden by its score or by being no candidate.
    func score(of pair: Pair) -> Double {
        guard let position = position(of: pair) else { return -.infinity }
        let value = elements[position]
        return value.isNaN ? -.infinity : value
    }

    /// The pair whose score stands at `position`.
    func pair(at position: Int) -> Pair {
        switch self {
        case .matrix(let matrix):
            return Pair(row: position / matrix.columnCount, column: position % matrix.columnCount)
        case .candidates(let list):
            var low = 0
            var high = list.rowCount
            while high - low > 1 {
                let middle = (low + high) / 2
                if list.rowStarts[middle] <= position { low = middle } else { high = middle }
            }
            return Pair(row: low, column: Int(list.columns[position]))
        }
    }

    /// The same arrangement of other numbers.
    func with(_ elements: ScoreElements) -> Scores {
        switch self {
        case .matrix(let matrix):
            return .matrix(
                ScoreMatrix(rowCount: matrix.rowCount, columnCount: matrix.columnCount, elements: elements))
        case .candidates(let list):
            return .candidates(
                CandidateScores(
                    columnCount: list.columnCount, rowStarts: list.rowStarts, columns: list.columns,
                    elements: elements))
        }
    }
}

extension ScoreElements {
    /// Whether the numbers are integers.
    var areWhole: Bool {
        if case .integer = self { true } else { false }
    }

    /// Every number as a double, `-infinity` where it forbids.
    private var allAsDoubles: [Double] { (0..<count).map { self[$0] } }

    /// A copy in which some numbers are changed. Floats become doubles, so that a bonus is not rounded away.
    fileprivate func replacing(_ changes: [(position: Int, change: (Double) -> Double)]) -> ScoreElements {
        switch self {
        case .float(let values):
            return ScoreElements.double(values.map(Double.init)).replacing(changes)
        case .double(var values):
            for (position, change) in changes { values[position] = change(values[position]) }
            return .double(values)
        case .integer(var values):
            for (position, change) in changes where values[position] != .min {
                let changed = change(Double(values[position]))
                // Few bonuses lead beyond 32 bits; doubles hold these sums exactly.
                guard changed == -.infinity || changed <= Double(Int32.max) else {
                    return ScoreElements.double(allAsDoubles).replacing(changes)
                }
                values[position] = changed == -.infinity ? .min : Int32(changed)
            }
            return .integer(values)
        }
    }
}

extension UnmatchedRule {
    /// The greatest number in the rule.
    fileprivate var magnitude: Double {
        if case .allowed(let threshold) = self { threshold.magnitude } else { 0 }
    }
}

extension MatchingProblem {
    /// The problem's scores with bonuses added and pins forbidden; a copy is made only if there are any.
    fileprivate func scoresWithBonusAndPins() throws(MatchingError) -> Scores {
        var changes: [(position: Int, change: (Double) -> Double)] = []
        if presentPairBonus > 0 {
            let bonus = presentPairBonus
            for pair in presentPairs {
                if let position = scores.position(of: pair) { changes.append((position, { $0 + bonus })) }
            }
        }
        for pin in pins {
            guard let position = scores.position(of: pin), scores.score(of: pin) > -.infinity else {
                throw .forbiddenPin(pin)
            }
            changes.append((position, { _ in -.infinity }))
        }
        return changes.isEmpty ? scores : scores.with(scores.elements.replacing(changes))
    }
}

extension MatchingProblem {
    /// Twice the greatest magnitude among some rows, if the engine will read every row of this problem before anything else.
    fileprivate var likelyMagnitude: Double? {
        guard case .matrix(let matrix) = scores, rowCount >= 256, columnCount >= 64, pins.isEmpty,
            presentPairBonus == 0, objective == .total
        else { return nil }
        let rowPlaces = rowCapacities.map { $0.reduce(0) { $0 + Int($1) } } ?? rowCount
        let columnPlaces = columnCapacities.map { $0.reduce(0) { $0 + Int($1) } } ?? columnCount
        var isTurned = columnPlaces < rowPlaces
        if case .allowed = unmatched { isTurned = false }
        if isTurned || rowCapacities?.contains(0) == true { return nil }
        var magnitudes: [Double] = []
        for index in 0..<32 {
            let start = index * rowCount / 32 * columnCount
            let survey = matrix.elements.survey(start..<start + columnCount)
            if survey.is_suspect != 0 { return nil }
            magnitudes.append(survey.magnitude)
        }
        magnitudes.sort()
        // Where the greatest differ much, others may well be greater still.
        return magnitudes[31] <= 2 * magnitudes[23] ? 2 * magnitudes[31] : nil
    }
}

extension ScoreElements {
    /// What the scores at these positions hold.
    fileprivate func survey(_ range: Range<Int>) -> matching_survey {
        func survey<Element: ScoreElement>(_ values: [Element]) -> matching_survey {
            values.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return matching_survey() }
                return Element.survey(start + range.lowerBound, count: range.count)
            }
        }
        return switch self {
        case .integer(let values): survey(values)
        case .float(let values): survey(values)
        case .double(let values): survey(values)
        }
    }
}

private func roomBesidePins(_ problem: MatchingProblem) throws(MatchingError) -> ([Int32], [Int32]) {
    let rows = problem.rowCapacities ?? [Int32](repeating: 1, count: problem.rowCount)
    let columns = problem.columnCapacities ?? [Int32](repeating: 1, count: problem.columnCount)
    return (
        try room(rows, side: .rows, pinned: problem.pins.map(\.row)),
        try room(columns, side: .columns, pinned: problem.pins.map(\.column))
    )
}

private func room(_ capacities: [Int32], side: Side, pinned: [Int]) throws(MatchingError) -> [Int32] {
    var room = capacities
    for index in pinned { room[index] -= 1 }
    for index in pinned where room[index] < 0 {
        let pins = pinned.count { $0 == index }
        throw .pinsExceedCapacity(side, index: index, pins: pins, capacity: capacities[index])
    }
    return room
}

/// The greatest finite magnitude among the scores, after checking that none is NaN, +infinity or too large.
private func checkedMagnitude(of problem: MatchingProblem) throws(MatchingError) -> Double {
    let scores = problem.scores
    func check(_ value: Double, _ position: Int) throws(MatchingError) {
        if value.isNaN {
            if problem.nanPolicy == .isAnError { throw .notANumber(scores.pair(at: position)) }
        } else if value > largestScore || (value < -largestScore && value != -.infinity) {
            throw .outOfRange(scores.pair(at: position))
        }
    }
    if scores.elements.areWhole { return 0x1p31 }
    let survey = scores.elements.survey(0..<scores.elements.count)
    if survey.is_suspect != 0 {
        for position in 0..<scores.elements.count { try check(scores.elements[position], position) }
    }
    return survey.magnitude
}
