internal import Foundation
internal import SolverTrials

// Trials on seeds one after another for so many seconds: `SolverFuzz SECONDS [FIRST-SEED [LAST-SEED]]`.
//
// Exits 1 if an answer was wrong; tells at the end which seed took longest. After a crash the last line tells from which seed on to
// look for it.

/// Writes a line at once: a crash must not swallow what was found before.
func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

let arguments = CommandLine.arguments.dropFirst().compactMap(Int.init)
let seconds = arguments.first ?? 60
let first = arguments.count > 1 ? arguments[1] : 1
let last = arguments.count > 2 ? arguments[2] : .max
let clock = ContinuousClock()
let end = clock.now + .seconds(seconds)
var seed = first
var faulty = 0
var slowest = (time: Duration.zero, seed: first)
var counts: [String: Int] = [:]
while seed <= last && clock.now < end && faulty < 20 {
    if (seed - first) % 1000 == 0 { say("from seed \(seed)") }
    let began = clock.now
    let trial = Trial(seed: seed)
    if clock.now - began > slowest.time { slowest = (clock.now - began, seed) }
    for kind in trial.kinds { counts[kind, default: 0] += 1 }
    if !trial.faults.isEmpty {
        say("seed \(seed), \(trial.summary): \(trial.faults.joined(separator: "; "))")
        faulty += 1
    }
    seed += 1
}
let kinds = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
say("\(seed - first) problems (\(kinds)); faults in \(faulty)")
say("slowest: seed \(slowest.seed), \(slowest.time)")
exit(faulty == 0 ? 0 : 1)
