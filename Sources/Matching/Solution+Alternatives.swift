/// What forcing a pair would cost, and who would have to move.
public struct Displacement: Sendable, Hashable {
    /// The pair that is forced.
    public var forced: Pair
    /// How much utility the best solution with this pair loses; 0 or more, 0 for a pair that is made. (Negative if fewer empty places
    /// come first and the forced pair leaves more of them: see ``lostPairs``.)
    public var cost: Double
    /// How many pairs fewer are possible.
    public var lostPairs: Int
    /// Pairs that would end.
    public var ended: [Pair]
    /// Pairs that would begin, the forced one included.
    public var begun: [Pair]
}

extension Solution {
    /// The exact cost of forcing a pair, and everybody who moves because of it.
    ///
    /// The reduced cost `rowPrice + columnPrice - score` is a lower bound for it, known without any work; this solves the problem again with
    /// the pair pinned, from the present prices.
    ///
    /// - Parameters:
    ///   - pair: any allowed pair.
    ///   - problem: the problem that this solves.
    /// - Throws: ``MatchingError`` if the pair is forbidden or breaks a pin.
    /// - Complexity: a warm start: one pass over the scores as a rule.
    public func displacement(
        forcing pair: Pair, in problem: MatchingProblem
    ) throws(MatchingError) -> Displacement {
        if pairs.contains(pair) {
            return Displacement(forced: pair, cost: 0, lostPairs: 0, ended: [], begun: [])
        }
        var pinned = problem
        pinned.pins.append(pair)
        pinned.warmStart = WarmStart(self)
        let other = try solve(pinned)
        let before = Set(pairs)
        let after = Set(other.pairs)
        return Displacement(
            forced: pair, cost: worth(of: self, in: problem) - worth(of: other, in: problem),
            lostPairs: pairs.count - other.pairs.count, ended: before.subtracting(after).sorted(),
            begun: after.subtracting(before).sorted())
    }

    /// The cost of forcing a pair; see ``displacement(forcing:in:)``.
    public func displacementCost(ofForcing pair: Pair, in problem: MatchingProblem) throws(MatchingError)
        -> Double
    {
        try displacement(forcing: pair, in: problem).cost
    }

    /// The best other columns for a row: those whose forcing costs least, cheapest first.
    ///
    /// Reduced costs bound the true ones from below, so only as many are worked out exactly as can still be among the best.
    ///
    /// - Returns: at most `count` displacements; fewer if the row has fewer other allowed columns.
    /// - Complexity: one pass over the row and about `count` warm starts.
    public func alternatives(
        forRow row: Int, count: Int, in problem: MatchingProblem
    ) throws(MatchingError) -> [Displacement] {
        var candidates: [(bound: Double, column: Int)] = []
        let own = Set(pairs.filter { $0.row == row }.map(\.column))
        let isClosed = problem.columnCapacities.map { capacities in capacities.map { $0 == 0 } }
        problem.scores.forEachCandidate(ofRow: row) { column, score in
            if own.contains(column) || isClosed?[column] == true { return }
            candidates.append((rowPrices[row] + columnPrices[column] - score, column))
        }
        candidates.sort { ($0.bound, $0.column) < ($1.bound, $1.column) }
        var best: [Displacement] = []
        for candidate in candidates {
            if best.count == count, let worst = best.last, worst.cost <= candidate.bound { break }
            best.append(try displacement(forcing: Pair(row: row, column: candidate.column), in: problem))
            best.sort { ($0.cost, $0.forced) < ($1.cost, $1.forced) }
            if best.count > count { best.removeLast() }
        }
        return best
    }

    /// Pairs that are not made although both would rather be together, if everybody's wish is the score: the row's score with the column
    /// beats its worst present pair (or it has room), and the column's likewise.
    ///
    /// The greatest total does not rule them out; a stable matching would, at the price of a smaller total.
    ///
    /// - Complexity: one pass over the scores.
    /// - Source: Gale & Shapley 1962, doi:10.1080/00029890.1962.11989827.
    public func blockingPairs(in problem: MatchingProblem) -> [Pair] {
        var room = (
            rows: problem.rowCapacities ?? [Int32](repeating: 1, count: rowCount),
            columns: problem.columnCapacities ?? [Int32](repeating: 1, count: columnCount)
        )
        var worst = (
            rows: [Double](repeating: .infinity, count: rowCount),
            columns: [Double](repeating: .infinity, count: columnCount)
        )
        for pair in pairs {
            let score = problem.scores.score(of: pair)
            room.rows[pair.row] -= 1
            room.columns[pair.column] -= 1
            worst.rows[pair.row] = min(worst.rows[pair.row], score)
            worst.columns[pair.column] = min(worst.columns[pair.column], score)
        }
        var least = -Double.infinity
        if case .allowed(let threshold) = problem.unmatched { least = threshold }
        for row in 0..<rowCount where room.rows[row] > 0 { worst.rows[row] = least }
        for column in 0..<columnCount where room.columns[column] > 0 { worst.columns[column] = least }
        let made = Set(pairs)
        var blocking: [Pair] = []
        for row in 0..<rowCount where worst.rows[row] < .infinity {
            problem.scores.forEachCandidate(ofRow: row) { column, score in
                let pair = Pair(row: row, column: column)
                if score > worst.rows[row], score > worst.columns[column], !made.contains(pair) {
                    blocking.append(pair)
                }
            }
        }
        return blocking.sorted()
    }

    /// What is maximised once the number of pairs is settled.
    private func worth(of solution: Solution, in problem: MatchingProblem) -> Double {
        guard case .allowed(let threshold) = problem.unmatched else { return solution.utility }
        return solution.utility - threshold * Double(solution.pairs.count)
    }
}
