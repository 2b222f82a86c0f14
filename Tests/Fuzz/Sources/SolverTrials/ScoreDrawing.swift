internal import Matching

/// Scores of any size, kind and nastiness.
struct ScoreDrawing {
    let rows: Int
    let columns: Int
    /// What the numbers are like; row after row, `-infinity` forbids.
    var values: [Double]
    /// How the numbers are kept.
    let storage: Storage

    enum Storage: CaseIterable { case float, double, integer, floatList, doubleList, integerList }

    private enum Pattern: CaseIterable {
        case noise, chemistry, constant, ties, product, line, clusters, magnitudes, tiny, huge, whole,
            largeWhole, sum, repeatedRows, few, heavyTail, scaledRows, scaledColumns, circle, nearTies
    }

    init(_ choices: inout Choices) {
        let sides = [0...1, 1...4, 1...4, 1...4, 2...12, 5...40, 30...90]
        let large = choices.once(in: 20) ? [100...160] : sides
        let sizes = choices.once(in: 40) ? [256...300, 512...560] : large
        rows = choices.one(of: Array(choices.one(of: sizes)))
        columns = choices.once(in: 3) ? choices.one(of: Array(choices.one(of: sizes))) : rows
        storage = choices.one(of: Storage.allCases)
        values = Self.values(rows, columns, &choices)
        let share = choices.one(of: [0, 0, 0, 0.05, 0.3, 0.8, 1])
        if share > 0 {
            for position in values.indices where choices.unit() < share { values[position] = -.infinity }
        }
    }

    private static func values(_ rows: Int, _ columns: Int, _ choices: inout Choices) -> [Double] {
        let left = (0..<rows).map { _ in choices.unit() }
        let right = (0..<columns).map { _ in choices.unit() }
        let pattern = choices.one(of: Pattern.allCases)
        let scale = choices.one(of: [1, 1, 1, 1000, 0x1p-20, 0x1p40, -1])
        let closeness = choices.one(of: [0x1p-20, 0x1p-23, 0x1p-26, 0x1p-45])
        return (0..<rows * columns).map { position in
            let (row, column) = (position / columns, position % columns)
            switch pattern {
            case .noise: return scale * choices.normal()
            case .chemistry: return scale * (3 * left[row] + 2 * right[column] + 0.3 * choices.normal())
            case .constant: return scale
            case .ties: return scale * (choices.unit() * 3).rounded(.down)
            case .product: return scale * left[row] * right[column]
            case .line: return -scale * (left[row] - right[column]).magnitude
            case .clusters:
                let isNear = Int(left[row] * 4) == Int(right[column] * 4)
                return scale * ((isNear ? 2 : 0) + 0.1 * choices.unit())
            case .magnitudes: return Self.anyMagnitude(-300...300, &choices)
            case .tiny: return Self.anyMagnitude(-1074 ... -1000, &choices)
            case .huge: return Self.anyMagnitude(900...959, &choices)
            case .whole: return Double(choices.below(20) - 5)
            case .largeWhole: return (choices.normal() * 0x1p30).rounded()
            case .sum: return scale * (left[row] + right[column])
            case .repeatedRows:
                return scale
                    * (right[column] * (17 + 31 * (left[row] * 10).rounded(.down))).truncatingRemainder(
                        dividingBy: 1)
            case .few: return choices.unit() < 0.02 ? scale * choices.unit() : 0
            case .heavyTail: return scale / (1e-6 + choices.unit())
            case .scaledRows: return Self.power(left[row]) * choices.unit()
            case .scaledColumns: return Self.power(right[column]) * choices.unit()
            case .circle:
                let distance = (left[row] - right[column]).magnitude
                return -scale * min(distance, 1 - distance)
            case .nearTies: return scale * (1 + closeness * (choices.unit() * 9).rounded(.down))
            }
        }
    }

    /// From 2⁻¹² to 2¹².
    private static func power(_ share: Double) -> Double {
        Double(sign: .plus, exponent: Int(share * 24) - 12, significand: 1 + share / 2)
    }

    private static func anyMagnitude(_ exponents: ClosedRange<Int>, _ choices: inout Choices) -> Double {
        let exponent = exponents.lowerBound + Int(choices.next() % UInt64(exponents.count))
        let sign: FloatingPointSign = choices.next() & 1 == 0 ? .plus : .minus
        return Double(sign: sign, exponent: exponent, significand: 1 + choices.unit() / 2)
    }

    /// The scores as the solver takes them. A number that its storage cannot hold becomes the next one that it can.
    var scores: Scores {
        switch storage {
        case .float, .double, .integer:
            return .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: elements(of: values)))
        case .floatList, .doubleList, .integerList:
            return .candidates(list)
        }
    }

    private var list: CandidateScores {
        var starts = [0]
        var listed: [Int32] = []
        var kept: [Double] = []
        for row in 0..<rows {
            // Odd rows list their candidates backwards, and forbidden ones too.
            let order = row % 2 == 0 ? Array(0..<columns) : (0..<columns).reversed()
            for column in order {
                let value = values[row * columns + column]
                if value == -.infinity && row % 2 == 0 { continue }
                listed.append(Int32(column))
                kept.append(value)
            }
            starts.append(listed.count)
        }
        return CandidateScores(
            columnCount: columns, rowStarts: starts, columns: listed, elements: elements(of: kept))
    }

    private func elements(of values: [Double]) -> ScoreElements {
        switch storage {
        case .float, .floatList:
            return .float(values.map { $0.isFinite ? Float(max(-3e38, min(3e38, $0))) : Float($0) })
        case .double, .doubleList:
            return .double(values)
        case .integer, .integerList:
            return .integer(
                values.map {
                    $0 == -.infinity || $0.isNaN
                        ? .min : Int32(max(-0x1p31 + 1, min(0x1p31 - 1, $0.rounded())))
                })
        }
    }

    /// Some rows, columns and single scores drawn anew, some forbidden, some allowed again.
    mutating func change(_ choices: inout Choices) {
        let share = choices.one(of: [0, 0.01, 0.1, 0.5, 1])
        let isFinite = values.first { $0.isFinite } ?? 1
        let size = max(isFinite.magnitude, 0x1p-1000)
        for row in 0..<rows where choices.unit() < share {
            for column in 0..<columns { values[row * columns + column] = size * choices.normal() }
        }
        for column in 0..<columns where choices.unit() < share {
            for row in 0..<rows { values[row * columns + column] = size * choices.normal() }
        }
        if values.isEmpty { return }
        for _ in 0..<choices.below(4) {
            let position = Int(choices.next() % UInt64(values.count))
            values[position] = choices.one(of: [-.infinity, size, 2 * size, 0])
        }
    }
}
