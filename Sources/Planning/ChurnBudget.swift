import Domain
import Matching

/// Finds the best plan within the policy's numbers of changes.
///
/// A surcharge on every change makes plans with fewer changes best; each such plan is exactly optimal for its own number
/// (Everett), and together they are the concave frontier of what so many changes can bring. Between two neighbours of the
/// frontier every part in which they differ brings exactly the surcharge for each of its changes, so taking parts until the
/// budget is full loses at most what the last, unfilled places would have brought.
///
/// - Source: Everett 1963, doi:10.1287/opre.11.3.399; Eisner & Severance 1976, doi:10.1145/321978.321982.
struct ChurnBudget {
    /// No utility comes near: nothing changes at this surcharge but what rules force.
    static let prohibitive = 10_000.0

    var night: NightProblem
    private let present: Set<Pair>

    init(_ night: NightProblem) {
        self.night = night
        present = Set(night.present)
    }

    /// A plan with what it took.
    struct Outcome {
        /// The pairs, ascending.
        var pairs: [Pair]
        /// A solution at ``surcharge``, whose prices the plan goes by.
        var solution: Solution
        var surcharge: Double
        var frontier: [FrontierPoint]
        /// How far the best plan within the budget can lie above at most.
        var gap: Double
        /// Whether rules alone force more changes than are allowed.
        var isExceeded = false
    }

    private struct Point {
        var solution: Solution
        var surcharge: Double
        var changes: Int
        var value: Double

        var shown: FrontierPoint { FrontierPoint(changes: changes, value: value) }
    }

    /// The best plan with at most `limit` changes.
    ///
    /// - Complexity: about log(changes) solutions where the limit binds, one where it does not.
    func best(within limit: Int?) throws(PlanningError) -> Outcome {
        let free = try point(surcharge: 0, after: nil)
        guard let limit, free.changes > limit else {
            return Outcome(
                pairs: free.solution.pairs, solution: free.solution, surcharge: 0, frontier: [free.shown],
                gap: 0)
        }
        var (low, high) = (try point(surcharge: Self.prohibitive, after: nil), free)
        var frontier = [low.shown, high.shown]
        if low.changes >= limit {
            return Outcome(
                pairs: low.solution.pairs, solution: low.solution, surcharge: Self.prohibitive,
                frontier: Self.sorted(frontier), gap: 0, isExceeded: low.changes > limit)
        }
        while high.changes - low.changes > 1 {
            let slope = (high.value - low.value) / Double(high.changes - low.changes)
            let middle = try point(surcharge: slope, after: high.solution)
            let line = low.value + slope * Double(middle.changes - low.changes)
            guard middle.value > line + 1e-6, middle.changes > low.changes, middle.changes < high.changes
            else {
                break
            }
            frontier.append(middle.shown)
            if middle.changes <= limit { low = middle } else { high = middle }
        }
        return filled(low, high, limit, frontier)
    }

    private func filled(_ low: Point, _ high: Point, _ limit: Int, _ frontier: [FrontierPoint]) -> Outcome {
        let slope = (high.value - low.value) / Double(high.changes - low.changes)
        let parts = Rearrangement(
            from: low.solution.pairs, to: high.solution.pairs, rowCount: night.board.rows.count
        ).parts.map { part in (part: part, changes: changes(part), value: value(part)) }
        let steps = parts.filter { $0.changes > 0 && $0.value > 0 }.sorted { $0.changes > $1.changes }
        var (pairs, left, reached) = (Set(low.solution.pairs), limit - low.changes, low.value)
        for step in steps where step.changes <= left {
            pairs.subtract(step.part.ended)
            pairs.formUnion(step.part.begun)
            left -= step.changes
            reached += step.value
        }
        let bound = low.value + slope * Double(limit - low.changes)
        return Outcome(
            pairs: pairs.sorted(), solution: low.solution, surcharge: low.surcharge,
            frontier: Self.sorted(frontier), gap: max(0, bound - reached))
    }

    private static func sorted(_ points: [FrontierPoint]) -> [FrontierPoint] {
        points.sorted { ($0.changes, $0.value) < ($1.changes, $1.value) }
    }

    private func point(surcharge: Double, after earlier: Solution?) throws(PlanningError) -> Point {
        let solution = try certified(night.problem(surcharge: surcharge, after: earlier))
        let reached = point(of: solution.pairs)
        return Point(
            solution: solution, surcharge: surcharge, changes: reached.changes, value: reached.value)
    }

    /// Where a plan stands: its changes and what it is worth.
    func point(of pairs: [Pair]) -> FrontierPoint {
        let value = pairs.reduce(0) { $0 + night.gain($1, isPresent: present.contains($1)) }
        return FrontierPoint(changes: changes(to: pairs), value: value)
    }

    /// Pairings begun and ended by a plan, pinned ones apart.
    func changes(to pairs: some Sequence<Pair>) -> Int {
        let pinned = Set(night.pins)
        var (begun, kept) = (0, 0)
        for pair in pairs {
            if present.contains(pair) { kept += 1 } else if !pinned.contains(pair) { begun += 1 }
        }
        return begun + present.count - kept
    }

    /// By how much taking a part raises the number of changes.
    func changes(_ part: Rearrangement.Part) -> Int {
        part.begun.reduce(0) { $0 + (present.contains($1) ? -1 : 1) }
            - part.ended.reduce(0) { $0 + (present.contains($1) ? -1 : 1) }
    }

    /// By how much taking a part raises the value.
    func value(_ part: Rearrangement.Part) -> Double {
        part.begun.reduce(0) { $0 + night.gain($1, isPresent: present.contains($1)) }
            - part.ended.reduce(0) { $0 + night.gain($1, isPresent: present.contains($1)) }
    }
}
