/// Finds the best pairs, with prices that prove it.
///
/// Pure and deterministic: the same problem gives the same pairs on any machine and any number of threads. Among solutions of
/// equal total the one found first is returned; the order of work depends on the numbers only, never on addresses or time.
///
/// ```swift
/// let scores: [Float] = [8, 6, 7,
///                        7, 2, 3]
/// let problem = MatchingProblem(
///     scores: .matrix(ScoreMatrix(rowCount: 2, columnCount: 3, elements: .float(scores))))
/// let solution = try solve(problem)
/// solution.assignment      // [2, 0]: 7 + 7 = 14
/// ```
///
/// - Parameters:
///   - problem: scores, capacities and rules. Its size, NaNs, infinities, pins and candidates are checked first.
///   - watch: is told about the progress now and then, and says whether to go on. If it says no, the best pairs so far are
///     returned with ``Solution/isComplete`` false and their proven ``Solution/gap``. It must not change anything.
/// - Returns: pairs, prices and gap; ``violations(of:in:)`` checks them independently.
/// - Throws: ``MatchingError``.
/// - Complexity: O((rows + columns)³) for a matrix at worst, a few passes over the scores as a rule; memory for about 24
///   candidates a row besides the scores.
/// - Source: Bertsekas 1988, doi:10.1007/BF02186476 (auction); Jonker & Volgenant 1987, doi:10.1007/BF02278710 (shortest paths).
public func solve(
    _ problem: MatchingProblem, watch: ((Progress) -> Bool)? = nil
) throws(MatchingError) -> Solution {
    try checkShape(of: problem)
    switch problem.objective {
    case .total:
        if let solution = try solveTotal(Task(problem, trusts: true), problem, watch: watch) {
            return solution
        }
    case .worstFirst:
        return try solveWorstFirst(Task(problem, trusts: false), problem, watch: watch)
    }
    guard let solution = try solveTotal(Task(problem, trusts: false), problem, watch: watch) else {
        preconditionFailure("scores that have been looked through are found unsound")
    }
    return solution
}

/// How far a solver has come.
public struct Progress: Sendable, Hashable {
    /// Places that are filled.
    public var filled: Int
    /// Places to fill on the smaller side.
    public var places: Int
    /// The work so far.
    public var statistics: Statistics
}
