/// Solves for the greatest worst pair first, then for the greatest total.
///
/// A binary search over the scores finds the greatest floor under which as many pairs are possible as without it; then pairs below
/// it are forbidden. The floor is judged on the given scores, without bonuses.
///
/// - Complexity: O(log pairs) maximum flows, then one ``solveTotal(_:_:watch:)``.
func solveWorstFirst(
    _ task: Task, _ problem: MatchingProblem, watch: ((Progress) -> Bool)?
) throws(MatchingError) -> Solution {
    var lowest = -Double.infinity
    if case .allowed(let threshold) = problem.unmatched { lowest = threshold }
    let plain = FloorSearch(task, judged: problem.scores.forbidding(problem.pins))
    let most = plain.flow(atLeast: lowest).pairCount
    var limits = plain.allowedScores(atLeast: lowest)
    var low = 0
    var high = limits.count
    while high - low > 1 {
        let middle = (low + high) / 2
        if plain.flow(atLeast: limits[middle]).pairCount == most { low = middle } else { high = middle }
    }
    if limits.isEmpty || most == 0 { limits = [lowest] }
    let worst = limits[min(low, limits.count - 1)]
    var fair = task
    fair.scores = task.scores.forbidding(below: worst, judging: problem.scores)
    if case .allowed = fair.unmatched { fair.unmatched = .asFewAsPossible }
    var solved: Solution?
    do {
        solved = try solveTotal(fair, problem, watch: watch)
    } catch {
        // As many pairs are possible above the floor as without it, so this clashes too, and names all pairs that it may.
        solved = try solveTotal(task, problem, watch: watch)
    }
    guard var solution = solved else {
        preconditionFailure("scores that have been looked through are found unsound")
    }
    if most > 0 {
        solution.worstAllowed = worst
        solution.worstCover = plain.flow(atLeast: worst.nextUp).cover
    } else if lowest > -.infinity {
        // Nothing reaches the threshold, so nothing was allowed.
        solution.worstAllowed = lowest
    }
    return solution
}

/// Counts how many pairs are possible when bad pairs are forbidden.
private struct FloorSearch {
    let task: Task
    let judged: Scores

    init(_ task: Task, judged: Scores) {
        self.task = task
        self.judged = judged
    }

    /// The most pairs with scores of `limit` or better.
    func flow(atLeast limit: Double) -> Split {
        var split = Split(
            Board(
                scores: judged.forbidding(below: limit, judging: judged), rowRoom: task.rowRoom,
                columnRoom: task.columnRoom, floor: -.infinity, grid: task.grid, magnitude: task.magnitude,
                isSurveyed: true), start: [])
        split.fillAsManyAsPossible()
        return split
    }

    /// Every allowed score from `limit` up, ascending, each once.
    func allowedScores(atLeast limit: Double) -> [Double] {
        var values: [Double] = []
        for row in 0..<judged.rowCount {
            judged.forEachCandidate(ofRow: row) { if $1 >= limit { values.append($1) } }
        }
        values.sort()
        var distinct: [Double] = []
        for value in values where value != distinct.last { distinct.append(value) }
        return distinct
    }
}

extension Scores {
    /// The same scores with some pairs forbidden.
    fileprivate func forbidding(_ pairs: [Pair]) -> Scores {
        pairs.isEmpty ? self : with(elements.forbidding(Set(pairs.compactMap { position(of: $0) }).contains))
    }

    /// The same scores with every pair forbidden whose score in `judge` (arranged alike) is below `limit`.
    fileprivate func forbidding(below limit: Double, judging judge: Scores) -> Scores {
        let judged = judge.elements
        return with(elements.forbidding { judged[$0] < limit })
    }
}

extension ScoreElements {
    fileprivate func forbidding(_ isForbidden: (Int) -> Bool) -> ScoreElements {
        switch self {
        case .float(let values): .float(values.indices.map { isForbidden($0) ? -.infinity : values[$0] })
        case .double(let values): .double(values.indices.map { isForbidden($0) ? -.infinity : values[$0] })
        case .integer(let values): .integer(values.indices.map { isForbidden($0) ? .min : values[$0] })
        }
    }
}
