import Matching

/// Prices in the middle of all that prove a plan best.
///
/// Optimal prices are seldom unique: in the extremes one side has all of the surplus, and many pairs look as good as made.
/// What a pair would have to gain is judged by the mean of both extremes, which is optimal too. Where somebody takes several
/// pairs, or the extremes are too far to find, the solver's own prices serve.
struct MiddlePrices {
    private(set) var rows: [Double]
    private(set) var columns: [Double]

    /// Passes over all pairs after which the search for the extremes is given up.
    private static let mostPasses = 100

    /// Finds the extremes by relaxation (Bellman and Ford). O(passes × pairs).
    init(_ outcome: ChurnBudget.Outcome, _ night: NightProblem) {
        rows = outcome.solution.rowPrices
        columns = outcome.solution.columnPrices
        let board = night.board
        let isSingle = !board.rowCapacities.contains { $0 > 1 } && !board.columnCapacities.contains { $0 > 1 }
        guard isSingle, night.pins.isEmpty, night.present.isEmpty, outcome.surcharge == 0 else { return }
        let market = Market(outcome.solution.pairs, night)
        guard let one = market.lowestColumnPrices(Self.mostPasses),
            let other = market.lowestRowPrices(Self.mostPasses)
        else { return }
        for row in rows.indices { rows[row] = (one.rows[row] + other.rows[row]) / 2 }
        for column in columns.indices { columns[column] = (one.columns[column] + other.columns[column]) / 2 }
    }
}

/// A plan in which everybody takes one at most.
private struct Market {
    let layout: PairLayout
    let values: [Float]
    let least: Double
    private var columnOfRow: [Int]
    private var rowOfColumn: [Int]
    private var own: [Double]

    init(_ pairs: [Pair], _ night: NightProblem) {
        layout = night.layout
        values = night.values
        least = night.policy.leastUtility
        columnOfRow = Array(repeating: -1, count: layout.rowCount)
        rowOfColumn = Array(repeating: -1, count: layout.columnCount)
        own = Array(repeating: night.policy.leastUtility, count: layout.rowCount)
        for pair in pairs {
            columnOfRow[pair.row] = pair.column
            rowOfColumn[pair.column] = pair.row
            own[pair.row] = night.value(pair)
        }
    }

    /// Raises column prices from 0 until no pair lies above its prices.
    func lowestColumnPrices(_ passes: Int) -> (rows: [Double], columns: [Double])? {
        var prices = [Double](repeating: 0, count: layout.columnCount)
        for _ in 0..<passes {
            var moved = false
            for row in 0..<layout.rowCount {
                let price = own[row] - (columnOfRow[row] < 0 ? 0 : prices[columnOfRow[row]])
                for position in layout.range(ofRow: row) {
                    let column = layout.column(at: position, row: row)
                    let offer = Double(values[position]) - price
                    if offer > prices[column] + 1e-9 {
                        prices[column] = offer
                        moved = true
                    }
                }
            }
            if !moved {
                let rows = own.indices.map { own[$0] - (columnOfRow[$0] < 0 ? 0 : prices[columnOfRow[$0]]) }
                return (rows, prices)
            }
        }
        return nil
    }

    /// Raises row prices from the least until no pair lies above its prices.
    func lowestRowPrices(_ passes: Int) -> (rows: [Double], columns: [Double])? {
        var prices = [Double](repeating: least, count: layout.rowCount)
        func columns() -> [Double] {
            rowOfColumn.map { $0 < 0 ? 0 : own[$0] - prices[$0] }
        }
        for _ in 0..<passes {
            let offered = columns()
            var moved = false
            for row in 0..<layout.rowCount {
                for position in layout.range(ofRow: row) {
                    let offer = Double(values[position]) - offered[layout.column(at: position, row: row)]
                    if offer > prices[row] + 1e-9 {
                        prices[row] = offer
                        moved = true
                    }
                }
            }
            if !moved { return (prices, columns()) }
        }
        return nil
    }
}
