public import Domain
public import Storage

/// Pairings, rounds, customers and companies.
extension Permission {
    /// Whether the viewer may see pairings, rounds and what is due at all.
    public static func maySeePairings(_ viewer: Viewer) -> Bool {
        if case .integration = viewer.role { return viewer.has(.pairingsRead) }
        return true
    }

    /// Whether the viewer may see the pairing of two people: whoever looks after one of them, an auditor, and a program that
    /// reads pairings.
    public static func maySee(_ viewer: Viewer, _ personA: Int, _ personB: Int, in record: AllianceRecord)
        -> Bool
    {
        seesAll(viewer) || looksAfter(viewer, personA, in: record) || looksAfter(viewer, personB, in: record)
    }

    /// The side whose people the viewer looks after among two people of a pairing; nil for whoever looks after both or neither.
    public static func side(_ viewer: Viewer, _ personA: Int, _ personB: Int, in record: AllianceRecord)
        -> Side?
    {
        switch (looksAfter(viewer, personA, in: record), looksAfter(viewer, personB, in: record)) {
        case (true, false): .a
        case (false, true): .b
        default: nil
        }
    }

    /// The steps that the viewer may take for a side: those who decide for its person all, the person themselves only a no.
    public static func steps(
        _ viewer: Viewer, for person: Int, in record: AllianceRecord
    ) -> Set<LifeStep.Name> {
        if mayDecide(viewer, for: person, in: record) { return Set(LifeStep.Name.allCases) }
        return viewer.person == record.personNumbers[person] ? [.decline, .end] : []
    }

    /// Whether the viewer's role decides about pairings at all.
    public static func decides(_ viewer: Viewer) -> Bool { viewer.company != nil || viewer.person != nil }

    /// The side on which the viewer stands; nil for those who stand on none.
    public static func side(of viewer: Viewer, in record: AllianceRecord) -> Side? {
        if let company = viewer.company.flatMap({ record.index(ofCompanyNumber: $0) }) {
            return record.snapshot.companies[company].side
        }
        return viewer.person.flatMap { record.index(ofPersonNumber: $0) }.map { record.snapshot.side(of: $0) }
    }

    /// Whether the viewer reads what concerns the alliance as a whole.
    public static func seesAll(_ viewer: Viewer) -> Bool {
        switch viewer.role {
        case .admin, .auditor: true
        case .integration: viewer.has(.pairingsRead)
        case .companyAdmin, .manager, .salesperson: false
        }
    }

    /// Whether the viewer speaks for a company as a whole: its admin.
    public static func speaksFor(_ viewer: Viewer, company: Int, in record: AllianceRecord) -> Bool {
        if case .companyAdmin(let number) = viewer.role { return record.companyNumbers[company] == number }
        return false
    }
}

extension Permission {
    /// Whether the viewer's role changes anything about people.
    public static func changesPeople(_ viewer: Viewer) -> Bool {
        switch viewer.role {
        case .admin, .companyAdmin, .manager, .salesperson: true
        case .auditor: false
        case .integration: viewer.has(.peopleWrite)
        }
    }

    /// Whether the viewer's role brings people.
    public static func bringsPeople(_ viewer: Viewer) -> Bool {
        switch viewer.role {
        case .admin, .companyAdmin: true
        case .manager, .salesperson, .auditor: false
        case .integration: viewer.has(.peopleWrite)
        }
    }

    /// Whether the viewer is a company's admin.
    public static func speaksForACompany(_ viewer: Viewer) -> Bool {
        if case .companyAdmin = viewer.role { true } else { false }
    }

    /// Whether the viewer may add people to a company (row) and change them: the admins above it, and a program that brings
    /// people.
    public static func mayBring(_ viewer: Viewer, toCompany company: Int, in record: AllianceRecord) -> Bool {
        if case .admin = viewer.role { return true }
        return viewer.has(.peopleWrite) || speaksFor(viewer, company: company, in: record)
    }
}
