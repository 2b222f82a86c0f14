internal import Matching

extension MatchingProblem {
    /// A problem with any rules on drawn scores, as a caller in good faith would state it.
    init(_ drawing: ScoreDrawing, _ choices: inout Choices) {
        self.init(scores: drawing.scores)
        let most = choices.one(of: [1, 1, 2, 3, 40])
        if choices.once(in: 3) { rowCapacities = Self.capacities(rowCount, most, &choices) }
        if choices.once(in: 3) { columnCapacities = Self.capacities(columnCount, most, &choices) }
        switch choices.below(5) {
        case 0: unmatched = .notAllowed
        case 1, 2: unmatched = .allowed(below: Self.threshold(drawing, &choices))
        default: break
        }
        if choices.once(in: 4) && rowCount * columnCount > 0 { drawPins(&choices) }
        if choices.once(in: 4) { drawPresentPairs(drawing, &choices) }
        // Its flows take seconds on large boards in a build with sanitizers.
        if choices.once(in: 6) && rowCount * columnCount <= 2500 { objective = .worstFirst }
        if choices.once(in: 6) { threadCount = 2 }
    }

    private static func capacities(_ count: Int, _ most: Int, _ choices: inout Choices) -> [Int32] {
        (0..<count).map { _ in
            let places = Int32(truncatingIfNeeded: choices.next() % UInt64(most + 1))
            return places == 40 ? .max : places
        }
    }

    private static func threshold(_ drawing: ScoreDrawing, _ choices: inout Choices) -> Double {
        let some = drawing.values.first { $0.isFinite } ?? 0
        let value = choices.one(of: [0, some, -some, 2 * some, 1])
        switch drawing.storage {
        case .integer, .integerList: return max(-0x1p30, min(0x1p30, value.rounded()))
        case .float, .floatList: return max(-3e38, min(3e38, value))
        default: return max(-0x1p960, min(0x1p960, value))
        }
    }

    /// Pins that break no capacity; their pairs may turn out forbidden.
    private mutating func drawPins(_ choices: inout Choices) {
        var rows = rowCapacities ?? [Int32](repeating: 1, count: rowCount)
        var columns = columnCapacities ?? [Int32](repeating: 1, count: columnCount)
        var made = Set<Pair>()
        for _ in 0..<1 + choices.below(3) {
            let pin = Pair(row: choices.below(rowCount), column: choices.below(columnCount))
            if rows[pin.row] == 0 || columns[pin.column] == 0 || !made.insert(pin).inserted { continue }
            rows[pin.row] -= 1
            columns[pin.column] -= 1
            pins.append(pin)
        }
    }

    private mutating func drawPresentPairs(_ drawing: ScoreDrawing, _ choices: inout Choices) {
        presentPairs = (0..<min(rowCount, columnCount)).filter { _ in choices.next() % 3 > 0 }.map {
            Pair(row: $0, column: $0)
        }
        let some = (drawing.values.first { $0.isFinite } ?? 1).magnitude
        let bonus = choices.one(of: [0, 1, some / 2, some])
        presentPairBonus = drawing.storage.isWhole ? min(0x1p30, bonus.rounded()) : min(bonus, 0x1p950)
    }

    /// Breaks something that callers must not break.
    mutating func spoil(_ drawing: ScoreDrawing, _ choices: inout Choices) {
        let nonsense = [Double.nan, .infinity, -.infinity, -1, 0x1p970, 0.5]
        let index = choices.one(of: [-1, rowCount, columnCount, Int.max, Int.min, 0])
        switch choices.below(11) {
        case 0: rowCapacities = [Int32](repeating: choices.one(of: [-1, 1]), count: choices.below(5))
        case 1: columnCapacities = [Int32](repeating: .min, count: columnCount)
        case 2: unmatched = .allowed(below: choices.one(of: nonsense))
        case 3: pins = [Pair(row: index, column: 0), Pair(row: 0, column: index)]
        case 4: presentPairs = [Pair(row: index, column: index)]
        case 5: presentPairBonus = choices.one(of: nonsense)
        case 6: threadCount = choices.one(of: [0, -1, .min])
        case 7: scores = drawing.spoilt(&choices)
        case 8:
            nanPolicy = choices.once(in: 2) ? .forbids : .isAnError
            scores = drawing.withNonsense(&choices)
        case 9:
            warmStart = WarmStart(
                rowPrices: [0], columnPrices: [.nan], pairs: [Pair(row: index, column: index)])
        default:
            warmStart = WarmStart(
                rowPrices: [Double](repeating: choices.one(of: nonsense), count: rowCount),
                columnPrices: [Double](repeating: choices.one(of: nonsense), count: columnCount), pairs: [])
        }
    }

    /// Prices and pairs that have nothing to do with this problem.
    mutating func drawFalseStart(_ choices: inout Choices) {
        let size = choices.one(of: [0, 1, 1e6, 0x1p60, 0x1p200, 0x1p959])
        let pairs =
            rowCount * columnCount == 0
            ? []
            : (0..<rowCount).map { _ in
                Pair(
                    row: Int(choices.next() % UInt64(rowCount)),
                    column: Int(choices.next() % UInt64(columnCount)))
            }
        let sign = choices.one(of: [1.0, -1])
        warmStart = WarmStart(
            rowPrices: (0..<rowCount).map { _ in size * choices.unit() },
            columnPrices: (0..<columnCount).map { _ in sign * size * choices.unit() }, pairs: pairs)
    }
}

extension ScoreDrawing.Storage {
    /// Whether scores are whole numbers.
    var isWhole: Bool { self == .integer || self == .integerList }
}

extension ScoreDrawing {
    /// The scores with NaN, infinity or too large a number among them.
    func withNonsense(_ choices: inout Choices) -> Scores {
        var drawing = self
        for _ in 0..<1 + choices.below(3) where !values.isEmpty {
            drawing.values[Int(choices.next() % UInt64(values.count))] = choices.one(of: [
                .nan, -.nan, .infinity, 0x1p1000, -0x1p1000, .greatestFiniteMagnitude, -.infinity,
            ])
        }
        return drawing.scores
    }

    /// Scores whose arrangement is broken.
    func spoilt(_ choices: inout Choices) -> Scores {
        let some = ScoreElements.float((0..<choices.below(9)).map { Float($0) })
        let sides = [-1, 0, 1, 3, 1 << 31, 1 << 33, Int.max, Int.min]
        if choices.once(in: 2) {
            return .matrix(
                ScoreMatrix(
                    rowCount: choices.one(of: sides), columnCount: choices.one(of: sides), elements: some))
        }
        return .candidates(
            CandidateScores(
                columnCount: choices.one(of: sides),
                rowStarts: (0..<choices.below(5)).map { _ in choices.one(of: [0, 1, 2, 8, -1, .max]) },
                columns: (0..<choices.below(9)).map { _ in Int32(choices.below(5)) - 1 }, elements: some))
    }
}
