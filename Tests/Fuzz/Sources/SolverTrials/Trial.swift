internal import CMatchingKernels
internal import Matching

/// One drawn problem put to the solver in every way, and what was wrong with the answers.
public struct Trial {
    /// What was wrong; empty if nothing was.
    public private(set) var faults: [String] = []
    /// What kinds of trial this was, for counting.
    public private(set) var kinds: Set<String> = []

    private var choices: Choices
    private var drawing: ScoreDrawing
    private var problem: MatchingProblem
    private var refusal: MatchingError?

    /// Draws a problem from bytes and tries the solver on it.
    public init(_ bytes: [UInt8]) { self.init(Choices(bytes)) }

    /// Draws a problem from a seed and tries the solver on it.
    public init(seed: Int) { self.init(Choices(seed: seed)) }

    private init(_ choices: Choices) {
        self.choices = choices
        drawing = ScoreDrawing(&self.choices)
        problem = MatchingProblem(drawing, &self.choices)
        if self.choices.once(in: 8) {
            problem.spoil(drawing, &self.choices)
            kinds.insert("spoilt")
        }
        run()
    }

    private mutating func run() {
        guard let solution = answer(to: problem) else { return }
        kinds.insert("solved")
        compareWithBruteForce(solution)
        compareWithOtherMachines(solution)
        compareWithOtherSide(solution)
        compareWithPin(solution)
        stopEarly()
        startWarm(from: solution)
    }

    /// The checked solution, or `nil` if the solver refused the problem for a reason that is true.
    private mutating func answer(to problem: MatchingProblem) -> Solution? {
        do {
            let solution = try solve(problem)
            check(solution, of: problem, problem.warmStart == nil ? "cold" : "warm")
            if !solution.isComplete { faults.append("not complete, though nobody stopped it") }
            return solution
        } catch {
            kinds.insert("refused")
            refusal = error
            if !error.isTrue(of: problem) { faults.append("refused for a reason that is not true: \(error)") }
            return nil
        }
    }

    private mutating func check(_ solution: Solution, of problem: MatchingProblem, _ how: String) {
        let found = violations(of: solution, in: problem)
        if !found.isEmpty { faults.append("\(how) certificate: \(found.prefix(3))") }
        if !solution.isComplete || !problem.scores.areWhole { return }
        if solution.gap != 0 { faults.append("\(how) gap \(solution.gap) among whole numbers") }
        let prices = solution.rowPrices + solution.columnPrices
        if prices.contains(where: { $0.rounded() != $0 }) {
            faults.append("\(how) price between whole numbers")
        }
    }

    private mutating func compareWithBruteForce(_ solution: Solution) {
        if problem.rowCount * problem.columnCount > 12 || problem.nanPolicy == .forbids { return }
        guard let best = BruteForce(problem).best else {
            faults.append("brute force finds nothing")
            return
        }
        kinds.insert("brute force")
        var reached = solution.utility
        var possible = best.utility
        if let threshold = problem.threshold {
            reached -= threshold * Double(solution.pairs.count)
            possible -= threshold * Double(best.count)
        } else if solution.pairs.count != best.count {
            faults.append("\(solution.pairs.count) pairs where \(best.count) are possible")
        }
        if problem.threshold == nil, problem.objective == .worstFirst, let worst = solution.worstAllowed,
            worst != best.worst
        {
            faults.append("worst pair \(worst) where \(best.worst) is possible")
        }
        if problem.threshold != nil && problem.objective == .worstFirst { return }
        if !((reached - possible).magnitude <= solution.gap + problem.precision) {
            faults.append("reached \(reached) where \(possible) is possible, gap \(solution.gap)")
        }
    }

    /// Other vectors and another number of threads find the same.
    private mutating func compareWithOtherMachines(_ solution: Solution) {
        var other = problem
        other.threadCount = 3 - min(problem.threadCount, 2)
        matching_limit_vector_level(1 + Int32(choices.below(2)))
        defer { matching_limit_vector_level(0) }
        guard let again = try? solve(other) else {
            faults.append("refused with other vectors")
            return
        }
        let isSame =
            again.pairs == solution.pairs && again.rowPrices == solution.rowPrices
            && again.columnPrices == solution.columnPrices && again.statistics == solution.statistics
        if !isSame { faults.append("another answer with other vectors and threads") }
    }

