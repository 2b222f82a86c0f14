import Domain
import Testing

@testable import Scoring

@Suite struct LawTests {
    /// The same alliance with other row numbers, or with its sides swapped.
    private static func rearranged(_ snapshot: Snapshot, order: [Int], swap: Bool = false) -> Snapshot {
        var result = snapshot
        result.people = order.map { snapshot.people[$0] }
        var row = [Int](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { row[old] = new }
        if swap {
            for index in result.companies.indices {
                result.companies[index].side = result.companies[index].side.opposite
            }
        }
        result.sheets = SheetTable(factorCount: snapshot.sheets.factorCount)
        for index in 0..<snapshot.sheets.count {
            var sheet = snapshot.sheets[index]
            sheet.rater = row[sheet.rater]
            sheet.target = row[sheet.target]
            result.sheets.append(sheet)
        }
        return result
    }

    @Test func `row numbers do not matter`() throws {
        let snapshot = SampleAlliance.make(5, 6)
        let order = Array((0..<11).reversed())
        let one = try fit(snapshot, on: SampleAlliance.today)
        let two = try fit(Self.rearranged(snapshot, order: order), on: SampleAlliance.today)
        for a in 0..<5 {
            for b in 5..<11 {
                let (first, second) = (
                    one.prediction(of: a, with: b), two.prediction(of: 10 - a, with: 10 - b)
                )
                #expect(abs(first.chemistry - second.chemistry) < 0.01)
                #expect(abs(first.successA - second.successA) < 0.001)
            }
        }
    }

    @Test func `swapping the sides swaps the answers`() throws {
        let snapshot = SampleAlliance.make(5, 6)
        let one = try fit(snapshot, on: SampleAlliance.today)
        let two = try fit(
            Self.rearranged(snapshot, order: Array(0..<11), swap: true), on: SampleAlliance.today)
        for a in 0..<5 {
            for b in 5..<11 {
                let (first, second) = (one.prediction(of: a, with: b), two.prediction(of: b, with: a))
                #expect(abs(first.chemistry - second.chemistry) < 0.05)
                #expect(abs(first.chemistrySD - second.chemistrySD) < 0.05)
                #expect(abs(first.successA - second.successB) < 0.005)
                #expect(abs(first.continueB - second.continueA) < 0.001)
            }
        }
    }

    @Test func `the matrix says what single predictions say`() throws {
        let posterior = try fit(SampleAlliance.make(7, 9), on: SampleAlliance.today)
        for columns in [Array(7..<16), [9, 7, 15], [8, 12, 8]] {
            let (mean, variance) = posterior.chemistryMatrix(rows: [0, 3, 6], columns: columns)
            for (i, a) in [0, 3, 6].enumerated() {
                for (j, b) in columns.enumerated() {
                    let single = posterior.prediction(of: a, with: b)
                    #expect(abs(Double(mean[i * columns.count + j]) - single.chemistry) < 0.002)
                    let deviation = Double(variance[i * columns.count + j]).squareRoot()
                    #expect(abs(deviation - single.chemistrySD) < 0.002)
                }
            }
        }
    }

    @Test func `a first sheet never widens what is known of rater and target, a repeated one hardly`() throws
    {
        var posterior = try fit(SampleAlliance.make(share: 0.4), on: SampleAlliance.today)
        let free = try #require(
            (8..<16).first { posterior.derived.dyadOfPair[Posterior.pairKey(0, $0)] == nil })
        // Averaging sheets of one rater forgets which of them shares its occasion with the counterpart's.
        for (rater, target, tolerance) in [(0, free, 1e-5), (free, 0, 1e-5), (free, 0, 2e-3)] {
            let before = [rater, target].map { posterior.covariance(of: $0).diagonal }
            posterior.record(
                Sheet(
                    rater: rater, target: target, day: SampleAlliance.today, ratings: [3, 4], success: 4,
                    wouldContinue: false))
            let after = [rater, target].map { posterior.covariance(of: $0).diagonal }
            for (old, new) in zip(before, after) {
                #expect(zip(old, new).allSatisfy { $1 <= $0 * (1 + tolerance) })
            }
        }
    }

    @Test func `a sheet taken in at once says nearly what a refit says`() throws {
        var snapshot = SampleAlliance.make(10, 10, share: 0.7)
        var posterior = try fit(snapshot, on: SampleAlliance.today)
        let sheet = Sheet(
            rater: 2, target: 13, day: SampleAlliance.today, ratings: [6, 6], success: 6, wouldContinue: true)
        posterior.record(sheet)
        snapshot.sheets.append(sheet)
        let refit = try fit(snapshot, on: SampleAlliance.today)
        for b in 10..<20 {
            let (online, nightly) = (posterior.prediction(of: 2, with: b), refit.prediction(of: 2, with: b))
            #expect(abs(online.chemistry - nightly.chemistry) < 2)
            #expect(abs(online.successA - nightly.successA) < 0.15)
        }
    }

