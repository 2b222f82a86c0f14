import Domain
public import Storage

/// What each role may do. Whatever a viewer may not see looks as if it were not there.
public enum Permission {
    /// Whether the viewer may read recommendations for this person: an admin for everybody, a manager for the
    /// company's own people, a salesperson for themselves.
    ///
    /// - Parameter person: a row of `record.snapshot.people`.
    public static func mayReadRecommendations(_ viewer: Viewer, of person: Int, in record: AllianceRecord)
        -> Bool
    {
        switch viewer.role {
        case .admin: true
        case .manager(let company): record.companyNumbers[record.snapshot.people[person].company] == company
        case .salesperson(let number): record.personNumbers[person] == number
        case .integration: false
        }
    }

    /// Whether the viewer may write a sheet as this rater: the rater, and a program that brings sheets from elsewhere.
    public static func mayWriteSheet(_ viewer: Viewer, asRater person: Int, in record: AllianceRecord) -> Bool
    {
        switch viewer.role {
        case .salesperson(let number): record.personNumbers[person] == number
        case .integration: true
        case .admin, .manager: false
        }
    }
}
