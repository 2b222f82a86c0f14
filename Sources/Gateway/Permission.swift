import Domain
public import Storage

/// What each role may do. Whatever a viewer may not see looks as if it were not there.
///
/// What concerns one resource stands in an extension beside this file.
public enum Permission {
    /// Whether the viewer looks after this person: an admin after everybody, a company's admin after its people, a manager
    /// after a team's or a company's people, a salesperson after themselves.
    ///
    /// - Parameter person: a row of `record.snapshot.people`.
    public static func looksAfter(_ viewer: Viewer, _ person: Int, in record: AllianceRecord) -> Bool {
        switch viewer.role {
        case .admin: true
        case .companyAdmin(let company): self.company(of: person, in: record) == company
        case .manager(let company, let team):
            self.company(of: person, in: record) == company
                && (team == nil || record.teamNumbers[person] == team)
        case .salesperson(let number): record.personNumbers[person] == number
        case .auditor, .integration: false
        }
    }

    /// Whether the viewer may know that this person is in the alliance, and read the profile: whoever looks after them, an
    /// auditor, and a program that reads people.
    public static func mayKnow(_ viewer: Viewer, _ person: Int, in record: AllianceRecord) -> Bool {
        if case .auditor = viewer.role { return true }
        return viewer.has(.peopleRead) || looksAfter(viewer, person, in: record)
    }

    /// Whether the viewer may read recommendations for this person: whoever looks after them.
    public static func mayReadRecommendations(_ viewer: Viewer, of person: Int, in record: AllianceRecord)
        -> Bool
    {
        looksAfter(viewer, person, in: record)
    }

    /// Whether the viewer may say yes or no to a pairing on behalf of this person: the person's manager or company's admin. An
    /// alliance's admin stands above both sides and decides for neither.
    public static func mayDecide(_ viewer: Viewer, for person: Int, in record: AllianceRecord) -> Bool {
        switch viewer.role {
        case .companyAdmin, .manager: looksAfter(viewer, person, in: record)
        case .admin, .salesperson, .auditor, .integration: false
        }
    }

    /// Whether the viewer may change this person's profile: the admins above them, and a program that brings people.
    public static func mayEdit(_ viewer: Viewer, _ person: Int, in record: AllianceRecord) -> Bool {
        switch viewer.role {
        case .admin, .companyAdmin: looksAfter(viewer, person, in: record)
        case .integration: viewer.has(.peopleWrite)
        case .manager, .salesperson, .auditor: false
        }
    }

    /// Whether the viewer may write sheets at all: salespeople, and programs that bring them from elsewhere.
    public static func mayWriteSheets(_ viewer: Viewer) -> Bool {
        viewer.person != nil || viewer.has(.sheetsWrite)
    }

    /// Whether the viewer may write a sheet as this rater: the rater, and a program that brings sheets from elsewhere.
    public static func mayWriteSheet(_ viewer: Viewer, asRater person: Int, in record: AllianceRecord) -> Bool
    {
        viewer.has(.sheetsWrite) || viewer.person == record.personNumbers[person]
    }

    /// The stored number of the company that a person works for.
    private static func company(of person: Int, in record: AllianceRecord) -> Int {
        record.companyNumbers[record.snapshot.people[person].company]
    }
}
