public import Storage

extension Permission {
    /// Whether the viewer may say who is told of events, and read what happened: whoever sees to the whole alliance, and a
    /// program that sees to webhooks.
    public static func mayManageWebhooks(_ viewer: Viewer) -> Bool {
        viewer.role == .admin || viewer.has(.webhooksWrite)
    }

    /// Whether the viewer may read who decided what.
    public static func mayReadAudit(_ viewer: Viewer) -> Bool {
        viewer.role == .admin || viewer.role == .auditor
    }

    /// Whether the viewer may read all that is stored about a person: the person, and whoever answers for the alliance.
    public static func mayReadPersonalRecord(_ viewer: Viewer, of person: Int, in record: AllianceRecord)
        -> Bool
    {
        switch viewer.role {
        case .admin: true
        case .salesperson(let number): record.personNumbers[person] == number
        case .companyAdmin, .manager, .auditor, .integration: false
        }
    }

    /// Whether the viewer may have a person forgotten.
    public static func mayErase(_ viewer: Viewer) -> Bool { viewer.role == .admin }

    /// Whether the viewer may read how well the model foretells.
    public static func mayReadScorecard(_ viewer: Viewer) -> Bool {
        switch viewer.role {
        case .admin, .companyAdmin, .manager, .auditor: true
        case .salesperson, .integration: false
        }
    }

    /// Refuses a viewer whose role does not include something.
    /// - Throws: ``GatewayError/roleMayNot(role:action:)``.
    public static func require(_ isAllowed: Bool, _ viewer: Viewer, to action: String) throws(GatewayError) {
        guard isAllowed else { throw .roleMayNot(role: viewer.role.name, action: action) }
    }
}
