import Domain
import Testing

@testable import Scoring

@Suite struct PosteriorTests {
    @Test func `a stored posterior comes back bit by bit`() throws {
        let posterior = try fit(SampleAlliance.make(), on: SampleAlliance.today)
        let bytes = posterior.encoded()
        let read = try Posterior(decoding: bytes)
        #expect(read.encoded() == bytes)
        #expect(read.prediction(of: 1, with: 9) == posterior.prediction(of: 1, with: 9))
        #expect(
            read.ranking(for: 10, among: Array(0..<8), limit: 5)
                == posterior.ranking(for: 10, among: Array(0..<8), limit: 5))
    }

    @Test func `bytes cut short or of another version are refused`() throws {
        let bytes = try fit(SampleAlliance.make(3, 3), on: SampleAlliance.today).encoded()
        for length in stride(from: 0, to: bytes.count, by: 37) {
            #expect(throws: ScoringError.self) { try Posterior(decoding: bytes[..<length]) }
        }
        var newer = bytes
        newer[4] = 99
        #expect(throws: ScoringError.unknownVersion(99)) { try Posterior(decoding: newer) }
    }

    @Test func `the same snapshot gives the same bytes`() throws {
        let snapshot = SampleAlliance.make(5, 4)
        let (one, two) = (
            try fit(snapshot, on: SampleAlliance.today), try fit(snapshot, on: SampleAlliance.today)
        )
        #expect(one.encoded() == two.encoded())
    }

    @Test func `probabilities agree with each other for every pair`() throws {
        let posterior = try fit(SampleAlliance.make(), on: SampleAlliance.today)
        for a in 0..<8 {
            for b in 8..<16 {
                let prediction = posterior.prediction(of: a, with: b)
                #expect((0...100).contains(prediction.chemistry))
                #expect(prediction.chemistrySD > 0)
                #expect(prediction.continueBoth <= min(prediction.continueA, prediction.continueB))
                #expect(prediction.continueBoth >= max(0, prediction.continueA + prediction.continueB - 1))
                let evidence = prediction.evidence
                #expect(abs(evidence.prior + evidence.people + evidence.pair - 1) < 1e-9)
                #expect(min(evidence.prior, evidence.people, evidence.pair) >= 0)
            }
        }
    }

    @Test func `an alliance without sheets is unsure and takes everybody for average`() throws {
        var snapshot = SampleAlliance.make(4, 4)
        snapshot.sheets = SheetTable(factorCount: 2)
        let posterior = try fit(snapshot, on: SampleAlliance.today)
        let prediction = posterior.prediction(of: 0, with: 5)
        #expect(prediction.evidence.prior == 1)
        #expect(abs(prediction.continueA - 0.5) < 1e-6)
        #expect(prediction.chemistrySD > 15)
    }

    @Test func `a newcomer after the fit gets a wider interval than people who were rated`() throws {
        var snapshot = SampleAlliance.make()
        let posterior = try fit(snapshot, on: SampleAlliance.today)
        snapshot.people.insert(Salesperson(key: "new", company: 0, attributes: [nil, nil, nil]), at: 3)
        let extended = posterior.extended(to: snapshot)
        let newcomer = try #require(extended.row(of: "new"))
        let known = try #require(extended.row(of: "p2"))
        let other = try #require(extended.row(of: "p9"))
        let (wide, narrow) = (
            extended.prediction(of: newcomer, with: other), extended.prediction(of: known, with: other)
        )
        #expect(wide.chemistrySD > narrow.chemistrySD)
        let before = posterior.prediction(of: 2, with: 9)
        #expect(abs(narrow.chemistry - before.chemistry) < 1e-9)
    }

    @Test func `a glowing sheet lifts the pair and narrows it`() throws {
        var posterior = try fit(SampleAlliance.make(share: 0.3), on: SampleAlliance.today)
        let free = try #require(
            (8..<16).first { posterior.derived.dyadOfPair[Posterior.pairKey(0, $0)] == nil })
        let before = posterior.prediction(of: 0, with: free)
        posterior.record(
            Sheet(
                rater: 0, target: free, day: SampleAlliance.today, ratings: [7, 7], success: 7,
                wouldContinue: true))
        let after = posterior.prediction(of: 0, with: free)
        #expect(after.chemistry > before.chemistry)
        #expect(after.continueA > before.continueA)
        #expect(after.successSDA < before.successSDA)
        #expect(after.evidence.pair > before.evidence.pair)
    }
}
