/// Days on which a salesperson is not to be given a new counterpart: leave, parental leave, a secondment.
///
/// What stands is left standing; only nothing begins.
public struct Absence: Sendable, Hashable, Codable {
    /// Index of the salesperson in ``Snapshot/people``.
    public var person: Int
    /// First day away.
    public var first: Day
    /// Last day away; nil when it is not known yet.
    public var last: Day?

    /// Makes an absence.
    public init(person: Int, first: Day, last: Day? = nil) {
        self.person = person
        self.first = first
        self.last = last
    }

    /// Whether a day lies within.
    public func covers(_ day: Day) -> Bool { first <= day && day <= last ?? day }
}
