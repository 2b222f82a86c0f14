/// Everything known of one alliance at one moment: what `fit`, `planRound` and an export read.
///
/// People refer to companies, and everything else to people, by index. All indices are valid and all pairs
/// stand on opposite sides: whoever makes a snapshot (an import, the store) has checked that.
public struct Snapshot: Sendable, Hashable {
    /// The alliance itself.
    public var alliance: Alliance
    /// Its companies.
    public var companies: [Company]
    /// Its salespeople.
    public var people: [Salesperson]
    /// Every sheet, in the order of rater, target, day.
    public var sheets: SheetTable
    /// Every pairing, past and present.
    public var pairings: [Pairing]
    /// Pins and vetoes, at most one for a pair.
    public var rules: [Rule]
    /// Who covers which customer.
    public var coverage: [AccountCoverage]
    /// Who is away when.
    public var absences: [Absence]
    /// Company pairs that are not released for pairing.
    public var companyHolds: [CompanyHold]
    /// Keys of accounts that both sides cover and neither yields: open customer control conflicts.
    public var openConflicts: [String]
    /// What people would like about each other. Theirs alone: only the batch reads them.
    public var preferences: [Preference]

    /// Makes a snapshot.
    public init(
        alliance: Alliance, companies: [Company] = [], people: [Salesperson] = [],
        sheets: SheetTable? = nil, pairings: [Pairing] = [], rules: [Rule] = [],
        coverage: [AccountCoverage] = [], absences: [Absence] = [], companyHolds: [CompanyHold] = [],
        openConflicts: [String] = [], preferences: [Preference] = []
    ) {
        self.alliance = alliance
        self.companies = companies
        self.people = people
        self.sheets = sheets ?? SheetTable(factorCount: alliance.instrument.factors.count)
        self.pairings = pairings
        self.rules = rules
        self.coverage = coverage
        self.absences = absences
        self.companyHolds = companyHolds
        self.openConflicts = openConflicts
        self.preferences = preferences
    }

    /// The side a person stands on; `person` is an index of ``people`` (a precondition).
    public func side(of person: Int) -> Side { companies[people[person].company].side }

    /// Indices of the people of one side, in the order of ``people``.
    public func people(on side: Side) -> [Int] {
        people.indices.filter { self.side(of: $0) == side }
    }
}
