/// A company of an alliance.
public struct Company: Sendable, Hashable, Codable {
    /// Its key, unique within the alliance.
    public var key: String
    /// What people read.
    public var name: String
    /// The side it stands on.
    public var side: Side
    /// Number of employees; nil when unknown.
    public var employees: Int?
    /// Hierarchy levels of its field sales organisation; nil when unknown.
    public var salesLevels: Int?
    /// Days until it pays an invoice; nil when unknown.
    public var paymentDays: Int?
    /// Country, as the alliance writes it; nil when unknown.
    public var country: String?

    /// Makes a company.
    public init(
        key: String, name: String, side: Side, employees: Int? = nil, salesLevels: Int? = nil,
        paymentDays: Int? = nil, country: String? = nil
    ) {
        self.key = key
        self.name = name
        self.side = side
        self.employees = employees
        self.salesLevels = salesLevels
        self.paymentDays = paymentDays
        self.country = country
    }
}
