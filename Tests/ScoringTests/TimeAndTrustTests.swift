import Domain
import Testing

@testable import Scoring

/// What is learned of time, of whose sheets scatter, and of companies, where the truth is known.
@Suite struct TimeAndTrustTests {
    /// Pairs who rate each other several times, a year and more apart, while their relationship drifts.
    private static func drifting(share: Double, halfLife: Double, seed: UInt64) -> Snapshot {
        var numbers = SplitMix64(seed: seed)
        var snapshot = SampleAlliance.make(20, 20, factors: 2, share: 0, seed: seed)
        for a in 0..<20 {
            for b in 20..<40 where numbers.uniform() < 0.5 {
                for (rater, target) in [(a, b), (b, a)] {
                    var relationship = numbers.normal()
                    var age = 0
                    for _ in 0..<4 {
                        let gap = 20 + Int(numbers.uniform() * 500)
                        age += gap
                        let kept = Double.powerOfTwo(-Double(gap) / halfLife)
                        relationship =
                            kept * relationship + (1 - kept * kept).squareRoot() * numbers.normal()
                        let noise = (1 - share).squareRoot()
                        func answer() -> Double {
                            4 + share.squareRoot() * relationship + noise * numbers.normal()
                        }
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target,
                                day: Day(daysSince1970: SampleAlliance.today.daysSince1970 - Int32(age)),
                                ratings: [answer(), answer()], success: answer(), wouldContinue: nil))
                    }
                }
            }
        }
        return snapshot
    }

    @Test(arguments: [(0.7, 300.0), (0.7, 1200.0)])
    func `stable share and half-life are learned from repeated sheets`(share: Double, halfLife: Double) throws
    {
        let snapshot = Self.drifting(share: share, halfLife: halfLife, seed: 5)
        let posterior = try fit(snapshot, on: SampleAlliance.today)
        #expect(abs(posterior.stableShare - share) < 0.1)
        let ratio = posterior.parameters.halfLife / halfLife
        #expect(ratio > 0.6 && ratio < 1.6, "\(posterior.parameters.halfLife) days")
    }

    /// A good first sheet is in part a lucky one; who meets again after it is not typical.
    @Test(arguments: [0.25, 0.5, 0.75])
    func `the stable share is right though only those who liked each other met again`(share: Double) throws {
        var numbers = SplitMix64(seed: 17)
        var snapshot = SampleAlliance.make(30, 30, factors: 1, share: 0, seed: 17)
        for a in 0..<30 {
            for b in 30..<60 {
                for (rater, target) in [(a, b), (b, a)] {
                    let relationship = share.squareRoot() * numbers.normal()
                    for meeting in 0..<4 {
                        let answers = (0..<2).map { _ in
                            4 + relationship + (1 - share).squareRoot() * numbers.normal()
                        }
                        snapshot.sheets.append(
                            Sheet(
                                rater: rater, target: target,
                                day: SampleAlliance.today.advanced(byDays: meeting - 10),
                                ratings: [answers[0]],
                                success: answers[1], wouldContinue: nil))
                        if answers[0] + answers[1] < 10 { break }
                    }
                }
            }
        }
        let learned = try fit(snapshot, on: SampleAlliance.today).stableShare
        #expect(abs(learned - share) < 0.08, "\(learned)")
    }

    @Test func `without repeated sheets the prior's share and half-life stand`() throws {
        let posterior = try fit(SampleAlliance.make(), on: SampleAlliance.today)
        #expect(posterior.stableShare == Hyperparameters.stableShare)
        #expect(posterior.parameters.halfLife == Hyperparameters.halfLife)
    }

    @Test func `sheets of an erratic rater count less, and flat ones where they miss more`() throws {
        var numbers = SplitMix64(seed: 3)
        var snapshot = SampleAlliance.make(20, 20, factors: 4, share: 0)
        for a in 0..<20 {
            for b in 20..<40 {
                let flat = a >= 10 && numbers.uniform() < 0.5
                let spread = a == 0 ? 2.0 : 0.6
                let level = 4 + (flat ? 1.8 : 0) * numbers.normal()
                let ratings = (0..<4).map { _ in flat ? level : 4 + spread * numbers.normal() }
                snapshot.sheets.append(
                    Sheet(
                        rater: a, target: b, day: SampleAlliance.today, ratings: ratings,
                        success: flat ? level : 4 + spread * numbers.normal(), wouldContinue: nil))
            }
        }
        let trust = try fit(snapshot, on: SampleAlliance.today).trust
        #expect(trust.raters[0] < 0.7)
        #expect(trust.raters[1..<10].allSatisfy { $0 > trust.raters[0] + 0.2 })
        #expect(trust.worth(ofHalo: 1) < 0.7)
    }

    /// Sheets of which every second one is ruled by one impression, which scatters as told.
    private static func ruledByImpression(scatter: Double) -> Snapshot {
        var numbers = SplitMix64(seed: 9)
        var snapshot = SampleAlliance.make(20, 20, factors: 4, share: 0)
        for a in 0..<20 {
            for b in 20..<40 {
                let ruled = numbers.uniform() < 0.5
                let level = ruled ? scatter * numbers.normal() : 0
                let answers = (0..<5).map { _ in 4 + level + (ruled ? 0.25 : 0.9) * numbers.normal() }
                snapshot.sheets.append(
                    Sheet(
                        rater: a, target: b, day: SampleAlliance.today, ratings: Array(answers.prefix(4)),
                        success: answers[4], wouldContinue: nil))
            }
        }
        return snapshot
    }

    @Test func `the more one impression rules a sheet, the less it counts, where such miss more`() throws {
        let missing = try fit(Self.ruledByImpression(scatter: 1.5), on: SampleAlliance.today)
        let worths = [0, 0.25, 0.5, 0.75].map { missing.trust.worth(ofHalo: $0) }
        #expect(worths[0] == 1)
        #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 > $1 }, "\(worths)")
        #expect(worths[3] < 0.75)
        // Dyads of such sheets are weighed by it, and none is left out.
        let (table, scale) = (missing.table, missing.scale)
        func sheets(_ ruled: Bool) -> Double {
            let dyads = (0..<table.count).filter { dyad in
                let observed = table.classes[Int(table.classOf[dyad])].observed
                return (table.halo(dyad, 0, observed, scale, missing.trust.usualSpread) > 0.5) == ruled
            }
            let sum = dyads.reduce(0) { $0 + table.classes[Int(table.classOf[$1])].sheets[0] }
            return sum / Double(dyads.count)
        }
        #expect(sheets(true) > 0.3 && sheets(true) < sheets(false) - 0.15)
        let agreeing = try fit(Self.ruledByImpression(scatter: 0.2), on: SampleAlliance.today)
        #expect(agreeing.trust.worth(ofHalo: 0.75) > 0.95)
    }

    @Test func `where raters do not differ all count the same`() throws {
        let trust = try fit(SampleAlliance.make(12, 12, factors: 4, share: 0.9), on: SampleAlliance.today)
            .trust
        #expect(trust.raters.allSatisfy { abs($0 - 1) < 0.25 })
    }

    @Test func `two sheets that mirror each other count as one`() {
        let scale = AnswerScale(prior: SampleAlliance.instrument(4))
        func kind(_ back: [Double]) -> NoiseClass {
            var sheets = SheetTable(factorCount: 4)
            sheets.append(Sheet(rater: 0, target: 1, ratings: [3, 5, 6, 2], success: 4, wouldContinue: true))
            sheets.append(Sheet(rater: 1, target: 0, ratings: back, success: 4, wouldContinue: true))
            var table = DyadTable(
                sheets, sides: [.a, .b], scale: scale, today: SampleAlliance.today, halfLife: 730)
            table.weigh(by: .even(people: 2), scale)
            return table.classes[Int(table.classOf[0])]
        }
        #expect(kind([3, 5, 6, 2]).sheets == [0.5, 0.5])
        #expect(kind([3, 5, 6, 3]).sheets == [1, 1])
    }

    @Test
    func
        `two companies that suit each other are expected to go on so, in single predictions and in the matrix`()
        throws
    {
        var numbers = SplitMix64(seed: 7)
        var snapshot = SampleAlliance.make(24, 24, factors: 1, share: 0)
        snapshot.companies += [
            Company(key: "north-2", name: "North 2", side: .a),
            Company(key: "south-2", name: "South 2", side: .b),
        ]
        for person in snapshot.people.indices where person % 2 == 1 {
            snapshot.people[person].company = person < 24 ? 2 : 3
        }
        func suit(_ a: Int, _ b: Int) -> Double { (a + b) % 2 == 0 ? 0.8 : -0.8 }
        for a in 0..<24 {
            for b in 24..<48 where a < 20 && b < 44 && numbers.uniform() < 0.6 {
                for (rater, target) in [(a, b), (b, a)] {
                    let value = 4 + suit(a, b) + 0.7 * numbers.normal()
                    snapshot.sheets.append(
                        Sheet(
                            rater: rater, target: target, day: SampleAlliance.today, ratings: [value],
                            success: value, wouldContinue: value > 4))
                }
            }
        }
        let posterior = try fit(snapshot, on: SampleAlliance.today)
        // People who were never rated, so that only their companies can speak.
        let suited = posterior.prediction(of: 20, with: 44).successA
        let unsuited = posterior.prediction(of: 20, with: 45).successA
        #expect(suited - unsuited > 0.8)
        let (mean, _) = posterior.chemistryMatrix(rows: [20, 21], columns: [44, 45])
        for (place, pair) in [(20, 44), (20, 45), (21, 44), (21, 45)].enumerated() {
            #expect(
                abs(Double(mean[place]) - posterior.prediction(of: pair.0, with: pair.1).chemistry) < 0.002)
        }
        let read = try Posterior(decoding: posterior.encoded())
        #expect(read.prediction(of: 20, with: 44) == posterior.prediction(of: 20, with: 44))
    }
}
