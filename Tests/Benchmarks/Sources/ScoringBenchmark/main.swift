import Domain
import Foundation
import Scoring

// Speed and recovery of Scoring. Usage: ScoringBenchmark [fit] [peer] [joint] [large] [pairs] [recovery]
// CPU time is what counts on a busy machine: run it under `time`, one part at a time.

let clock = ContinuousClock()

/// Fits alliances of 100 + 100 people with 4,000 sheets, one after the other on one core.
func measureFit() throws {
    let alliances = (1...20).map { Synthetic.alliance(100, 100, sheets: 4000, seed: UInt64($0)) }
    var bytes = 0
    let time = try clock.measure {
        for alliance in alliances { bytes += try fit(alliance, on: Synthetic.today).encoded().count }
    }
    print("fit, 100 + 100 people, 4,000 sheets: \(time / 20) each, \(bytes / 20) bytes stored")
}

/// Seconds of CPU that this process has used.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The same alliances by a yardstick and by `fit`, in turn: seconds of one thread each. Every yardstick does less; its own
/// text says what it leaves out.
func measurePeer(_ name: String, _ command: [String]) throws {
    let alliances = (1...10).map { Synthetic.alliance(100, 100, sheets: 4000, seed: UInt64($0)) }
    var ratios: [Double] = []
    for round in 1...3 {
        guard let peer = try seconds(of: command) else {
            let line = command.joined(separator: " ")
            print("\(name): \(line) does not run here; its first lines say what it needs")
            return
        }
        let start = processorTime()
        for alliance in alliances { _ = try fit(alliance, on: Synthetic.today) }
        let own = (processorTime() - start) / Double(alliances.count)
        ratios.append(peer / own)
        print("round \(round): \(name) \(peer) s, fit \(own) s, ratio \(peer / own)")
    }
    print("alliances of 100 + 100 people and 4,000 sheets, \(name): median ratio \(ratios.sorted()[1])")
}

/// What a yardstick says of one fit; nil when it does not run on this machine.
func seconds(of command: [String]) throws -> Double? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(
        ["OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Double(output.trimmingCharacters(in: .whitespacesAndNewlines))
}

/// Fits one alliance of 10,000 + 10,000 people with a million sheets.
func measureLarge() throws {
    let alliance = Synthetic.alliance(10_000, 10_000, sheets: 1_000_000, seed: 3)
    let time = try clock.measure { _ = try fit(alliance, on: Synthetic.today) }
    print("fit, 10,000 + 10,000 people, 1,000,000 sheets: \(time)")
}

/// All pairs, rankings and online updates.
func measurePairs() throws {
    let alliance = Synthetic.alliance(10_000, 2_000, sheets: 40_000, seed: 3)
    var posterior = try fit(alliance, on: Synthetic.today)
    let (all, some) = (Array(0..<10_000), Array(0..<2_000))
    let columns = Array(10_000..<12_000)
    var best: [String: Duration] = [:]
    func keep(_ name: String, _ time: Duration) { best[name] = min(best[name] ?? time, time) }
    for round in 0..<7 {
        keep(
            "all pairs of 2,000 × 2,000",
            clock.measure { _ = posterior.chemistryMatrix(rows: some, columns: columns) })
        keep(
            "top 10 of 10,000 with reasons",
            clock.measure { _ = posterior.ranking(for: 10_000 + round, among: all, limit: 10) })
        let sheet = Sheet(
            rater: round, target: 10_000 + round, day: Synthetic.today, ratings: [5, 5, 5, 5, 5, 5],
            success: 5, wouldContinue: true)
        keep("online update of one sheet", clock.measure { posterior.record(sheet) })
    }
    for (name, time) in best.sorted(by: { $0.key < $1.key }) { print("\(name): \(time) (best of 7)") }
}

/// 200 simulated alliances with known shares: how often each share lies in its own 95 % interval.
func measureRecovery() throws {
    var hits: [String: Int] = [:]
    var sums: [String: Double] = [:]
    let runs = 200
    for run in 0..<runs {
        let alliance = Synthetic.alliance(60, 60, sheets: 2_400, seed: UInt64(run) + 1_000)
        let shares = try fit(alliance, on: Synthetic.today).varianceShares(of: .a)
        let truths = [
            ("actor", shares.actor, Synthetic.actor), ("partner", shares.partner, Synthetic.partner),
            ("dyad", shares.dyad, Synthetic.dyad), ("reciprocity", shares.reciprocity, Synthetic.reciprocity),
        ]
        for (name, share, truth) in truths {
            if share.low <= truth && truth <= share.high { hits[name, default: 0] += 1 }
            sums[name, default: 0] += share.estimate
        }
    }
    for (name, sum) in sums.sorted(by: { $0.key < $1.key }) {
        print("\(name): in its interval \(hits[name] ?? 0) of \(runs), mean estimate \(sum / Double(runs))")
    }
}

let parts = CommandLine.arguments.dropFirst()
if parts.isEmpty || parts.contains("fit") { try measureFit() }
let peers = "Tests/Benchmarks/peers/scoring/"
if parts.isEmpty || parts.contains("peer") {
    try measurePeer("NumPy, additive part", ["python3", peers + "srm_em.py", "--repeat", "3", "--seconds"])
    try measurePeer("lme4, answers apart", ["Rscript", peers + "srm_lme4.R", "apart"])
}
// One such fit takes a minute.
if parts.contains("joint") {
    try measurePeer("lme4, answers of one direction", ["Rscript", peers + "srm_lme4.R", "joint"])
}
if parts.isEmpty || parts.contains("large") { try measureLarge() }
if parts.isEmpty || parts.contains("pairs") { try measurePairs() }
if parts.isEmpty || parts.contains("recovery") { try measureRecovery() }
