/// Two companies of opposite sides whose salespeople are not (yet) released for pairing.
///
/// Company pairs that are not named are released. What stands is left standing; only nothing begins.
public struct CompanyHold: Sendable, Hashable, Codable {
    /// Index in ``Snapshot/companies`` of the company on side a.
    public var companyA: Int
    /// Index in ``Snapshot/companies`` of the company on side b.
    public var companyB: Int
    /// The day from which they are released; nil when that is not decided.
    public var until: Day?

    /// Makes a hold.
    public init(companyA: Int, companyB: Int, until: Day? = nil) {
        self.companyA = companyA
        self.companyB = companyB
        self.until = until
    }

    /// Whether it keeps the two apart on a day.
    public func holds(on day: Day) -> Bool { until.map { day < $0 } ?? true }
}
