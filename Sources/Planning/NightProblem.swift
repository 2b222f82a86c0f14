import Matching

/// The matching problem of a night in its variations: prices of change, bonuses, floors, further rules.
struct NightProblem {
    let board: Board
    let layout: PairLayout
    let policy: Policy
    /// Worth of every pair, in points; -infinity forbids.
    var values: [Float]
    /// Pairs that must be made.
    var pins: [Pair]
    let present: [Pair]

    init(_ board: Board, _ utilities: Utilities, _ policy: Policy) {
        self.board = board
        self.policy = policy
        layout = utilities.layout
        values = utilities.values
        pins = board.pinned.map { Pair(row: $0.a, column: $0.b) }
        present = board.present.map { Pair(row: $0.a, column: $0.b) }
    }

    /// The problem when every pairing begun or ended costs `surcharge` points more.
    ///
    /// A new pair must then be worth that much more than the least, and one that stands that much less; twice the surcharge
    /// as a bonus on what stands, over the raised least, says the same.
    func problem(surcharge: Double = 0, after earlier: Solution? = nil) -> MatchingProblem {
        MatchingProblem(
            scores: layout.scores(values), rowCapacities: board.rowCapacities,
            columnCapacities: board.columnCapacities,
            unmatched: .allowed(below: policy.leastUtility + surcharge), pins: pins, presentPairs: present,
            presentPairBonus: policy.changeCost + 2 * surcharge, warmStart: earlier.map { WarmStart($0) })
    }

    /// Forbids every pair below a floor but those that stand or are pinned.
    mutating func raiseFloor(to floor: Double) {
        let kept = (present + pins).compactMap { pair in
            layout.position(of: Board.Dyad(a: pair.row, b: pair.column)).map { ($0, values[$0]) }
        }
        for index in values.indices where Double(values[index]) < floor { values[index] = -.infinity }
        for (position, value) in kept { values[position] = value }
    }

    /// Forbids one pair.
    mutating func forbid(_ pair: Pair) {
        if let position = layout.position(of: Board.Dyad(a: pair.row, b: pair.column)) {
            values[position] = -.infinity
        }
    }

    /// Worth of a pair above the least, and the price of change for one that stands.
    func gain(_ pair: Pair, isPresent: Bool) -> Double {
        let position = layout.position(of: Board.Dyad(a: pair.row, b: pair.column))
        let value = position.map { Double(values[$0]) } ?? -.infinity
        return value - policy.leastUtility + (isPresent ? policy.changeCost : 0)
    }
}

extension NightProblem {
    /// Forbids what is worse than the best possible worst new pair.
    mutating func raiseFloorToFairest() throws(PlanningError) {
        var fairest = problem()
        fairest.objective = .worstFirst
        if let floor = try certified(fairest).worstAllowed { raiseFloor(to: floor) }
    }
}

/// Solves, and has the solution checked by the certificate that shares no code with the solver.
func certified(_ problem: MatchingProblem) throws(PlanningError) -> Solution {
    let solution: Solution
    do {
        solution = try solve(problem)
    } catch {
        throw .unsolvable("\(error)")
    }
    if let violation = violations(of: solution, in: problem).first { throw .uncertified("\(violation)") }
    return solution
}
