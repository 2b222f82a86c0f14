import Matching

/// What somebody who knows the truth of a world would do, and how others are judged by it.
struct Oracle {
    /// The column of each row in the best matching.
    let assignment: [Int]
    /// True chemistry of the best matching, summed.
    let best: Double
    /// What a random matching brings on average.
    let random: Double
    /// Whether a column is right for a row, and a row for a column: among the tenth with the smallest slack under the prices
    /// of the best matching.
    let isRightForRow: [Bool]
    let isRightForColumn: [Bool]
    private let count: Int

    init(_ world: World) {
        count = world.count
        assignment = bestColumns(world.chemistry)
        best = assignment.enumerated().reduce(0) { $0 + world.chemistry[$1.offset, $1.element] }
        random = world.chemistry.values.reduce(0, +) / Double(count)
        let slack = Self.slack(world.chemistry, assignment)
        let most = max(1, (count + 9) / 10)
        isRightForRow = Self.smallest(most, of: slack).values.map { $0 == 1 }
        isRightForColumn = Self.smallest(most, of: slack.transposed).transposed.values.map { $0 == 1 }
    }

    /// Whether the counterpart of each row, then of each column, is right for them.
    func isRight(_ columns: [Int]) -> [Bool] {
        var right = Array(repeating: false, count: 2 * count)
        for (row, column) in columns.enumerated() {
            right[row] = isRightForRow[row * count + column]
            right[count + column] = isRightForColumn[row * count + column]
        }
        return right
    }

    /// Loss of a matching: 0 as good as the best, 1 no better than a random one.
    func regret(_ columns: [Int], _ world: World) -> Double {
        let total = columns.enumerated().reduce(0) { $0 + world.chemistry[$1.offset, $1.element] }
        return (best - total) / (best - random)
    }

    /// How far every pair lies below the prices of its two people, which are the mean of both extreme sets of optimal prices.
    private static func slack(_ chemistry: Table, _ assignment: [Int]) -> Table {
        let rows = chemistry.rowCount
        var inverse = Array(repeating: 0, count: rows)
        for (row, column) in assignment.enumerated() { inverse[column] = row }
        let (one, two) = (
            lowestColumnPrices(chemistry, assignment), lowestColumnPrices(chemistry.transposed, inverse)
        )
        let shift = (two.columns.reduce(0, +) - one.rows.reduce(0, +)) / Double(rows)
        var slack = Table(rows, rows)
        for row in 0..<rows {
            for column in 0..<rows {
                let rowPrice = (one.rows[row] + two.columns[row] - shift) / 2
                let columnPrice = (one.columns[column] + two.rows[column] + shift) / 2
                slack[row, column] = max(0, rowPrice + columnPrice - chemistry[row, column])
            }
        }
        return slack
    }

    /// Optimal prices in which the columns' are as low as can be, shifted to a mean of 0 (Bellman and Ford).
    private static func lowestColumnPrices(
        _ chemistry: Table, _ assignment: [Int]
    ) -> (rows: [Double], columns: [Double]) {
        let count = chemistry.rowCount
        var prices = Array(repeating: 0.0, count: count)
        for _ in 0...count {
            var next = prices
            for row in 0..<count {
                let own = chemistry[row, assignment[row]]
                let base = prices[assignment[row]] - own
                for column in 0..<count { next[column] = max(next[column], chemistry[row, column] + base) }
            }
            let moved = zip(prices, next).contains { abs($0 - $1) > 1e-10 }
            prices = next
            if !moved { break }
        }
        let mean = prices.reduce(0, +) / Double(count)
        prices = prices.map { $0 - mean }
        let rows = (0..<count).map { chemistry[$0, assignment[$0]] - prices[assignment[$0]] }
        return (rows, prices)
    }

    /// 1 at the smallest numbers of each row, 0 elsewhere.
    private static func smallest(_ most: Int, of table: Table) -> Table {
        var marks = Table(table.rowCount, table.columnCount)
        for row in 0..<table.rowCount {
            let order = (0..<table.columnCount).sorted { (table[row, $0], $0) < (table[row, $1], $1) }
            for column in order.prefix(most) { marks[row, column] = 1 }
        }
        return marks
    }
}

/// The column of each row in the matching of the greatest sum.
func bestColumns(_ scores: Table) -> [Int] {
    let matrix = ScoreMatrix(
        rowCount: scores.rowCount, columnCount: scores.columnCount, elements: .double(scores.values))
    guard let solution = try? solve(MatchingProblem(scores: .matrix(matrix))) else {
        preconditionFailure("finite scores of a square matrix always have a best matching")
    }
    return solution.assignment
}
