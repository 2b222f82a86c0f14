/// A field salesperson of one of the companies of an alliance.
public struct Salesperson: Sendable, Hashable, Codable {
    /// Their key, unique within the alliance.
    public var key: String
    /// Index of their company in ``Snapshot/companies``.
    public var company: Int
    /// What people read; nil when unknown.
    public var name: String?
    /// E-mail address; nil when unknown.
    public var email: String?
    /// How many counterparts at once, 0 or more.
    public var capacity: Int
    /// Whether they can be paired at all at present.
    public var active: Bool
    /// One value for each of ``Alliance/attributes``, in that order; nil where unknown.
    public var attributes: [AttributeValue?]

    /// Makes a salesperson.
    public init(
        key: String, company: Int, name: String? = nil, email: String? = nil, capacity: Int = 1,
        active: Bool = true, attributes: [AttributeValue?] = []
    ) {
        self.key = key
        self.company = company
        self.name = name
        self.email = email
        self.capacity = capacity
        self.active = active
        self.attributes = attributes
    }
}
