internal import Foundation
internal import Matching

// Candidate lists too long for a file: `SparseBenchmark [ROWS [CANDIDATES [REPEATS]]]`.
//
// Every row has so many random candidates (50 unless told) with chemistry scores times 1000 as whole numbers; places may stay empty.
// Prints the seconds of each solve and of the certificate, how much work it was, and the most memory the process had.

let arguments = CommandLine.arguments.dropFirst().compactMap(Int.init)
let rowCount = arguments.first ?? 10_000
let candidateCount = arguments.count > 1 ? arguments[1] : 50
let repeats = arguments.count > 2 ? arguments[2] : 1

let problem = MatchingProblem(
    scores: .candidates(drawnCandidates(rowCount: rowCount, perRow: candidateCount)),
    unmatched: .allowed(below: 0))
let clock = ContinuousClock()
for _ in 0..<repeats {
    let began = clock.now
    let solution = try solve(problem)
    let solved = clock.now
    let faults = violations(of: solution, in: problem)
    let seconds = { (duration: Duration) in String(format: "%.4f", duration / .seconds(1)) }
    print(
        "\(rowCount) rows: solved in \(seconds(solved - began)) s, certified in \(seconds(clock.now - solved)) s,",
        "\(solution.pairs.count) pairs worth \(solution.total), gap \(solution.gap), \(solution.statistics.bids) bids,",
        "\(solution.statistics.rowSearches) and \(solution.statistics.columnSearches) searches,",
        "at most \(greatestMemory() >> 20) MiB")
    precondition(faults.isEmpty, "the certificate failed: \(faults.prefix(3))")
}

/// The most memory this process had at once, in bytes.
func greatestMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
}
