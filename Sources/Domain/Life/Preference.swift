/// What one salesperson would like about another one of the other side. Evidence for the night, not law.
public struct Preference: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/people`` of whoever would like it.
    public var person: Int
    /// Index of whom it is about.
    public var other: Int
    /// What they would like.
    public var wish: Wish

    /// Makes a preference.
    public init(person: Int, other: Int, wish: Wish) {
        self.person = person
        self.other = other
        self.wish = wish
    }
}
