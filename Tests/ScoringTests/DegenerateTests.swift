import Domain
import Testing

@testable import Scoring

@Suite struct DegenerateTests {
    /// Every figure of every pair is a number, and probabilities are probabilities.
    private static func check(_ snapshot: Snapshot, _ comment: Comment) throws {
        let posterior = try fit(snapshot, on: SampleAlliance.today)
        let scale = snapshot.alliance.instrument.scale
        for a in snapshot.people(on: .a) {
            for b in snapshot.people(on: .b) {
                let p = posterior.prediction(of: a, with: b)
                #expect((0...100).contains(p.chemistry) && p.chemistrySD.isFinite, comment)
                #expect(scale.contains(p.successA) && scale.contains(p.successB), comment)
                for probability in [p.continueA, p.continueB, p.continueBoth] {
                    #expect((0...1).contains(probability), comment)
                }
            }
        }
        #expect(try Posterior(decoding: posterior.encoded()).encoded() == posterior.encoded(), comment)
    }

    private static func changed(_ change: (inout Sheet) -> Void) -> Snapshot {
        var snapshot = SampleAlliance.make(4, 4)
        let sheets = snapshot.sheets
        snapshot.sheets = SheetTable(factorCount: sheets.factorCount)
        for index in 0..<sheets.count {
            var sheet = sheets[index]
            change(&sheet)
            snapshot.sheets.append(sheet)
        }
        return snapshot
    }

    @Test func `odd alliances still give sound predictions`() throws {
        try Self.check(
            Self.changed {
                $0.ratings = [4, 4]; $0.success = 4; $0.wouldContinue = true
            }, "all equal")
        try Self.check(Self.changed { $0.success = nil }, "no success")
        try Self.check(Self.changed { $0.wouldContinue = nil }, "no decision")
        try Self.check(
            Self.changed {
                $0.success = nil; $0.ratings = [nil, nil]
            }, "decisions alone")
        try Self.check(
            Self.changed {
                $0.ratings = [1, 7]; $0.success = 7
            }, "extremes")
        try Self.check(Self.changed { $0.day = nil }, "no day")
        try Self.check(Self.changed { $0.day = Day(daysSince1970: -10_000) }, "ancient")
        try Self.check(SampleAlliance.make(3, 3, factors: 0), "no factors")
        var oneRater = SampleAlliance.make(4, 4)
        oneRater.sheets = SheetTable(factorCount: 2)
        for b in 4..<8 {
            oneRater.sheets.append(
                Sheet(rater: 0, target: b, ratings: [5, 6], success: 5, wouldContinue: true))
        }
        try Self.check(oneRater, "one rater")
        var nobody = SampleAlliance.make(4, 4)
        nobody.people = []
        nobody.sheets = SheetTable(factorCount: 2)
        try Self.check(nobody, "nobody")
    }

    @Test func `one sheet in all moves its pair and leaves everything wide`() throws {
        var snapshot = SampleAlliance.make(4, 4)
        snapshot.sheets = SheetTable(factorCount: 2)
        let before = try fit(snapshot, on: SampleAlliance.today).prediction(of: 0, with: 4)
        snapshot.sheets.append(Sheet(rater: 0, target: 4, ratings: [7, 7], success: 7, wouldContinue: true))
        let after = try fit(snapshot, on: SampleAlliance.today)
        #expect(after.prediction(of: 0, with: 4).successA > before.successA)
        #expect(after.prediction(of: 1, with: 5).chemistrySD > 10)
    }

    @Test func `too many factors are refused`() {
        var snapshot = SampleAlliance.make(2, 2)
        snapshot.alliance.instrument = SampleAlliance.instrument(41)
        #expect(throws: ScoringError.tooManyFactors(count: 41, limit: 40)) {
            try fit(snapshot, on: SampleAlliance.today)
        }
    }
}
