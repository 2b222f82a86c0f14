import Domain
import Testing

/// What an early warning says of two companies.
@Suite struct GateTests {
    static let large = Company(
        key: "north", name: "North", side: .a, employees: 40_000, salesLevels: 7, paymentDays: 90)
    static let small = Company(
        key: "south", name: "South", side: .b, employees: 300, salesLevels: 2, paymentDays: 14)
    static let content = GateAnswers(
        choice: 6, timing: 5, conditions: 6, culture: 5, information: 6, approvals: 1)

    @Test func `the frictions of unequal size are told with what to agree on`() {
        let report = GateReport(Self.large, Self.small, answers: Self.content, otherAnswers: Self.content)
        #expect(report.findings.map(\.topic) == [.hierarchy, .payment, .size])
        #expect(report.isOpen && report.unknown.isEmpty)
        #expect(report.findings[1].differs == "North pays after 90 days, South after 14.")
        #expect(report.findings.allSatisfy { !$0.hurts.isEmpty && !$0.agree.isEmpty })
    }

    @Test func `who stands first makes no difference`() {
        let one = GateReport(
            Self.large, Self.small, answers: Self.content, otherAnswers: GateAnswers(choice: 2))
        let other = GateReport(
            Self.small, Self.large, answers: GateAnswers(choice: 2), otherAnswers: Self.content)
        #expect(one == other)
    }

    @Test(arguments: [
        (1, 7, GateReport.Severity.stop), (2, 2, .stop), (3, 6, .warning), (4, 7, .notice),
    ])
    func `doubt weighs more than difference`(one: Int, other: Int, severity: GateReport.Severity) {
        var answers = (Self.content, Self.content)
        answers.0.timing = one
        answers.1.timing = other
        let report = GateReport(Self.small, Self.small, answers: answers.0, otherAnswers: answers.1)
        #expect(report.findings.map(\.topic) == [.timing])
        #expect(report.findings.first?.severity == severity)
        #expect(report.isOpen == (severity != .stop))
    }

    @Test func `what nobody has told is named, and nothing is made of it`() {
        let bare = Company(key: "x", name: "X", side: .a)
        let report = GateReport(bare, Self.small, answers: nil, otherAnswers: Self.content)
        #expect(report.findings.isEmpty)
        #expect(Set(report.unknown) == Set(GateReport.Topic.allCases))
    }

    @Test func `worst comes first`() {
        var doubt = Self.content
        doubt.information = 1
        doubt.approvals = 5
        let report = GateReport(Self.large, Self.small, answers: doubt, otherAnswers: Self.content)
        #expect(report.findings.map(\.severity) == report.findings.map(\.severity).sorted(by: >))
        #expect(report.findings.first?.topic == .information)
        #expect(report.findings.contains { $0.topic == .paperwork })
    }
}
