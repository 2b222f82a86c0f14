internal import Matching

extension MatchingProblem {
    /// What an empty place is worth, where that rules.
    var threshold: Double? {
        if case .allowed(let threshold) = unmatched { threshold } else { nil }
    }

    /// How far a sum of as many scores may be off by adding them in doubles.
    var precision: Double {
        if scores.areWhole { return 0 }
        var greatest = max(threshold?.magnitude ?? 0, presentPairBonus)
        let elements = scores.numbers
        for position in 0..<elements.count where elements[position].isFinite {
            greatest = max(greatest, elements[position].magnitude)
        }
        return greatest * Double(rowCount + columnCount + pins.count) * 0x1p-48
    }

    /// The same problem with rows and columns swapped; `nil` for candidate lists and broken problems.
    var turned: MatchingProblem? {
        guard case .matrix(let matrix) = scores else { return nil }
        let positions = (0..<columnCount).flatMap { column in
            (0..<rowCount).map { $0 * columnCount + column }
        }
        let elements: ScoreElements =
            switch matrix.elements {
            case .float(let values): .float(positions.map { values[$0] })
            case .double(let values): .double(positions.map { values[$0] })
            case .integer(let values): .integer(positions.map { values[$0] })
            }
        var other = self
        other.scores = .matrix(
            ScoreMatrix(rowCount: columnCount, columnCount: rowCount, elements: elements))
        (other.rowCapacities, other.columnCapacities) = (columnCapacities, rowCapacities)
        other.pins = pins.map { Pair(row: $0.column, column: $0.row) }
        other.presentPairs = presentPairs.map { Pair(row: $0.column, column: $0.row) }
        other.warmStart = nil
        return other
    }
}

extension Scores {
    /// The numbers, whichever way they are arranged.
    var numbers: ScoreElements {
        switch self {
        case .matrix(let matrix): matrix.elements
        case .candidates(let list): list.elements
        }
    }

    /// Whether they are whole numbers.
    var areWhole: Bool {
        if case .integer = numbers { true } else { false }
    }

    /// The score of a pair, `-infinity` if it is forbidden.
    func value(_ row: Int, _ column: Int) -> Double {
        switch self {
        case .matrix(let matrix):
            return matrix.elements[row * matrix.columnCount + column]
        case .candidates(let list):
            let range = list.rowStarts[row]..<list.rowStarts[row + 1]
            return range.first { list.columns[$0] == Int32(column) }.map { list.elements[$0] } ?? -.infinity
        }
    }
}

extension MatchingError {
    /// Whether what it says about the problem can be seen there.
    func isTrue(of problem: MatchingProblem) -> Bool {
        switch self {
        case .infeasible(let rows, let columns):
            return problem.isClash(rows: rows, columns: columns)
        case .notANumber(let pair):
            return problem.nanPolicy == .isAnError && problem.scores.value(pair.row, pair.column).isNaN
        case .outOfRange(let pair):
            let value = problem.scores.value(pair.row, pair.column)
            return value == .infinity || (value.isFinite && value.magnitude > 0x1p960)
        case .forbiddenPin(let pair):
            return problem.pins.contains(pair) && !(problem.scores.value(pair.row, pair.column) > -.infinity)
        case .pinsExceedCapacity(let side, let index, let pins, let capacity):
            let capacities = side == .rows ? problem.rowCapacities : problem.columnCapacities
            let found = problem.pins.count { (side == .rows ? $0.row : $0.column) == index }
            return found == pins && capacities?[index] ?? 1 == capacity && pins > Int(capacity)
        default:
            return true
        }
    }
}

extension MatchingProblem {
    /// Whether the smaller of both sides cannot be filled because of these rows and columns: whoever they belong to may only go to
    /// the others, and there are too few places (each pair once, pins aside).
    fileprivate func isClash(rows: [Int], columns: [Int]) -> Bool {
        var rowRoom = (rowCapacities ?? [Int32](repeating: 1, count: rowCount)).map(Int.init)
        var columnRoom = (columnCapacities ?? [Int32](repeating: 1, count: columnCount)).map(Int.init)
        for pin in pins {
            rowRoom[pin.row] -= 1
            columnRoom[pin.column] -= 1
        }
        let isTurned = columnRoom.reduce(0, +) < rowRoom.reduce(0, +)
        let pinned = Set(pins)
        func isAllowed(_ row: Int, _ column: Int) -> Bool {
            scores.value(row, column) > -.infinity && !pinned.contains(Pair(row: row, column: column))
        }
        if isTurned {
            let crowd = columns.reduce(0) { $0 + columnRoom[$1] }
            let inside = rows.reduce(0) { $0 + rowRoom[$1] }
            let outside = (0..<rowCount).filter { !rows.contains($0) && rowRoom[$0] > 0 }
            let ways = columns.reduce(0) { sum, column in sum + outside.count { isAllowed($0, column) } }
            return crowd > inside + ways
        }
        let crowd = rows.reduce(0) { $0 + rowRoom[$1] }
        let inside = columns.reduce(0) { $0 + columnRoom[$1] }
        let outside = (0..<columnCount).filter { !columns.contains($0) && columnRoom[$0] > 0 }
        let ways = rows.reduce(0) { sum, row in sum + outside.count { isAllowed(row, $0) } }
        return crowd > inside + ways
    }
}
