public import Storage

/// Users, teams, proofs and exports.
extension Permission {
    /// Whether the viewer looks after the users and the keys of the alliance.
    public static func mayManageUsers(_ viewer: Viewer) -> Bool { viewer.role == .admin }

    /// Whether the viewer looks after keys: of the alliance as its admin, or their own as a salesperson who signed in by name.
    /// A key makes no keys: a stolen one would outlive its end.
    public static func mayManageKeys(_ viewer: Viewer) -> Bool {
        guard case .user = viewer.identity else { return mayManageUsers(viewer) }
        return mayManageUsers(viewer) || viewer.person != nil
    }

    /// Whether the viewer's role looks after teams at all.
    public static func managesTeams(_ viewer: Viewer) -> Bool {
        viewer.role == .admin || speaksForACompany(viewer)
    }

    /// Whether the viewer looks after the teams of a company (row): its admin, and the alliance's.
    public static func mayManageTeams(_ viewer: Viewer, of company: Int, in record: AllianceRecord) -> Bool {
        viewer.role == .admin || speaksFor(viewer, company: company, in: record)
    }

    /// Whether the viewer reads what proves that a round came of what it was planned from.
    public static func mayReadCertificate(_ viewer: Viewer) -> Bool {
        viewer.role == .admin || viewer.role == .auditor
    }

    /// Whether the viewer takes this person's part of the alliance's tables home: whoever looks after them, an auditor, and a
    /// program that exports.
    public static func mayExport(_ viewer: Viewer, _ person: Int, in record: AllianceRecord) -> Bool {
        if case .auditor = viewer.role { return true }
        return viewer.has(.exportRead) || looksAfter(viewer, person, in: record)
    }
}
