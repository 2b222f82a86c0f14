import Domain
import Planning
import Testing

@testable import Simulation

/// Worlds have the variances they are told to have, and the oracle is right about them.
@Suite struct WorldTests {
    @Test func `ratings have the shares of variance that were asked for`() {
        let shares = WorldShares()
        var (relationship, actor, partner, reciprocity, said) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let worlds = 8
        for seed in 0..<worlds {
            var world = World(count: 80, seed: UInt64(seed), shares: shares)
            let one = world.liking.aToB.doublyCentred
            let two = world.liking.bToA.doublyCentred
            relationship += one.deviation * one.deviation / Double(worlds)
            let product =
                zip(one.values, two.values).reduce(0) { $0 + $1.0 * $1.1 } / Double(one.values.count)
            reciprocity += product / one.deviation / two.deviation / Double(worlds)
            actor +=
                Self.variance((0..<80).map { row in Self.mean((0..<80).map { world.liking.aToB[row, $0] }) })
                / Double(worlds)
            partner +=
                Self.variance(
                    (0..<80).map { column in Self.mean((0..<80).map { world.liking.aToB[$0, column] }) })
                / Double(worlds)
            let errors = (0..<80).map { world.trial($0, $0).ofB - world.liking.aToB[$0, $0] }
            said += errors.reduce(0) { $0 + $1 * $1 } / 80 / Double(worlds)
        }
        #expect(abs(relationship - 0.27) < 0.02)
        #expect(abs(reciprocity - shares.reciprocity) < 0.05)
        #expect(abs(actor - shares.actor) < 0.08)
        #expect(abs(partner - shares.partner) < 0.05)
        #expect(abs(said - shares.noise) < 0.06)
    }

    @Test func `worlds of one installation have in common what experience says, and others nothing`() {
        let shares = WorldShares()
        var (told, strange) = (0.0, 0.0)
        let worlds = 12
        for seed in 1...UInt64(worlds) {
            var dice = Dice(seed: seed)
            let experience = Experience(attributes: World.attributes, &dice)
            let world = World(count: 60, seed: seed &+ 100, shares: shares, experience)
            // The profile's part of the truth is small beside the rest: averaged over pairs and worlds.
            func agreement(_ foretold: Table) -> Double {
                let (one, two) = (foretold.doublyCentred, world.chemistry.doublyCentred)
                let product = zip(one.values, two.values).reduce(0) { $0 + $1.0 * $1.1 }
                return product / Double(one.values.count) / one.deviation / two.deviation
            }
            told += agreement(world.foretold) / Double(worlds)
            strange +=
                agreement(World(count: 60, seed: seed &+ 500, shares: shares).foretold) / Double(worlds)
        }
        // √(share of profiles in what is mutual) · how much of it is foretold.
        let expected = shares.experience * (shares.profile / 0.27).squareRoot()
        #expect(abs(told - expected) < 0.05, "\(told), expected \(expected)")
        #expect(abs(strange) < 0.05)
    }

    @Test func `more relationship is less noise, and the sum stays`() {
        for factor in [0.4, 1, 1.5] {
            let shares = WorldShares().relationship(times: factor)
            #expect(abs(shares.profile + shares.taste + shares.pair + shares.noise - 0.555) < 1e-9)
            #expect(abs(shares.pair - 0.21 * factor) < 1e-9)
        }
        #expect(WorldShares().relationship(times: 2.5).noise == 0.05)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `no matching is better than the oracle's`(
        seed: UInt64
    ) {
        let world = World(count: 6, seed: seed, shares: WorldShares())
        let oracle = Oracle(world)
        var (best, sum, count) = (-Double.infinity, 0.0, 0.0)
        func extend(_ columns: [Int]) {
            if columns.count == 6 {
                let value = columns.enumerated().reduce(0) { $0 + world.chemistry[$1.offset, $1.element] }
                best = max(best, value)
                sum += value
                count += 1
                #expect(oracle.regret(columns, world) > -1e-9)
            }
            for column in 0..<6 where !columns.contains(column) { extend(columns + [column]) }
        }
        extend([])
        #expect(abs(best - oracle.best) < 1e-9)
        #expect(abs(sum / count - oracle.random) < 1e-9)
        #expect(oracle.regret(oracle.assignment, world) < 1e-9)
    }

    @Test func `a tenth is right for everybody, and the oracle's counterparts are`() {
        for seed in 1...3 as ClosedRange<UInt64> {
            let world = World(count: 40, seed: seed, shares: WorldShares())
            let oracle = Oracle(world)
            #expect(oracle.isRight(oracle.assignment) == Array(repeating: true, count: 80))
            for row in 0..<40 {
                #expect(oracle.isRightForRow[row * 40..<row * 40 + 40].count { $0 } == 4)
                #expect((0..<40).count { oracle.isRightForColumn[$0 * 40 + row] } == 4)
            }
        }
    }

    private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

    private static func variance(_ numbers: [Double]) -> Double {
        let mean = mean(numbers)
        return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    }
}
