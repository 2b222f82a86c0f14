import Planning
import Simulation
import Testing

/// What the planner is for, in small worlds.
@Suite struct ContestTests {
    @Test func `a random matching loses one a night, and everybody in turn loses no less`() throws {
        let outcomes = try simulate(
            SimulationOptions(
                people: 40, nights: 20, worlds: 6, seed: 50, contenders: [.random, .roundRobin]))
        for outcome in outcomes {
            #expect(abs(outcome.regret - 20) < 1.5)
            #expect(outcome.settled < 0.4)
        }
    }

    @Test func `exploring beats the point estimate, which beats pairing by profile and at random`() throws {
        let outcomes = try simulate(
            SimulationOptions(people: 40, nights: 24, worlds: 4, seed: 70))
        let regret = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.contender, $0.regret) })
        let settled = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.contender, $0.settled) })
        #expect((regret[.planner] ?? 99) < (regret[.pointEstimate] ?? 0))
        #expect((regret[.pointEstimate] ?? 99) < (regret[.profileGreedy] ?? 0))
        #expect((regret[.pointEstimate] ?? 99) < (regret[.random] ?? 0))
        #expect((settled[.planner] ?? 0) > 1.2 * (settled[.pointEstimate] ?? 1))
    }

    @Test(arguments: [0.4, 2.5])
    func `the planner is not worse than the point estimate where its shares of variance are wrong`(
        factor: Double
    ) throws {
        let outcomes = try simulate(
            SimulationOptions(
                people: 40, nights: 24, worlds: 4, seed: 90, contenders: [.pointEstimate, .planner],
                shares: WorldShares().relationship(times: factor)))
        #expect(outcomes[1].regret <= outcomes[0].regret)
        #expect(outcomes[1].settled >= outcomes[0].settled)
    }

    @Test func `what earlier alliances of the installation taught spares trials`() throws {
        func planner(_ earlier: Int) throws -> Outcome {
            try simulate(
                SimulationOptions(
                    people: 40, nights: 16, worlds: 4, seed: 30, contenders: [.planner],
                    earlierAlliances: earlier))[0]
        }
        let (alone, taught) = (try planner(0), try planner(6))
        #expect(taught.regret < alone.regret)
        #expect(taught.settled > alone.settled)
    }

    @Test func `the same options give the same outcomes, table and plot`() throws {
        let options = SimulationOptions(people: 8, nights: 4, worlds: 2, seed: 7)
        let (one, two) = (try simulate(options), try simulate(options))
        #expect(one == two)
        let table = OutcomeTable(one).text
        #expect(table.split(separator: "\n").count == 6)
        #expect(table.contains("round-robin"))
        let plot = OutcomePlot(one).svg
        #expect(plot.hasPrefix("<svg ") && plot.hasSuffix("</svg>\n"))
        #expect(plot.hasPolylines(5))
    }
}

extension String {
    /// Whether it holds so many lines of a plot.
    fileprivate func hasPolylines(_ count: Int) -> Bool {
        var (found, rest) = (0, self[...])
        while let range = rest.firstRange(of: "<polyline ") {
            found += 1
            rest = rest[range.upperBound...]
        }
        return found == count
    }
}
