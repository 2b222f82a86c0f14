import Domain
import Matching
import Scoring

/// Chooses trial pairings for what they teach: the knowledge gradient above tonight's prices.
///
///     bonus = weight · horizon · σ · (φ(z) - z · Φ(-z)),   z = (price of a + price of b - utility) / σ
///
/// where σ is how far a trial moves what is believed of the pair: the expected gain over the best other use of both
/// people, for as long as a good counterpart is expected to stay. Bonuses go to pairs that never worked together and whose
/// people are not protected. The plan with bonuses differs from the one without in parts that can be taken or left one by
/// one: those that teach the most for what they cost are taken, up to the policy's share, each by the seed's lot.
struct Exploration {
    let board: Board
    let utilities: Utilities
    let policy: Policy
    /// The plan without exploring.
    let plan: ChurnBudget.Outcome
    let budget: ChurnBudget

    /// What exploring makes of the plan.
    struct Outcome {
        /// The pairs, ascending.
        var pairs: [Pair]
        /// New pairs that are made for what they teach.
        var explored: Set<Pair> = []
        /// Probabilities of pairs over which lots were drawn, of being proposed to stand; 1 or 0 for all others.
        var chances: [Pair: Double] = [:]
        var cost = 0.0
        var people = 0
    }

    /// The plan with the policy's share of exploration.
    func outcome(_ posterior: Posterior, seed: UInt64, day: Day) throws(PlanningError) -> Outcome {
        let nothing = Outcome(pairs: plan.pairs)
        guard policy.explorationWeight > 0, policy.explorationHorizon > 0, policy.explorationShare > 0,
            let spread = TrialSpread(board, utilities, posterior)
        else { return nothing }
        let bonuses = bonuses(spread)
        let explored = try solved(bonuses)
        return chosen(explored, bonuses, seed: seed, day: day)
    }

    private func bonuses(_ spread: TrialSpread) -> [Float] {
        let layout = utilities.layout
        let weight = policy.explorationWeight * policy.explorationHorizon
        let prices = MiddlePrices(plan, budget.night)
        var bonuses = [Float](repeating: 0, count: utilities.values.count)
        for row in 0..<layout.rowCount {
            let price = prices.rows[row]
            for position in layout.range(ofRow: row) {
                let value = Double(budget.night.values[position])
                guard value.isFinite else { continue }
                let column = layout.column(at: position, row: row)
                let slack = price + prices.columns[column] - value
                bonuses[position] = Float(
                    weight * expectedGain(over: slack, deviation: spread.deviation(at: value)))
            }
        }
        for dyad in board.standing.tried {
            if let place = board.position(dyad), let position = layout.position(of: place) {
                bonuses[position] = 0
            }
        }
        return bonuses
    }

    /// The best pairs with bonuses. Confirmed pairs that the plan keeps are not given up for learning, and whoever is protected
    /// keeps what the plan without bonuses gives.
    private func solved(_ bonuses: [Float]) throws(PlanningError) -> [Pair] {
        var night = budget.night
        let present = Set(night.present)
        let fixed = plan.pairs.filter { present.contains($0) || isProtected($0) }
        for index in night.values.indices { night.values[index] += bonuses[index] }
        for pair in fixed { night.forbid(pair) }
        night.pins = night.pins.filter { !present.contains($0) && !isProtected($0) }
        var problem = night.problem(surcharge: min(plan.surcharge, 1000), after: plan.solution)
        var (rows, columns) = (board.rowCapacities, board.columnCapacities)
        for pair in fixed {
            rows[pair.row] -= 1
            columns[pair.column] -= 1
        }
        if let limit = policy.changesPerPerson {
            // All that is left to make is new; pins are not counted.
            var (pinsOfRow, pinsOfColumn): ([Int: Int32], [Int: Int32]) = ([:], [:])
            for pin in night.pins {
                pinsOfRow[pin.row, default: 0] += 1
                pinsOfColumn[pin.column, default: 0] += 1
            }
            let most = Int32(clamping: limit)
            for row in rows.indices { rows[row] = min(rows[row], max(most, pinsOfRow[row] ?? 0)) }
            for column in columns.indices {
                columns[column] = min(columns[column], max(most, pinsOfColumn[column] ?? 0))
            }
        }
        for row in board.protectedRows { rows[row] = 0 }
        for column in board.protectedColumns { columns[column] = 0 }
        problem.rowCapacities = rows
        problem.columnCapacities = columns
        problem.presentPairs = []
        return (try certified(problem).pairs + fixed).sorted()
    }

    private func isProtected(_ pair: Pair) -> Bool {
        board.protectedRows.contains(pair.row) || board.protectedColumns.contains(pair.column)
    }
}
