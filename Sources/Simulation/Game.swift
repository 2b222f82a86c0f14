import Domain
import Planning
import Scoring

/// One contender in one world.
struct Game {
    private let contender: Contender
    private var world: World
    private let oracle: Oracle
    private let options: SimulationOptions
    private let pooled: PooledPrior?
    private var dice: Dice
    private var snapshot: Snapshot
    private var tried: Table
    private let order: [Int]
    private var rights: [[Bool]] = []
    private var newcomers: [[Bool]] = []
    /// Loss of each night.
    private(set) var regrets: [Double] = []

    /// 2026-01-01: worlds know no calendar, but plans do.
    private static let firstDay = Day(daysSince1970: 20_454)

    init(
        _ contender: Contender, _ world: World, _ oracle: Oracle, _ options: SimulationOptions,
        from pooled: PooledPrior?, seed: UInt64
    ) {
        self.pooled = pooled
        self.contender = contender
        self.world = world
        self.oracle = oracle
        self.options = options
        dice = Dice(seed: seed ^ 0x5eed_0f_ba11)
        snapshot = world.snapshot
        tried = Table(world.count, world.count)
        order = dice.permutation(world.count)
    }

    /// Plays all nights.
    mutating func play() throws {
        for night in 0..<options.nights {
            let columns = try choose(night)
            var isNew = Array(repeating: false, count: 2 * world.count)
            for (row, column) in columns.enumerated() where tried[row, column] == 0 {
                isNew[row] = true
                isNew[world.count + column] = true
            }
            newcomers.append(isNew)
            rights.append(oracle.isRight(columns))
            regrets.append(oracle.regret(columns, world))
            for (row, column) in columns.enumerated() {
                hold(row, column, Self.firstDay.advanced(byDays: night))
            }
        }
    }

    private mutating func choose(_ night: Int) throws -> [Int] {
        let count = world.count
        switch contender {
        case .random: return dice.permutation(count)
        case .roundRobin: return order.map { ($0 + night) % count }
        case .profileGreedy: return bestColumns(world.foretold + -1e3 * tried)
        case .pointEstimate: return try planned(night, explores: false)
        case .planner: return try planned(night, explores: true)
        }
    }

    private func planned(_ night: Int, explores: Bool) throws -> [Int] {
        let day = Self.firstDay.advanced(byDays: night)
        var policy = options.policy
        policy.leastUtility = 0
        policy.coolDownDays = 0
        policy.explorationHorizon = Double(options.nights - 1 - night)
        if !explores { policy.explorationWeight = 0 }
        let posterior = try fit(snapshot, on: day, from: pooled)
        let round = try planRound(from: snapshot, by: posterior, policy: policy, on: day, seed: options.seed)
        var columns = Array(repeating: -1, count: world.count)
        for change in round.changes { columns[change.personA] = change.personB - world.count }
        precondition(!columns.contains(-1), "where everything is allowed and worth it, everybody is paired")
        return columns
    }

    /// What is learned of a world whose people met at random.
    static func held(
        in world: World, nights: Int, _ dice: inout Dice
    ) throws(ScoringError) -> Posterior {
        var (world, snapshot) = (world, world.snapshot)
        for night in 0..<nights {
            for (row, column) in dice.permutation(world.count).enumerated() {
                world.trial(row, column, firstDay.advanced(byDays: night), into: &snapshot.sheets)
            }
        }
        return try fit(snapshot, on: firstDay.advanced(byDays: nights))
    }

    /// Holds a trial: both people say how they found it, and it ends.
    private mutating func hold(_ row: Int, _ column: Int, _ day: Day) {
        world.trial(row, column, day, into: &snapshot.sheets)
        tried[row, column] += 1
        let b = world.count + column
        if tried[row, column] == 1 {
            snapshot.pairings.append(
                Pairing(personA: row, personB: b, status: .ended, started: day, ended: day))
        }
    }
}

extension Game {
    /// First night (from 1) from which on each person was right every night; one after the last when never.
    private var settledNights: [Int] {
        (0..<2 * world.count).map { person in
            (rights.lastIndex { !$0[person] } ?? -1) + 2
        }
    }

    /// Share of people who settled.
    var settled: Double { share(settledNights.map { $0 <= rights.count ? 1 : 0 }) }
    /// Mean night from which on they were.
    var settledNight: Double { share(settledNights.map(Double.init)) }
    /// Mean night of the first right counterpart.
    var firstNight: Double { share(firstNights.map { Double($0 + 1) }) }

    /// Night (from 0) of everybody's first right counterpart; the number of nights when none.
    private var firstNights: [Int] {
        (0..<2 * world.count).map { person in rights.firstIndex { $0[person] } ?? rights.count }
    }

    /// Different counterparts tried for each right one found.
    var trialsUntilRight: Double {
        let first = firstNights
        var tries = 0
        for (night, isNew) in newcomers.enumerated() {
            tries += isNew.indices.count { isNew[$0] && night <= first[$0] }
        }
        return Double(tries) / Double(max(1, first.count { $0 < rights.count }))
    }

    private func share(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}

extension World {
    /// Holds a trial and writes down what both say.
    mutating func trial(_ row: Int, _ column: Int, _ day: Day, into sheets: inout SheetTable) {
        let (said, b) = (trial(row, column), count + column)
        for (rater, target, liking) in [(row, b, said.ofB), (b, row, said.ofA)] {
            sheets.append(
                Sheet(rater: rater, target: target, day: day, ratings: [], success: World.answer(liking)))
        }
    }

    /// An answer on the scale: one point for each standard deviation of a rating, 4 in the middle.
    static func answer(_ liking: Double) -> Double { min(7, max(1, 4 + liking)) }

    /// The alliance as it is before anybody has met: profiles, no sheets.
    var snapshot: Snapshot {
        let attributes = (1...profiles.a.columnCount).map { Attribute(name: "trait\($0)", kind: .number) }
        let alliance = Alliance(
            key: "simulated", name: "Simulated",
            instrument: Instrument(scale: Scale(min: 1, max: 7), factors: []), attributes: attributes)
        var people: [Salesperson] = []
        for (company, (profile, letter)) in [(profiles.a, "a"), (profiles.b, "b")].enumerated() {
            for row in 0..<count {
                people.append(
                    Salesperson(
                        key: "\(letter)\(row)", company: company,
                        attributes: (0..<profile.columnCount).map { .number(profile[row, $0]) }))
            }
        }
        return Snapshot(
            alliance: alliance,
            companies: [
                Company(key: "a", name: "A", side: .a), Company(key: "b", name: "B", side: .b),
            ], people: people)
    }
}
