import Domain
import Scoring

/// Lets contenders plan the nights of simulated alliances of which the truth is known.
///
/// Every night each contender pairs everybody, the trials are held, and both people of each say how they found it. The
/// product's plans are made by `fit` and `planRound` as in any night, on a snapshot of sheets and ended trials; what is
/// learned is good for the nights that are left. Fits start from what the earlier alliances taught that the options ask for.
///
/// Pure and deterministic: equal options give equal outcomes.
///
/// - Parameters:
///   - options: whom to simulate, how long, who plays.
///   - watch: is told of every game that is over.
/// - Returns: one outcome for each contender, averaged over worlds, in the order asked for.
/// - Throws: ``PlanningError`` of the product's plans, or ``ScoringError`` of its fits.
/// - Complexity: nights × (fit + plan) for each world and each contender of the product.
public func simulate(
    _ options: SimulationOptions, watch: (Contender, _ world: Int) -> Void = { _, _ in }
) throws -> [Outcome] {
    var games: [Contender: [Game]] = [:]
    for number in 0..<options.worlds {
        let seed = options.seed &+ UInt64(number)
        let (world, pooled) = try installation(options, seed)
        let oracle = Oracle(world)
        for contender in options.contenders {
            var game = Game(contender, world, oracle, options, from: pooled, seed: seed)
            try game.play()
            games[contender, default: []].append(game)
            watch(contender, number)
        }
    }
    return options.contenders.map { Outcome($0, games[$0] ?? [], nights: options.nights) }
}

/// A world, and what earlier alliances that have the same in common with it taught.
private func installation(
    _ options: SimulationOptions, _ seed: UInt64
) throws(ScoringError) -> (world: World, pooled: PooledPrior?) {
    var dice = Dice(seed: seed ^ 0xe0_9e_71_e4_ce)
    let experience = Experience(attributes: World.attributes, &dice)
    func world(_ number: UInt64) -> World {
        World(
            count: options.people, seed: seed &+ number &* 0x9e37_79b9_7f4a_7c15, shares: options.shares,
            experience)
    }
    var taught: [Posterior] = []
    for number in 0..<options.earlierAlliances {
        taught.append(try Game.held(in: world(UInt64(number + 1)), nights: options.nights, &dice))
    }
    return (world(0), taught.isEmpty ? nil : PooledPrior(pooling: taught))
}

extension Outcome {
    /// Averages games.
    fileprivate init(_ contender: Contender, _ games: [Game], nights: Int) {
        let count = Double(max(1, games.count))
        func mean(_ value: (Game) -> Double) -> Double { games.reduce(0) { $0 + value($1) } / count }
        let sums = games.map { $0.regrets.reduce(0, +) }
        let average = sums.reduce(0, +) / count
        let spread = sums.reduce(0) { $0 + ($1 - average) * ($1 - average) }
        self.init(
            contender: contender, regrets: (0..<nights).map { night in mean { $0.regrets[night] } },
            regretError: games.count < 2 ? 0 : (spread / (count - 1) / count).squareRoot(),
            settled: mean(\.settled), settledNight: mean(\.settledNight), firstNight: mean(\.firstNight),
            trialsUntilRight: mean(\.trialsUntilRight))
    }
}
