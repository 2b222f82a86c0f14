/// Where two companies of different size rub: the study's cash flow, paperwork and "I am unsure as to who my partner actually is".
struct SizeFriction {
    let one: Company
    let other: Company
    let approvals: Int?
    let otherApprovals: Int?

    init(_ one: Company, _ other: Company, _ approvals: Int?, _ otherApprovals: Int?) {
        self.one = one
        self.other = other
        self.approvals = approvals
        self.otherApprovals = otherApprovals
    }

    /// The larger and the smaller of two told numbers, with whose they are.
    private func ordered(_ first: Int?, _ second: Int?) -> (
        large: Int, small: Int, larger: Company, smaller: Company
    )? {
        guard let first, let second else { return nil }
        return first >= second ? (first, second, one, other) : (second, first, other, one)
    }

    /// Ten times as many employees work in another world.
    var size: GateReport.Finding? {
        guard let size = ordered(one.employees, other.employees), size.large >= 10 * max(1, size.small) else {
            return nil
        }
        return GateReport.Finding(
            topic: .size, severity: .notice,
            differs: "\(size.larger.name) has \(size.large) employees, \(size.smaller.name) \(size.small).",
            hurts: "The small company waits for the large one, and the large one does not notice.",
            agree: "Give the smaller side one person in the larger house who answers within a day.")
    }

    /// Two levels more, and people no longer know whom to call.
    var hierarchy: GateReport.Finding? {
        guard let levels = ordered(one.salesLevels, other.salesLevels), levels.large - levels.small >= 2
        else {
            return nil
        }
        return GateReport.Finding(
            topic: .hierarchy, severity: levels.large - levels.small >= 4 ? .warning : .notice,
            differs:
                "\(levels.larger.name) sells through \(levels.large) levels, \(levels.smaller.name) through \(levels.small).",
            hurts: "The other side is unsure who its counterpart actually is, and who may decide.",
            agree:
                "Name a counterpart and a deputy for each salesperson, and what the counterpart may decide alone."
        )
    }

    /// "The large one only pays after 90 days."
    var payment: GateReport.Finding? {
        guard let days = ordered(one.paymentDays, other.paymentDays) else { return nil }
        guard days.large >= 60 || days.large - days.small >= 30 else { return nil }
        return GateReport.Finding(
            topic: .payment, severity: days.large >= 90 ? .warning : .notice,
            differs:
                "\(days.larger.name) pays after \(days.large) days, \(days.smaller.name) after \(days.small).",
            hurts: "Joint business eats the cash of whoever has less of it.",
            agree: "Agree on payment days for joint orders, \(max(30, days.small)) for instance.")
    }

    /// An offer that needs three signatures more on one side comes late to every customer.
    var paperwork: GateReport.Finding? {
        guard let papers = ordered(approvals, otherApprovals), papers.large - papers.small >= 3 else {
            return nil
        }
        return GateReport.Finding(
            topic: .paperwork, severity: papers.large >= 6 ? .warning : .notice,
            differs:
                "A joint offer needs \(papers.large) approvals at \(papers.larger.name), \(papers.small) at \(papers.smaller.name).",
            hurts: "One side could sign at the customer's table, and has to say that it will call.",
            agree: "Set an amount up to which the salesperson at \(papers.larger.name) may sign alone.")
    }
}
