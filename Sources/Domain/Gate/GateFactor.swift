/// One of the study's five factors of business level, as both companies judge it.
struct GateFactor {
    let topic: GateReport.Topic
    let answer: any KeyPath<GateAnswers, Int?> & Sendable
    /// What the statement is about, within a sentence.
    let words: String
    let hurts: String
    let agree: String

    /// Below this a company does not agree with the statement: the middle of the scale.
    private static let middle = 4
    /// From this difference on the two do not see the same alliance.
    private static let gap = 3

    /// What two judgements say; nil when they are good and alike, or not both there.
    func finding(_ one: Int?, _ other: Int?) -> GateReport.Finding? {
        guard let one, let other else { return nil }
        let least = min(one, other)
        if least < Self.middle {
            return GateReport.Finding(
                topic: topic, severity: least <= 2 ? .stop : .warning,
                differs: one < Self.middle && other < Self.middle
                    ? "Neither company is convinced of \(words)."
                    : "One of the companies is not convinced of \(words).",
                hurts: hurts, agree: agree)
        }
        guard abs(one - other) >= Self.gap else { return nil }
        return GateReport.Finding(
            topic: topic, severity: .notice, differs: "The companies see \(words) quite differently.",
            hurts: hurts, agree: agree)
    }

    static let all = [
        GateFactor(
            topic: .choice, answer: \.choice, words: "the choice of the other company",
            hurts: "Salespeople feel at once whether their own house wants the alliance, and hold back.",
            agree: "Name the customers and offers that only the two of you together can win."),
        GateFactor(
            topic: .timing, answer: \.timing, words: "the timing",
            hurts: "Trials that fall into a reorganisation or a quarter's end are judged by those.",
            agree: "Fix a quarter in which both sides free their people for joint calls."),
        GateFactor(
            topic: .conditions, answer: \.conditions, words: "the negotiated conditions",
            hurts: "Whoever thinks the split unfair renegotiates it at the customer's table.",
            agree: "Write down revenue split, discounts and who bears which cost, for at least a year."),
        GateFactor(
            topic: .culture, answer: \.culture, words: "a common way of doing things",
            hurts: "What one side calls quick, the other calls careless; both are right at home.",
            agree: "Agree on response times, dress and tone at the customer, and on who decides on the spot."),
        GateFactor(
            topic: .information, answer: \.information, words: "the handling of sensitive information",
            hurts: "Information that is held back is the first of the study's warning signs.",
            agree: "List what is shared, with whom and for how long, and sign it with the control agreements."
        ),
    ]
}
