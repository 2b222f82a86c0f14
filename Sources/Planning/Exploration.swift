import Domain
import Matching
import Scoring

/// Chooses trial pairings for what they teach: an index of optimism that wears off as time runs out.
///
///     bonus = weight · (horizon / 8) · σ,   horizon at most 30
///
/// where σ is how far one more trial is expected to move what is believed of the pair. It is the same for all strangers
/// but for their place on the scale, a little more than half as much after one trial and less with every other. So whoever
/// has nobody good enough for the time that is left tries somebody new, a first good impression is tested before it is
/// trusted, and pairs that are known to be good stay. Whoever is protected is left out. The plan with
/// bonuses differs from the one without in parts that can be taken or left one by one: those that teach the most for what
/// they cost are taken, up to the policy's share, each by the seed's lot.
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
        guard policy.explorationWeight > 0, policy.explorationHorizon > 0, policy.explorationShare > 0 else {
            return nothing
        }
        let bonuses = bonuses(posterior)
        let explored = try solved(bonuses)
        return chosen(explored, bonuses, seed: seed, day: day)
    }

    /// Trials' time that make one deviation of bonus at a weight of 1.
    private static let trialsPerDeviation = 8.0
    /// Trials' time beyond which more of it makes nobody more patient.
    private static let mostTrials = 30.0

    private func bonuses(_ posterior: Posterior) -> [Float] {
        let layout = utilities.layout
        let weight =
            policy.explorationWeight * min(Self.mostTrials, policy.explorationHorizon)
            / Self.trialsPerDeviation
        let spread = TrialSpread(board, posterior)
        var bonuses = [Float](repeating: 0, count: utilities.values.count)
        for row in 0..<layout.rowCount {
            for position in layout.range(ofRow: row) {
                let value = Double(budget.night.values[position])
                guard value.isFinite else { continue }
                bonuses[position] = Float(weight * spread.deviation(at: value))
            }
        }
        for dyad in board.standing.tried {
            guard let place = board.position(dyad), let position = layout.position(of: place),
                budget.night.values[position].isFinite
            else { continue }
            bonuses[position] = Float(weight * posterior.trialDeviation(of: dyad.a, with: dyad.b))
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
