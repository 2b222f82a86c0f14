/// What the companies of an alliance have agreed on as a whole.
public struct AllianceTerms: Sendable, Hashable, Codable {
    /// Days within which joint orders are paid; nil when not agreed.
    public var paymentDays: Int?
    /// Side a's share of joint revenue, 0 to 1, the rest being side b's; nil when not agreed.
    public var revenueShareA: Double?
    /// Who leads at a customer, in the people's words.
    public var leadRule: String?
    /// What the other side does, in the people's words.
    public var supportRule: String?
    /// Kinds of information that may be shared.
    public var sharedInformation: [String]
    /// Sides that show the names of customers that both cover.
    public var namesSharedBy: Set<Side>
    /// Whether the changes of a round are accepted for both sides as soon as it is published.
    public var autoAccept: Bool

    /// Makes terms; nothing is agreed and nothing shared unless it is said.
    public init(
        paymentDays: Int? = nil, revenueShareA: Double? = nil, leadRule: String? = nil,
        supportRule: String? = nil,
        sharedInformation: [String] = [], namesSharedBy: Set<Side> = [], autoAccept: Bool = false
    ) {
        self.paymentDays = paymentDays
        self.revenueShareA = revenueShareA
        self.leadRule = leadRule
        self.supportRule = supportRule
        self.sharedInformation = sharedInformation
        self.namesSharedBy = namesSharedBy
        self.autoAccept = autoAccept
    }
}