    /// Rows and columns may change places.
    private mutating func compareWithOtherSide(_ solution: Solution) {
        guard let other = problem.turned else { return }
        guard let turned = answer(to: other) else {
            faults.append("refused with the sides swapped")
            return
        }
        compare(turned, solution, "sides swapped")
    }

    private mutating func compare(_ found: Solution, _ expected: Solution, _ how: String) {
        let threshold = problem.threshold ?? 0
        if problem.threshold == nil && found.pairs.count != expected.pairs.count {
            faults.append("\(how): \(found.pairs.count) pairs, not \(expected.pairs.count)")
        }
        if problem.objective == .worstFirst {
            if found.worstAllowed != expected.worstAllowed { faults.append("\(how): another worst pair") }
            return
        }
        let difference =
            found.utility - expected.utility
            - threshold * Double(found.pairs.count - expected.pairs.count)
        if !(difference.magnitude <= found.gap + expected.gap + problem.precision) {
            faults.append("\(how): differs by \(difference), gaps \(found.gap) and \(expected.gap)")
        }
    }

    /// The cost of forcing a pair is what a cold solve with the pin loses.
    private mutating func compareWithPin(_ solution: Solution) {
        if problem.rowCount * problem.columnCount == 0 || problem.objective != .total { return }
        let pair = Pair(row: choices.below(problem.rowCount), column: choices.below(problem.columnCount))
        if solution.pairs.contains(pair) { return }
        var pinned = problem
        pinned.pins.append(pair)
        pinned.warmStart = nil
        do {
            let forced = try solution.displacement(forcing: pair, in: problem)
            kinds.insert("displaced")
            guard let cold = answer(to: pinned) else { return faults.append("a pin is only possible warm") }
            let threshold = problem.threshold ?? 0
            let expected =
                solution.utility - cold.utility
                - threshold * Double(solution.pairs.count - cold.pairs.count)
            if problem.threshold == nil && forced.lostPairs != solution.pairs.count - cold.pairs.count {
                faults.append("displacing loses \(forced.lostPairs) pairs")
            }
            if !((forced.cost - expected).magnitude <= solution.gap + 2 * cold.gap + problem.precision) {
                faults.append("displacing costs \(forced.cost), a cold pin \(expected), gap \(cold.gap)")
            }
        } catch {
            if !error.isTrue(of: pinned) { faults.append("no displacement for an untrue reason: \(error)") }
        }
    }

    /// Stopped after some calls, the best so far comes with its proof.
    private mutating func stopEarly() {
        let calls = choices.below(4)
        var made = 0
        let stopped = try? solve(problem) { _ in
            made += 1
            return made <= calls
        }
        guard let stopped else { return faults.append("refused while it was watched") }
        check(stopped, of: problem, "stopped after \(calls):")
        if !stopped.isComplete { kinds.insert("stopped") }
    }

    /// Whatever changes, and however often, a warm start ends where a cold one does.
    private mutating func startWarm(from solution: Solution) {
        var earlier = solution
        if kinds.contains("spoilt") { return }
        for _ in 0..<choices.below(3) {
            drawing.change(&choices)
            problem.scores = drawing.scores
            problem.warmStart = nil
            guard let cold = answer(to: problem) else { return }
            if choices.once(in: 4) {
                problem.drawFalseStart(&choices)
                kinds.insert("false start")
            } else {
                problem.warmStart = WarmStart(earlier)
                kinds.insert("warm")
            }
            guard let warm = answer(to: problem) else {
                return faults.append("refused warm, not cold: \(refusal.map { "\($0)" } ?? "")")
            }
            compare(warm, cold, "warm")
            earlier = warm
        }
    }
}

extension Trial {
    /// What was drawn, in a line.
    public var summary: String {
        var rules = "\(problem.rowCount) × \(problem.columnCount) \(drawing.storage), \(problem.unmatched)"
        if problem.rowCapacities != nil || problem.columnCapacities != nil { rules += ", capacities" }
        if !problem.pins.isEmpty { rules += ", \(problem.pins.count) pins" }
        if problem.presentPairBonus > 0 { rules += ", bonus \(problem.presentPairBonus)" }
        if problem.objective == .worstFirst { rules += ", worst first" }
        return rules
    }
}
