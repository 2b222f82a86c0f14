internal import ArgumentParser
internal import Foundation
internal import MatrixFile
internal import Matching

/// `rapport solve`: the matching engine for anybody, without a database.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Find the best pairs in a score matrix or a candidate list.",
        discussion: """
            FILE is a NumPy matrix (.npy, two dimensions, little-endian float32 or float64, C order; nan or -inf = forbidden) \
            or a candidate list (.csv with the header row,column,score; pairs that are not listed are forbidden). \
            As many pairs as possible are made, and among those the total is greatest. The result is printed as JSON.
            """)

    @Argument(help: "The scores: a .npy matrix or a .csv candidate list.")
    var file: String
    @Option(help: "How many pairs each row takes: one number a line.")
    var capacityA: String?
    @Option(help: "How many pairs each column takes: one number a line.")
    var capacityB: String?
    @Option(help: "Solve this many times in one process and report each time.")
    var `repeat` = 1
    @Option(help: "The JSON of an earlier solve, to begin from.")
    var warmFrom: String?
    @Flag(inversion: .prefixedNo, help: "Print the prices of rows and columns too.")
    var prices = true
    @Option(help: "Make only pairs above this score.")
    var onlyAbove: Double?
    @Option(help: "How many threads share the work; the result is the same for any number.")
    var threads = 1
    @Option(
        help: ArgumentHelp(
            "Stop after this many seconds with the best pairs so far; `gap` says how far from the best they are, at most.",
            valueName: "seconds"))
    var timeLimit: Double?
    @Flag(help: "Tell on standard error how far the work has come.")
    var progress = false
    @Flag(help: "Make the worst pair as good as possible first.")
    var worstFirst = false

    func validate() throws {
        if `repeat` < 1 { throw ValidationError("--repeat must be 1 or more.") }
        if !(1...64).contains(threads) { throw ValidationError("--threads must be 1 to 64.") }
        if let timeLimit, !(timeLimit >= 0) { throw ValidationError("--time-limit must be 0 or more.") }
    }

    func run() throws {
        do {
            try report(problem())
        } catch let fault as SolveFault {
            Terminal.say("rapport solve: \(fault.message)")
            throw ExitCode(1)
        }
    }

    private func problem() throws -> MatchingProblem {
        // Among whole scores the threshold must be whole, too.
        let keepsWhole = onlyAbove.map { $0.rounded() == $0 && $0.magnitude <= 0x1p30 } ?? true
        var problem = MatchingProblem(
            scores: try ScoreFile.read(file, keepsWhole: keepsWhole), nanPolicy: .forbids)
        if let capacityA { problem.rowCapacities = try ScoreFile.capacities(capacityA) }
        if let capacityB { problem.columnCapacities = try ScoreFile.capacities(capacityB) }
        if let onlyAbove { problem.unmatched = .allowed(below: onlyAbove) }
        problem.threadCount = threads
        if worstFirst { problem.objective = .worstFirst }
        if let warmFrom { problem.warmStart = try SolveReport.read(warmFrom).warmStart }
        return problem
    }

    /// Says how far the work has come, and whether there is time left.
    private func watch(from began: ContinuousClock.Instant) -> ((Matching.Progress) -> Bool)? {
        if timeLimit == nil && !progress { return nil }
        return { state in
            if progress {
                Terminal.say(
                    "\(state.filled) of \(state.places) places, \(state.statistics.bids) bids")
            }
            guard let timeLimit else { return true }
            return (ContinuousClock().now - began) / .seconds(1) < timeLimit
        }
    }

    private func report(_ problem: MatchingProblem) throws {
        var seconds: [Double] = []
        var solution: Solution?
        let clock = ContinuousClock()
        for _ in 0..<`repeat` {
            do {
                let began = clock.now
                solution = try solve(problem, watch: watch(from: began))
                seconds.append((clock.now - began) / .seconds(1))
            } catch let error {
                throw SolveFault(message: "\(file): \(error.advice)")
            }
        }
        guard let solution else { return }
        let began = clock.now
        let faults = violations(of: solution, in: problem)
        let certifying = (clock.now - began) / .seconds(1)
        let report = SolveReport(
            solution, seconds: seconds, certifying: certifying, isCertified: faults.isEmpty,
            hasCapacities: capacityA != nil || capacityB != nil, withPrices: prices)
        Terminal.show(try report.json() + "\n")
        if !faults.isEmpty { throw SolveFault(message: "the certificate failed: \(faults.prefix(3))") }
    }
}

/// Why `rapport solve` cannot do what was asked.
struct SolveFault: Error {
    let message: String
}

extension MatchingError {
    /// What is wrong and what to change, in a sentence.
    var advice: String {
        switch self {
        case .wrongCount(let what, let expected, let found):
            "there are \(found) \(what), expected \(expected)."
        case .tooManyMembers(let side, let count): "\(count) \(side.rawValue) are more than can be indexed."
        case .notANumber(let pair): "the score of row \(pair.row), column \(pair.column) is not a number."
        case .outOfRange(let pair):
            "the score of row \(pair.row), column \(pair.column) is infinite or too large; "
                + "use -inf to forbid a pair."
        case .badParameter(let what, let value): "\(what) cannot be \(value)."
        case .negativeCapacity(let side, let index, let capacity):
            "capacity \(index) of the \(side.rawValue) is \(capacity); use 0 or more."
        case .noSuchPair(let pair): "there is no row \(pair.row), column \(pair.column)."
        case .repeatedPair(let pair): "row \(pair.row), column \(pair.column) is listed twice."
        case .brokenRowStarts(let row): "the candidates of row \(row) have no proper range."
        case .forbiddenPin(let pair): "the pin of row \(pair.row), column \(pair.column) is forbidden."
        case .pinsExceedCapacity(let side, let index, let pins, let capacity):
            "member \(index) of the \(side.rawValue) has \(pins) pins but capacity \(capacity)."
        case .infeasible(let rows, let columns): "rows \(rows) and columns \(columns) clash."
        case .notWhole(let what, let value): "\(what) \(value) must be whole for whole-number scores."
        }
    }
}
