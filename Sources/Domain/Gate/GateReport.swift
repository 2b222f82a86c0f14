/// An early warning about two companies before their people's first trial: what differs, why it hurts, what to agree on.
public struct GateReport: Sendable, Hashable {
    /// What was found, worst first.
    public var findings: [Finding]
    /// What nobody has told yet, so that nothing can be said of it.
    public var unknown: [Topic]

    /// One thing to talk about.
    public struct Finding: Sendable, Hashable {
        /// What it is about.
        public var topic: Topic
        /// How much it matters.
        public var severity: Severity
        /// What differs, one sentence.
        public var differs: String
        /// Why it hurts, one sentence.
        public var hurts: String
        /// What to agree on, one sentence.
        public var agree: String
    }

    /// What a finding is about: the study's factors of business level, and the frictions of unequal size.
    public enum Topic: String, Sendable, Hashable, CaseIterable, Codable {
        case choice
        case timing
        case conditions
        case culture
        case information
        case size
        case hierarchy
        case payment
        case paperwork
    }

    /// How much a finding matters.
    public enum Severity: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
        /// Worth knowing.
        case notice
        /// Settle it before the first trial.
        case warning
        /// Do not begin a trial before it is settled.
        case stop

        /// Less matters less.
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Whether a trial may begin: nothing says stop.
    public var isOpen: Bool { !findings.contains { $0.severity == .stop } }

    /// Reads two companies of opposite sides, and what each has said of the other.
    public init(
        _ one: Company, _ other: Company, answers: GateAnswers?, otherAnswers: GateAnswers?
    ) {
        var findings: [Finding] = []
        var unknown: [Topic] = []
        func take(_ topic: Topic, _ finding: Finding?, isKnown: Bool) {
            if let finding { findings.append(finding) }
            if !isKnown { unknown.append(topic) }
        }
        for factor in GateFactor.all {
            let pair = (answers?[keyPath: factor.answer], otherAnswers?[keyPath: factor.answer])
            take(factor.topic, factor.finding(pair.0, pair.1), isKnown: pair.0 != nil && pair.1 != nil)
        }
        let friction = SizeFriction(one, other, answers?.approvals, otherAnswers?.approvals)
        take(.size, friction.size, isKnown: one.employees != nil && other.employees != nil)
        take(.hierarchy, friction.hierarchy, isKnown: one.salesLevels != nil && other.salesLevels != nil)
        take(.payment, friction.payment, isKnown: one.paymentDays != nil && other.paymentDays != nil)
        take(
            .paperwork, friction.paperwork,
            isKnown: answers?.approvals != nil && otherAnswers?.approvals != nil)
        self.findings = findings.enumerated().sorted { left, right in
            (right.element.severity, left.offset) < (left.element.severity, right.offset)
        }.map(\.element)
        self.unknown = unknown
    }
}
