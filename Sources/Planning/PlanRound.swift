public import Domain
public import Scoring

/// Plans one night for one alliance: which pairings to begin and which to end.
///
/// The round of ``planNight(from:by:policy:on:seed:news:)``.
public func planRound(
    from snapshot: Snapshot, by posterior: Posterior, policy: Policy, on day: Day, seed: UInt64,
    news: News = News()
) throws(PlanningError) -> Round {
    try planNight(from: snapshot, by: posterior, policy: policy, on: day, seed: seed, news: news).round
}

/// Plans one night for one alliance, and can answer for it.
///
/// Pure and deterministic: the same snapshot, posterior, policy, day, seed and news give the same round, byte by byte, on any
/// machine and whatever order pairings, rules and accounts are told in. The best set of pairs is found exactly, on the
/// posterior mean of the chemistry and within the policy's numbers of changes; its prices say what each person's best use is
/// worth tonight, and untried pairs then gain what a trial of them would be worth as knowledge above those prices, so that
/// exploring is paid for only where it can change the plan.
///
/// - Parameters:
///   - snapshot: the alliance as it is.
///   - posterior: a model of the same people, in the same order.
///   - policy: how the alliance wants its nights planned.
///   - day: the night.
///   - seed: decides the lots of exploration where the policy draws any.
///   - news: what has come to be known since the last round.
/// - Returns: the changes to propose; pairs that are proposed, accepted or on trial keep their places until their
///   people decide.
/// - Throws: ``PlanningError``.
/// - Complexity: that of a few `solve` on (people with room on side a) × (on side b), or on candidate lists beyond the
///   policy's limit.
/// - Source: Frazier, Powell & Dayanik 2009, doi:10.1287/ijoc.1080.0314 (knowledge gradient).
public func planNight(
    from snapshot: Snapshot, by posterior: Posterior, policy: Policy, on day: Day, seed: UInt64,
    news: News = News()
) throws(PlanningError) -> NightPlan {
    guard posterior.personKeys == snapshot.people.map(\.key) else { throw .modelOfOtherPeople }
    var board = Board(snapshot, on: day, policy)
    let utilities = Utilities(board, snapshot, posterior, policy)
    var night = NightProblem(board, utilities, policy)
    if policy.objective == .worstFirst { try night.raiseFloorToFairest() }
    var budget = ChurnBudget(night)
    let exploited = try budget.best()
    if exploited.isExceeded, let limit = policy.changesPerNight {
        board.warnings.append(
            "Rules alone force more changes than the \(limit) that the policy allows for one night.")
    }
    let explored = try Exploration(
        board: board, utilities: utilities, policy: policy, plan: exploited, budget: budget
    ).outcome(posterior, seed: seed, day: day)
    let plan = Plan(
        snapshot: snapshot, posterior: posterior, board: board, utilities: utilities,
        exploited: exploited.pairs,
        explored: explored, news: news)
    let stability = Stability(plan.pairs, night)
    let report = RoundReport(
        frontier: exploited.frontier, proposed: budget.point(of: exploited.pairs), budgetGap: exploited.gap,
        explorers: explored.people,
        explorationCost: explored.cost, blockingPairs: stability.strongest(10, board),
        blockingPairCount: stability.count)
    let round = Round(
        day: day, seed: seed, utility: plan.utility, presentUtility: plan.presentUtility,
        changes: plan.changes(), warnings: board.warnings, report: report)
    return NightPlan(round: round, plan: plan, night: budget.night, basis: exploited)
}
