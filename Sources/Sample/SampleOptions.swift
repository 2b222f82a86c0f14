public import Domain

/// What kind of alliance ``makeSample(_:)`` makes up.
public struct SampleOptions: Sendable, Hashable {
    /// Salespeople in all, two fifths of them on side a; 4 ... 1,000,000.
    public var people: Int
    /// Drives every choice: the same options give the same alliance on every machine.
    public var seed: UInt64
    /// The last day of the two years of history.
    public var today: Day

    /// Makes options; `people` from 4 to 1,000,000 is a precondition.
    public init(people: Int = 150, seed: UInt64 = 1, today: Day) {
        precondition((4...1_000_000).contains(people), "a sample has 4 to 1,000,000 salespeople")
        self.people = people
        self.seed = seed
        self.today = today
    }
}
