/// How far a role reaches with an operation: to whose things.
enum Reach: Sendable {
    /// The role does not have the function at all: 403, whatever is named.
    case refused
    /// Nothing that is named is there for the role: 404.
    case nothing
    /// The viewer's own person and those of the viewer's team.
    case own
    /// All of the viewer's company.
    case company
    /// All of the viewer's side.
    case side
    /// All of the alliance.
    case alliance

    var places: Set<AccessWorld.Place> {
        switch self {
        case .refused, .nothing: []
        case .own: [.own]
        case .company: [.own, .sameCompany]
        case .side: [.own, .sameCompany, .sameSide]
        case .alliance: [.own, .sameCompany, .sameSide, .otherSide]
        }
    }
}

/// What each role reaches with one operation.
struct ReachOfRoles: Sendable {
    let byRole: [String: Reach]

    init(
        admin: Reach, companyAdmin: Reach, manager: Reach, salesperson: Reach, auditor: Reach,
        integration: Reach
    ) {
        byRole = [
            "admin": admin, "company-admin": companyAdmin, "manager": manager, "salesperson": salesperson,
            "auditor": auditor, "integration": integration,
        ]
    }

    private static let adminsAlone = ReachOfRoles(
        admin: .alliance, companyAdmin: .refused, manager: .refused, salesperson: .refused, auditor: .refused,
        integration: .refused)
    private static let adminsAndPrograms = ReachOfRoles(
        admin: .alliance, companyAdmin: .refused, manager: .refused, salesperson: .refused, auditor: .refused,
        integration: .alliance)
    private static let everybody = ReachOfRoles(
        admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
        auditor: .alliance,
        integration: .alliance)

    /// A row for each operation that needs a viewer, by `operationId`. Whoever adds an operation states here who may do it.
    static let rows: [String: ReachOfRoles] = first.merging(life) { own, _ in own }

    private static let first: [String: ReachOfRoles] = [
        "listSalespeople": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "listRecommendations": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .nothing,
            integration: .nothing),
        "showFeedback": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .nothing,
            integration: .nothing),
        "showPersonalRecord": ReachOfRoles(
            admin: .alliance, companyAdmin: .nothing, manager: .nothing, salesperson: .own, auditor: .nothing,
            integration: .nothing),
        "eraseSalesperson": .adminsAlone,
        "listEvents": .adminsAndPrograms,
        "listWebhooks": .adminsAndPrograms,
        "makeWebhook": .adminsAndPrograms,
        "showWebhook": .adminsAndPrograms,
        "changeWebhook": .adminsAndPrograms,
        "removeWebhook": .adminsAndPrograms,
        "listDeliveries": .adminsAndPrograms,
        "replayEvents": .adminsAndPrograms,
        "showMe": .everybody,
        "listUsers": .adminsAlone,
        "makeUser": .adminsAlone,
        "showUser": .adminsAlone,
        "changeUser": .adminsAlone,
        "inviteUser": .adminsAlone,
        "listKeys": .adminsAlone,
        "makeKey": .adminsAlone,
        "showKey": .adminsAlone,
        "changeKey": .adminsAlone,
        "listTeams": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .refused, salesperson: .refused,
            auditor: .refused, integration: .refused),
        "showTeam": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused, integration: .refused),
        "setTeam": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused, integration: .refused),
        "removeTeam": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused, integration: .refused),
        "showCertificate": ReachOfRoles(
            admin: .alliance, companyAdmin: .refused, manager: .refused, salesperson: .refused,
            auditor: .alliance, integration: .refused),
        "listAudit": ReachOfRoles(
            admin: .alliance, companyAdmin: .refused, manager: .refused, salesperson: .refused,
            auditor: .alliance,
            integration: .refused),
        "showScorecard": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .refused,
            auditor: .alliance, integration: .refused),
        // What of a table they see is theirs; that there is one, everybody knows.
        "exportEverything": .everybody,
        "exportTable": .everybody,
        "recordSheet": ReachOfRoles(
            admin: .refused, companyAdmin: .refused, manager: .refused, salesperson: .alliance,
            auditor: .refused,
            integration: .alliance),
    ]
}
