import Domain
import Testing

@testable import Scoring

@Suite struct EvaluationTests {
    @Test func `a random hold-out keeps both directions of a pair together and is drawn by its seed`() {
        let snapshot = SampleAlliance.make(12, 12)
        let one = HoldOut.dyads(share: 0.3, seed: 1).split(snapshot)
        #expect(one.seen.sheets.count + one.held.count == snapshot.sheets.count)
        let seen = Set((0..<one.seen.sheets.count).map { Self.pair(one.seen.sheets[$0]) })
        let held = Set((0..<one.held.count).map { Self.pair(one.held[$0]) })
        #expect(seen.isDisjoint(with: held))
        let share = Double(one.held.count) / Double(snapshot.sheets.count)
        #expect(share > 0.15 && share < 0.45)
        #expect(HoldOut.dyads(share: 0.3, seed: 1).split(snapshot).held == one.held)
        #expect(HoldOut.dyads(share: 0.3, seed: 2).split(snapshot).held != one.held)
    }

    private static func pair(_ sheet: Sheet) -> Set<Int> { [sheet.rater, sheet.target] }

    @Test func `a hold-out forward in time learns from nothing that came later`() {
        var snapshot = SampleAlliance.make(8, 8)
        let sheets = snapshot.sheets
        snapshot.sheets = SheetTable(factorCount: sheets.factorCount)
        for index in 0..<sheets.count {
            var sheet = sheets[index]
            sheet.day = index % 10 == 0 ? nil : Day(daysSince1970: 19_000 + Int32(index * 7 % 50))
            snapshot.sheets.append(sheet)
        }
        let (seen, held) = HoldOut.newest(share: 0.25).split(snapshot)
        let last = seen.sheets.days.filter { $0 != SheetTable.unknownDay }.max() ?? 0
        #expect(held.count > 0 && held.days.allSatisfy { $0 > last })
        #expect(abs(Double(held.count) / Double(snapshot.sheets.count) - 0.23) < 0.1)
        // All on one day: nothing came later.
        #expect(HoldOut.newest(share: 0.25).split(SampleAlliance.make(4, 4)).held.count == 0)
    }

    @Test func `the model beats the base rate where people differ, and every figure is there`() throws {
        let snapshot = SampleAlliance.make(25, 25, share: 0.8)
        let found = try evaluate(
            snapshot, on: SampleAlliance.today, holdingOut: .dyads(share: 0.3, seed: 4))
        let evaluation = try #require(found)
        for figures in [
            evaluation.decisionLogLoss, evaluation.decisionBrier, evaluation.bothLogLoss,
            evaluation.bothBrier,
            evaluation.successError,
        ] {
            let figures = try #require(figures)
            #expect(figures.model < figures.baseRate && figures.model < figures.profilesOnly)
            #expect(figures.personMeans < figures.baseRate && figures.additive < figures.baseRate)
        }
        let decisions = evaluation.calibration.reduce(0) { $0 + $1.count }
        #expect(decisions == evaluation.sheets)
    }

    @Test func `shrunken means are those worked out by hand`() {
        var snapshot = SampleAlliance.make(2, 2, share: 0)
        snapshot.sheets.append(Sheet(rater: 0, target: 2, ratings: [4, 4], success: 6, wouldContinue: true))
        snapshot.sheets.append(Sheet(rater: 1, target: 2, ratings: [4, 4], success: 2, wouldContinue: false))
        // Mean 4. Rater 0 has +2 less the target's 0, over 1 + 4: 0.4; rater 1 the opposite; the target keeps 0.
        let forecast = PersonMeans(snapshot).forecast(0, 2)
        #expect(abs(forecast.successes[0] - 4.4) < 1e-9)
        #expect(abs(PersonMeans(snapshot).forecast(1, 2).successes[0] - 3.6) < 1e-9)
        #expect(abs(forecast.decisions[0] - 0.6) < 1e-9)
    }

    @Test func `nothing to foretell or nothing to learn from gives no scorecard`() throws {
        var snapshot = SampleAlliance.make(4, 4, share: 0)
        #expect(
            try evaluate(snapshot, on: SampleAlliance.today, holdingOut: .dyads(share: 0.5, seed: 1)) == nil)
        snapshot.sheets.append(Sheet(rater: 0, target: 4, ratings: [4, 4], success: 6, wouldContinue: true))
        for share in [0.01, 0.99] {
            #expect(
                try evaluate(snapshot, on: SampleAlliance.today, holdingOut: .dyads(share: share, seed: 1))
                    == nil)
        }
    }

    @Test func `the relationship part is switched off, and says so, where it does not pay`() throws {
        // Profiles that have nothing to do with the answers.
        let noise = SampleAlliance.make(14, 14, share: 0.9, seed: 8)
        var liking = noise
        liking.sheets = SheetTable(factorCount: 2)
        var numbers = SplitMix64(seed: 2)
        for a in 0..<14 {
            for b in 14..<28 {
                let alike = noise.people[a].attributes[1] == noise.people[b].attributes[1]
                for (rater, target) in [(a, b), (b, a)] {
                    let value = 4 + (alike ? 1.2 : -0.6) + 0.6 * numbers.normal()
                    liking.sheets.append(
                        Sheet(
                            rater: rater, target: target, ratings: [value, value], success: value,
                            wouldContinue: value > 4))
                }
            }
        }
        let off = try fit(noise, on: SampleAlliance.today)
        #expect(!off.scorecard.relationshipPays)
        #expect(off.featureWeights.values.allSatisfy { $0 == 0 })
        let on = try fit(liking, on: SampleAlliance.today)
        #expect(on.scorecard.relationshipPays)
        #expect(on.featureWeights.values.contains { $0 != 0 })
    }
}
