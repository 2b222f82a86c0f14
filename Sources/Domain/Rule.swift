/// A person's decision about a pair that no score overrides.
public struct Rule: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/people`` of the salesperson on side a.
    public var personA: Int
    /// Index in ``Snapshot/people`` of the salesperson on side b.
    public var personB: Int
    /// What the rule says.
    public var kind: Kind
    /// Why, in a person's words.
    public var reason: String?

    /// Makes a rule.
    public init(personA: Int, personB: Int, kind: Kind, reason: String? = nil) {
        self.personA = personA
        self.personB = personB
        self.kind = kind
        self.reason = reason
    }

    /// What a rule says of its pair.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// These two are to be paired.
        case pin
        /// These two are never to be paired.
        case veto
    }
}
