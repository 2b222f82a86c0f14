public import Domain

/// What an import brings: a checked snapshot, of which only the first rows are to be stored.
public struct Incoming: Sendable {
    /// The alliance as it is told. Companies and people beyond the named ones are there to be referred to.
    public var snapshot: Snapshot
    /// How many of `snapshot.companies`, from the first, are to be stored.
    public var namedCompanyCount: Int
    /// How many of `snapshot.people`, from the first, are to be stored.
    public var namedPersonCount: Int
    /// Columns that were not told, and keep what is stored.
    public var untold: Set<Column>
    /// Positions of factors that were not told, and keep what is stored.
    public var untoldFactors: Set<Int>

    /// Makes an import.
    public init(
        snapshot: Snapshot, namedCompanyCount: Int? = nil, namedPersonCount: Int? = nil,
        untold: Set<Column> = [], untoldFactors: Set<Int> = []
    ) {
        self.snapshot = snapshot
        self.namedCompanyCount = namedCompanyCount ?? snapshot.companies.count
        self.namedPersonCount = namedPersonCount ?? snapshot.people.count
        self.untold = untold
        self.untoldFactors = untoldFactors
    }

    /// A column of a row that may be stored already.
    public enum Column: Sendable, Hashable, CaseIterable {
        case sheetSuccess
        case sheetDecision
        case pairingStarted
        case pairingEnded
        case pairingReason
        case ruleReason
        case accountName
        case accountRole
        case accountRevenue
    }
}

/// What an import changed, row by row. All zero when everything was stored already.
public struct ImportSummary: Sendable, Hashable {
    /// Whether the alliance was not there before.
    public var isNew = false
    /// Rows added or changed of the alliance itself: name, scale, factors, attributes.
    public var alliance = 0
    /// Companies added or changed.
    public var companies = 0
    /// Salespeople added or changed.
    public var people = 0
    /// Sheets added or changed.
    public var sheets = 0
    /// Pairings added or changed.
    public var pairings = 0
    /// Rules added or changed.
    public var rules = 0
    /// Account rows added or changed.
    public var coverage = 0

    /// Whether anything was added or changed.
    public var changedAnything: Bool {
        alliance + companies + people + sheets + pairings + rules + coverage > 0
    }
}

extension Deed {
    /// A folder was brought in: how many rows of each kind it added or changed.
    static func imported(_ summary: ImportSummary, _ alliance: AllianceID) -> Deed {
        let counts = [
            "alliance": summary.alliance, "companies": summary.companies, "people": summary.people,
            "sheets": summary.sheets, "pairings": summary.pairings, "rules": summary.rules,
            "accounts": summary.coverage,
        ]
        return Deed(
            "alliance.imported", on: "alliance", alliance.uuid.text,
            evidence: counts.filter { $0.value > 0 }.mapValues(String.init))
    }
}
