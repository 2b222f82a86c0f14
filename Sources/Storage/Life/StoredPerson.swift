public import Domain

/// A salesperson with all that their own people keep about them.
public struct StoredPerson: Sendable {
    /// The alliance, without sheets.
    public var record: AllianceRecord
    /// Row of the person.
    public var row: Int
    /// Row of who stands in for them; nil when nobody is named.
    public var deputy: Int?
    /// Read off what is told of the person.
    public var version: Int64

    /// The person.
    public var person: Salesperson { record.snapshot.people[row] }
    /// The side they stand on.
    public var side: Side { record.snapshot.side(of: row) }
    /// When they are away, in order.
    public var absences: [Absence] { record.snapshot.absences.filter { $0.person == row } }
}

/// What is told of a salesperson: a field that is nil keeps what is stored.
public struct PersonChange: Sendable, Hashable {
    /// Their name.
    public var name: String?
    /// E-mail address.
    public var email: String?
    /// How many counterparts at once.
    public var capacity: Int?
    /// Whether they can be paired at all.
    public var active: Bool?
    /// Attributes that are told, by name; an attribute told as nil becomes unknown.
    public var attributes: [String: AttributeValue?]
    /// Key of who stands in for them; the empty text names nobody.
    public var deputy: String?
    /// When they are away, all of it.
    public var absences: [Span]?

    /// Days away.
    public struct Span: Sendable, Hashable {
        /// First day.
        public var first: Day
        /// Last day; nil when it is not known yet.
        public var last: Day?

        /// Makes a span.
        public init(first: Day, last: Day?) {
            self.first = first
            self.last = last
        }
    }

    /// Names of what is told.
    var fields: [String] {
        [
            ("absences", absences != nil), ("active", active != nil), ("attributes", !attributes.isEmpty),
            ("capacity", capacity != nil), ("deputy", deputy != nil), ("email", email != nil),
            ("name", name != nil),
        ].filter(\.1).map(\.0)
    }

    /// Tells nothing.
    public init(
        name: String? = nil, email: String? = nil, capacity: Int? = nil, active: Bool? = nil,
        attributes: [String: AttributeValue?] = [:], deputy: String? = nil, absences: [Span]? = nil
    ) {
        self.name = name
        self.email = email
        self.capacity = capacity
        self.active = active
        self.attributes = attributes
        self.deputy = deputy
        self.absences = absences
    }
}