    @Test func `ratings of a generous rater move the rater, not the rated`() {
        // With a wide prior of actor effects, a constant on all answers of one rater is the rater's alone.
        let snapshot = SampleAlliance.make(4, 4, factors: 1, share: 2)
        let scale = AnswerScale(prior: snapshot.alliance.instrument)
        var prior = Hyperparameters(
            prior: snapshot.alliance.instrument, scale: scale, fields: 0, features: 0)
        for channel in 0..<6 { prior.people[0][channel, channel] += channel < 3 ? 1000 : 0 }
        func effects(adding constant: Double) -> [Double] {
            var sheets = SheetTable(factorCount: 1)
            for index in 0..<snapshot.sheets.count {
                var sheet = snapshot.sheets[index]
                if sheet.rater == 1 {
                    sheet.ratings = sheet.ratings.map { $0.map { $0 + constant } }
                    sheet.success = sheet.success.map { $0 + constant }
                }
                sheets.append(sheet)
            }
            let table = DyadTable(
                sheets, sides: (0..<8).map { $0 < 4 ? .a : .b }, scale: scale, today: SampleAlliance.today,
                halfLife: 730)
            var estimation = Estimation(
                table: table, sides: (0..<8).map { $0 < 4 ? 0 : 1 }, rows: Matrix(8, 0), features: [],
                featureCount: 0, pooledFeatureWeights: Matrix(0, 6), prior: prior, priorWeight: 20,
                baseline: [Double](repeating: 0, count: 48))
            estimation.updatePrecisions()
            for _ in 0..<100 {
                estimation.sweep(side: 0)
                estimation.sweep(side: 1)
            }
            return estimation.effects
        }
        let (before, after) = (effects(adding: 0), effects(adding: 1))
        for person in 0..<8 {
            for channel in 0..<6 {
                let moved = after[person * 6 + channel] - before[person * 6 + channel]
                let own = person == 1 && channel < 2
                #expect(abs(moved - (own ? 1 / scale.spreads[channel] : 0)) < 0.02)
            }
        }
    }
}

@Suite struct RecoveryTests {
    /// A short version of what `ScoringBenchmark recovery` does 200 times.
    @Test func `known shares of variance lie in their intervals`() throws {
        var (inside, asked) = (0, 0)
        for seed in 1...4 {
            var numbers = SplitMix64(seed: UInt64(seed))
            var snapshot = SampleAlliance.make(30, 30, factors: 1, share: 0, seed: UInt64(seed))
            let effects = snapshot.people.map { _ in (0.5 * numbers.normal(), 0.4 * numbers.normal()) }
            for a in 0..<30 {
                for b in 30..<60 where numbers.uniform() < 0.5 {
                    for (rater, target) in [(a, b), (b, a)] {
                        let value = 4 + effects[rater].0 + effects[target].1 + 0.75 * numbers.normal()
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target, ratings: [value + 0.5 * numbers.normal()],
                                success: value, wouldContinue: value > 4))
                    }
                }
            }
            let shares = try fit(snapshot, on: SampleAlliance.today).varianceShares(of: .a)
            let total = 0.25 + 0.16 + 0.5625
            for (share, truth) in [
                (shares.actor, 0.25 / total), (shares.partner, 0.16 / total), (shares.dyad, 0.5625 / total),
                (shares.reciprocity, 0),
            ] {
                asked += 1
                if share.low <= truth && truth <= share.high { inside += 1 }
            }
        }
        // Of 16 intervals of 95 %, fewer than 13 hold the truth in 1 of 100 suites at most.
        #expect(inside >= 13, "\(inside) of \(asked)")
    }

    /// Oracle values: SciPy's `expit(logit(0.25) ± 1.96 · 0.05 / 0.1875)` and `tanh(arctanh(0.5) ± 1.96 · 0.1)`.
    @Test func `intervals of shares and correlations are laid where their errors are symmetric`() {
        // A quarter, whose error 0.05 comes from the other part alone: 0.25 · 0.2 = 0.05.
        let share = Posterior.share(0, of: [(variance: 0.25, error: 0), (variance: 0.75, error: 0.2)])
        #expect(abs(share.estimate - 0.25) < 1e-12)
        #expect(abs(share.low - 0.165029) < 1e-6 && abs(share.high - 0.359866) < 1e-6, "\(share)")
        let reciprocity = Posterior.correlation(0.5, error: 0.1)
        #expect(abs(reciprocity.low - 0.339304) < 1e-6, "\(reciprocity)")
        #expect(abs(reciprocity.high - 0.632340) < 1e-6, "\(reciprocity)")
        // At the ends of the scale an interval stays on it.
        let certain = Posterior.correlation(1, error: 0.5)
        #expect(certain.low <= 1 && certain.high <= 1 && certain.low > 0.99)
    }

    @Test func `pooled alliances teach a new one what profiles say`() throws {
        func alliance(_ seed: UInt64, sheets: Bool) -> Snapshot {
            var numbers = SplitMix64(seed: seed)
            var snapshot = SampleAlliance.make(20, 20, factors: 1, share: 0, seed: seed)
            for a in 0..<(sheets ? 20 : 0) {
                for b in 20..<40 {
                    for (rater, target) in [(a, b), (b, a)] {
                        guard case .number(let years) = snapshot.people[target].attributes[0] else {
                            continue
                        }
                        let value = 4 + 0.15 * (years - 10) + 0.5 * numbers.normal()
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target, ratings: [value], success: value,
                                wouldContinue: value > 4))
                    }
                }
            }
            return snapshot
        }
        let taught = try (1...3).map { try fit(alliance($0, sheets: true), on: SampleAlliance.today) }
        let new = alliance(9, sheets: false)
        let posterior = try fit(new, on: SampleAlliance.today, from: PooledPrior(pooling: taught))
        func years(_ person: Int) -> Double {
            if case .number(let years) = new.people[person].attributes[0] { years } else { 10 }
        }
        let senior = try #require((20..<40).max { years($0) < years($1) })
        let junior = try #require((20..<40).min { years($0) < years($1) })
        let alone = try fit(new, on: SampleAlliance.today)
        let gap =
            posterior.prediction(of: 0, with: senior).successA
            - posterior.prediction(of: 0, with: junior).successA
        #expect(gap > 0.8)
        #expect(
            abs(
                alone.prediction(of: 0, with: senior).successA
                    - alone.prediction(of: 0, with: junior).successA) < 0.01)
    }
}
