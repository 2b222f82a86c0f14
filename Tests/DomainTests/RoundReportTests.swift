import Domain
import Testing

@Suite struct RoundReportTests {
    private let frontier = [(0, 50), (2, 58), (4, 62.109), (5, 62.2)].map {
        FrontierPoint(changes: $0.0, value: $0.1)
    }

    @Test func `what more and fewer changes would bring is said from where the round stands`() {
        let report = RoundReport(frontier: frontier, proposed: FrontierPoint(changes: 3, value: 60.5))
        #expect(
            report.frontierSentences() == [
                "1 more change would gain 1.61 points.", "2 more changes would gain 1.70 points.",
                "1 fewer change would lose 2.50 points.", "3 fewer changes would lose 10.50 points.",
            ])
        #expect(report.frontierSentences(limit: 1).count == 2)
    }

    @Test func `what gains nothing is not said`() {
        #expect(RoundReport(frontier: frontier, proposed: frontier[3]).frontierSentences(limit: 9).count == 3)
        #expect(RoundReport(frontier: [frontier[0]], proposed: frontier[0]).frontierSentences() == [])
        #expect(RoundReport(frontier: frontier).frontierSentences() == [])
    }
}
