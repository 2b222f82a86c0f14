public import Domain
import Matching
public import Scoring

/// Plans one night for one alliance: which pairings to begin and which to end.
///
/// Pure and deterministic. The best set of pairs is found exactly, on the posterior mean of the chemistry; its prices
/// say what each person's best use is worth tonight, and untried pairs then gain what a trial of them would be worth
/// as knowledge above those prices (the knowledge gradient), so that exploring is paid for only where it can change
/// the plan. The second solution is what is proposed.
///
/// - Parameters:
///   - snapshot: the alliance as it is.
///   - posterior: a model of the same people, in the same order.
///   - policy: how the alliance wants its nights planned.
///   - day: the night.
///   - seed: recorded with the round; two nights with equal input are equal whatever it is, since nothing is drawn.
/// - Returns: the changes to propose; pairs that are proposed, accepted or on trial keep their places until their
///   people decide.
/// - Throws: ``PlanningError``.
/// - Complexity: that of `solve` on (people with room on side a) × (on side b).
/// - Source: Frazier, Powell & Dayanik 2009, doi:10.1287/ijoc.1080.0314 (knowledge gradient).
public func planRound(
    from snapshot: Snapshot, by posterior: Posterior, policy: Policy, on day: Day, seed: UInt64
) throws(PlanningError) -> Round {
    guard posterior.personKeys == snapshot.people.map(\.key) else { throw .modelOfOtherPeople }
    let board = Board(snapshot, on: day, coolDownDays: policy.coolDownDays)
    try checkSize(rows: board.rows.count, columns: board.columns.count)
    let utilities = Utilities(board, snapshot, posterior, policy)
    let exploited = try certified(utilities.problem(board, policy))
    let bonuses = utilities.explorationBonuses(board, given: exploited, policy)
    let explored = try bonuses.map { bonuses throws(PlanningError) in
        try certified(utilities.adding(bonuses).problem(board, policy, after: exploited))
    }
    let plan = Plan(
        snapshot: snapshot, posterior: posterior, board: board, utilities: utilities, exploited: exploited,
        chosen: explored ?? exploited)
    return Round(
        day: day, seed: seed, utility: plan.utility, presentUtility: plan.presentUtility,
        changes: plan.changes(),
        warnings: board.warnings)
}

/// A plan of every possible pair takes some 20 bytes for each: refused in a sentence beyond 5 GB, rather than killed
/// for lack of memory.
func checkSize(rows: Int, columns: Int) throws(PlanningError) {
    guard rows * columns <= 250_000_000 else { throw .tooManyPairs(personsA: rows, personsB: columns) }
}

/// Solves, and has the solution checked by the certificate that shares no code with the solver.
private func certified(_ problem: MatchingProblem) throws(PlanningError) -> Solution {
    let solution: Solution
    do {
        solution = try solve(problem)
    } catch {
        throw .unsolvable("\(error)")
    }
    if let violation = violations(of: solution, in: problem).first { throw .uncertified("\(violation)") }
    return solution
}
