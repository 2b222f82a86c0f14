/// What both sides agree on about a customer that both cover: who leads, who supports, what is shared, until when.
public struct ControlAgreement: Sendable, Hashable {
    /// The account's key.
    public var account: String
    /// The side that keeps control of the customer.
    public var lead: Side
    /// What the other side does.
    public var support: String?
    /// What the sides tell each other about the customer.
    public var shared: [String]
    /// The last day on which it holds; nil for until further notice.
    public var until: Day?
    /// Sides that have signed.
    public var signedBy: Set<Side>
    /// The side that has withdrawn it; nil while nobody has.
    public var withdrawnBy: Side?

    /// Makes an agreement.
    public init(
        account: String, lead: Side, support: String? = nil, shared: [String] = [], until: Day? = nil,
        signedBy: Set<Side> = [], withdrawnBy: Side? = nil
    ) {
        self.account = account
        self.lead = lead
        self.support = support
        self.shared = shared
        self.until = until
        self.signedBy = signedBy
        self.withdrawnBy = withdrawnBy
    }

    /// Where it stands on a day.
    public func state(on day: Day) -> State {
        if withdrawnBy != nil { return .withdrawn }
        if let until, day > until { return .expired }
        return signedBy.count == 2 ? .inForce : .proposed
    }

    /// Where an agreement stands.
    public enum State: String, Sendable, Hashable, CaseIterable, Codable {
        /// One side has signed.
        case proposed
        /// Both sides have signed.
        case inForce = "in-force"
        /// It was for a time, and that is over.
        case expired
        /// One side has taken it back.
        case withdrawn
    }

    /// How long before its last day the sides are reminded, in days.
    public static let renewalNotice = 14

    /// What is to be done about it on a day.
    public func reminders(on today: Day) -> [Reminder] {
        switch state(on: today) {
        case .proposed:
            Side.allCases.filter { !signedBy.contains($0) }.map {
                Reminder(.signAgreement, $0, until ?? today)
            }
        case .inForce:
            until.map { last in
                last.advanced(byDays: -Self.renewalNotice) > today
                    ? [] : Side.allCases.map { Reminder(.renewAgreement, $0, last) }
            } ?? []
        case .expired, .withdrawn: []
        }
    }
}
