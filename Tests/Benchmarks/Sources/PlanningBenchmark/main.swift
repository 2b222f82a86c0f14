import Domain
import Glibc
import Planning
import Sample
import Scoring

// One night of one alliance. Usage: PlanningBenchmark PEOPLE [one]
//
// PEOPLE in all, made up as `rapport sample` does; with `one` everybody is free and takes one, which makes the board as wide
// as the alliance. Processor seconds are what counts on a busy machine.

/// Processor seconds and the greatest memory so far.
func usage() -> (seconds: Double, megabytes: Int) {
    var usage = rusage()
    _ = getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return (Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6, usage.ru_maxrss / 1024)
}

/// Runs a stage and says what it took.
func stage<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result {
    let clock = ContinuousClock()
    let (start, before) = (clock.now, usage().seconds)
    let result = try work()
    let (after, peak) = usage()
    let spent = Double(Int((after - before) * 1000)) / 1000
    print("\(name): \(spent) s of processor time, \(clock.now - start) in all, \(peak) MB at most")
    fflush(nil)
    return result
}

let today = Day(daysSince1970: 20_780)
let people = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2000
var snapshot = stage("made up \(people) people") {
    makeSample(SampleOptions(people: people, seed: 1, today: today))
}
if CommandLine.arguments.contains("one") {
    snapshot.pairings = []
    for person in snapshot.people.indices { snapshot.people[person].capacity = 1 }
}
let posterior = try stage("fitted \(snapshot.sheets.count) sheets") { try fit(snapshot, on: today) }
let night = try stage("planned") {
    try planNight(from: snapshot, by: posterior, policy: Policy(), on: today, seed: 1)
}
print("changes: \(night.round.changes.count), utility: \(night.round.utility)")
let (sideA, sideB) = (snapshot.people(on: .a), snapshot.people(on: .b))
var asked: [Double] = []
for index in 0..<20 {
    let before = usage().seconds
    let answer = try night.whyNot(sideA[index * 37 % sideA.count], sideB[(index * 101 + 5) % sideB.count])
    if case .displaces = answer { asked.append(usage().seconds - before) }
}
if let worst = asked.max() {
    let mean = asked.reduce(0, +) / Double(asked.count)
    print("why not: \(asked.count) pairs, mean \(mean * 1000) ms, worst \(worst * 1000) ms of processor time")
}
