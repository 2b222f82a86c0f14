extension ReachOfRoles {
    /// Pairings from proposal to verdict, and all that they rest on.
    static let life: [String: ReachOfRoles] = [
        "listPairings": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "showPairing": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .alliance,
            integration: .alliance),
        "proposePairing": ReachOfRoles(
            admin: .refused, companyAdmin: .alliance, manager: .alliance, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "takeStep": ReachOfRoles(
            admin: .refused, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .refused,
            integration: .refused),
        "listRounds": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "showRound": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "listChanges": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "decideChanges": ReachOfRoles(
            admin: .refused, companyAdmin: .alliance, manager: .alliance, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "listDue": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "recordPulse": ReachOfRoles(
            admin: .refused, companyAdmin: .refused, manager: .refused, salesperson: .alliance,
            auditor: .refused,
            integration: .refused),
        "showInstrument": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "listSheets": ReachOfRoles(
            admin: .refused, companyAdmin: .refused, manager: .refused, salesperson: .alliance,
            auditor: .refused,
            integration: .refused),
        "listAccounts": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "openConflict": ReachOfRoles(
            admin: .refused, companyAdmin: .alliance, manager: .alliance, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "countOverlap": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "listAgreements": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "showAgreement": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .alliance,
            integration: .alliance),
        "proposeAgreement": ReachOfRoles(
            admin: .refused, companyAdmin: .alliance, manager: .alliance, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "answerAgreement": ReachOfRoles(
            admin: .refused, companyAdmin: .company, manager: .own, salesperson: .refused, auditor: .refused,
            integration: .refused),
        "showAlliance": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "changeTerms": ReachOfRoles(
            admin: .alliance, companyAdmin: .refused, manager: .refused, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "shareNames": ReachOfRoles(
            admin: .refused, companyAdmin: .alliance, manager: .refused, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "showCompany": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance, integration: .alliance),
        "changeCompany": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused, integration: .refused),
        "showGate": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .alliance, salesperson: .alliance,
            auditor: .alliance,
            integration: .alliance),
        "answerGate": ReachOfRoles(
            admin: .refused, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "holdCompanies": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .refused, salesperson: .refused,
            auditor: .refused,
            integration: .refused),
        "showSalesperson": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .alliance,
            integration: .alliance),
        "changeSalesperson": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .refused,
            integration: .alliance),
        "bringSalespeople": ReachOfRoles(
            admin: .alliance, companyAdmin: .alliance, manager: .refused, salesperson: .refused,
            auditor: .refused,
            integration: .alliance),
        "showHandOver": ReachOfRoles(
            admin: .refused, companyAdmin: .company, manager: .own, salesperson: .refused, auditor: .refused,
            integration: .refused),
        "handOver": ReachOfRoles(
            admin: .refused, companyAdmin: .company, manager: .own, salesperson: .refused, auditor: .refused,
            integration: .refused),
        "listCounterparts": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .alliance,
            integration: .alliance),
        "showPreferences": ReachOfRoles(
            admin: .refused, companyAdmin: .refused, manager: .refused, salesperson: .alliance,
            auditor: .refused,
            integration: .refused),
        "changePreferences": ReachOfRoles(
            admin: .refused, companyAdmin: .refused, manager: .refused, salesperson: .alliance,
            auditor: .refused,
            integration: .refused),
        "whyNot": ReachOfRoles(
            admin: .alliance, companyAdmin: .company, manager: .own, salesperson: .own, auditor: .nothing,
            integration: .nothing),
    ]
}
