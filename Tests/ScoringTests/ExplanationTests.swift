import Domain
import Testing

@testable import Scoring

@Suite struct ExplanationTests {
    private static func sheet(_ rater: Int, _ target: Int, _ answer: Double) -> Sheet {
        Sheet(
            rater: rater, target: target, day: SampleAlliance.today, ratings: [answer, answer],
            success: answer,
            wouldContinue: answer > 4)
    }

    @Test func `a sheet of the other side moves no reason, not even that it was written`() throws {
        let posterior = try fit(SampleAlliance.make(10, 10, share: 0.6), on: SampleAlliance.today)
        for a in 0..<4 {
            for b in 10..<14 {
                let before = posterior.explanation(of: a, with: b, for: .a)
                for answer in [1.0, 7] {
                    var told = posterior
                    told.record(Self.sheet(b, a, answer))
                    #expect(told.explanation(of: a, with: b, for: .a) == before)
                    var other = posterior
                    other.record(Self.sheet(a, b, answer))
                    #expect(
                        other.explanation(of: a, with: b, for: .b)
                            == posterior.explanation(of: a, with: b, for: .b))
                }
            }
        }
    }

    @Test func `a reputation is told from five raters on, and never from the other side`() throws {
        var snapshot = SampleAlliance.make(10, 10, share: 0)
        for a in 0..<4 { snapshot.sheets.append(Self.sheet(a, 10, 7)) }
        for a in 4..<10 { for b in 11..<20 { snapshot.sheets.append(Self.sheet(a, b, 3)) } }
        func told(_ side: Side) throws -> [Reason] {
            try fit(snapshot, on: SampleAlliance.today).explanation(of: 9, with: 10, for: side).filter {
                if case .reputation = $0.kind { true } else { false }
            }
        }
        #expect(try told(.a).isEmpty)
        snapshot.sheets.append(Self.sheet(4, 10, 7))
        let reasons = try told(.a)
        #expect(reasons.map(\.kind) == [.reputation(raters: 5)])
        #expect(reasons.allSatisfy { $0.points > 0 })
        #expect(try told(.b).isEmpty)
    }

    @Test func `never more than three reasons, those for the pair first, the largest first, each a sentence`()
        throws
    {
        var speakAgainst = 0
        let posterior = try fit(SampleAlliance.make(10, 10, share: 0.8), on: SampleAlliance.today)
        for a in 0..<10 {
            for b in 10..<20 {
                for side in [Side.a, .b] {
                    let reasons = posterior.explanation(of: a, with: b, for: side)
                    #expect((1...3).contains(reasons.count))
                    let told = reasons.filter { $0.points != 0 }
                    let (speaking, against) = (told.filter { $0.points > 0 }, told.filter { $0.points < 0 })
                    #expect(told == speaking + against)
                    for points in [speaking, against].map({ $0.map { abs($0.points) } }) {
                        #expect(points == points.sorted(by: >))
                    }
                    speakAgainst += against.count
                    for reason in against {
                        #expect(reason.text.contains("against them") || reason.text.contains("reserve"))
                    }
                    #expect(reasons.allSatisfy { $0.text.hasSuffix(".") && !$0.text.contains("_") })
                }
            }
        }
        #expect(speakAgainst > 0)
    }
}
