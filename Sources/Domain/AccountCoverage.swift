/// A customer account covered by a salesperson. An account is shared when people of both sides cover it.
public struct AccountCoverage: Sendable, Hashable, Codable {
    /// The account's key, unique within the alliance and the same on both sides.
    public var account: String
    /// The customer's name as this side writes it; nil when unknown.
    public var name: String?
    /// Index of the salesperson in ``Snapshot/people``.
    public var person: Int
    /// The salesperson's part; nil when unknown.
    public var role: Role?
    /// Yearly revenue of this side with the account, in the alliance's currency; nil when unknown.
    public var revenue: Double?

    /// Makes a coverage row.
    public init(
        account: String, name: String? = nil, person: Int, role: Role? = nil, revenue: Double? = nil
    ) {
        self.account = account
        self.name = name
        self.person = person
        self.role = role
        self.revenue = revenue
    }

    /// A salesperson's part in an account.
    public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
        /// Answers for the customer.
        case owner
        /// Works with the owner.
        case team
    }
}
