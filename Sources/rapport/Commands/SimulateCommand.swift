import ArgumentParser
import Foundation
import Planning
import Simulation

/// `rapport simulate`: how the planner fares where the truth is known.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract:
            "Let the planner and simpler ways of pairing play simulated alliances of which the truth is known.",
        discussion: """
            Every night everybody is paired anew, and the trials teach. Regret is the loss against an oracle, summed over \
            the nights: 1 a night is a random matching. Settled are people who from some night on have a right counterpart \
            every night: one of the tenth with the smallest slack under the oracle's prices.
            """)

    @Option(help: "People on each side, 2 to 1000.") var people = 100
    @Option(help: "Nights, 2 to 1000.") var nights = 30
    @Option(help: "Worlds to average over, 1 to 1000.") var worlds = 4
    @Option(
        help:
            "Earlier alliances of the same installation, for each world, that the product has learned from, 0 to 16."
    )
    var earlier = 0
    @Option(help: "The first world's seed; the others follow.") var seed: UInt64 = 1
    @Option(help: "Weight of what a trial would teach.") var weight = Policy().explorationWeight
    @Option(help: "Largest share of people who may be exploring at a time, 0 to 1.") var share = 1.0
    @Option(help: "Probability with which an exploration that is worth it is proposed, 0 to 1.") var chance =
        1.0
    @Option(
        help: "The world's relationship variance as a multiple of the usual, 0.1 to 3: the model is not told."
    )
    var relationship = 1.0
    @Option(
        help:
            "Who plays: \(Contender.allCases.map(\.rawValue).joined(separator: ", ")); all when none is named.",
        transform: Self.contender)
    var contender: [Contender] = []
    @Option(help: "A file for the plot, such as regret.svg.") var plot: String?

    private static func contender(_ name: String) throws -> Contender {
        guard let contender = Contender(rawValue: name) else {
            throw ValidationError("--contender: nobody is called \(name).")
        }
        return contender
    }

    func validate() throws {
        guard (2...1000).contains(people) else { throw ValidationError("--people must be 2 to 1000.") }
        guard (2...1000).contains(nights) else { throw ValidationError("--nights must be 2 to 1000.") }
        guard (1...1000).contains(worlds) else { throw ValidationError("--worlds must be 1 to 1000.") }
        guard (0...16).contains(earlier) else { throw ValidationError("--earlier must be 0 to 16.") }
        guard weight >= 0, weight.isFinite else { throw ValidationError("--weight must be 0 or more.") }
        guard (0...1).contains(share) else { throw ValidationError("--share must be 0 to 1.") }
        guard (0...1).contains(chance) else { throw ValidationError("--chance must be 0 to 1.") }
        guard (0.1...3).contains(relationship) else {
            throw ValidationError("--relationship must be 0.1 to 3.")
        }
    }

    func run() throws {
        var policy = Policy(explorationWeight: weight, explorationShare: share, explorationChance: chance)
        policy.changeCost = 0
        let outcomes = try simulate(
            SimulationOptions(
                people: people, nights: nights, worlds: worlds, seed: seed,
                contenders: contender.isEmpty ? Contender.allCases : contender, earlierAlliances: earlier,
                shares: WorldShares().relationship(times: relationship), policy: policy)
        ) { contender, world in Terminal.say("world \(world + 1) of \(worlds): \(contender.rawValue)") }
        Terminal.show(OutcomeTable(outcomes).text)
        guard let plot else { return }
        do {
            try Data(OutcomePlot(outcomes).svg.utf8).write(to: URL(filePath: plot))
        } catch {
            throw ValidationError("--plot: \(plot) cannot be written: \(error.localizedDescription)")
        }
    }
}
