import Postgres

/// A role as a row of `api_key` or `app_user` holds it.
struct StoredRole {
    var word: String
    var person: Int?
    var company: Int?
    var team: Int?
    var scopes: [String]

    /// What is stored of a role.
    init(_ role: Viewer.Role) {
        word = role.name
        scopes = []
        switch role {
        case .admin, .auditor: break
        case .companyAdmin(let company): self.company = company
        case .manager(let company, let team):
            self.company = company
            self.team = team
        case .salesperson(let number): person = number
        case .integration(let scopes): self.scopes = scopes.map(\.rawValue).sorted()
        }
    }

    /// Takes a row.
    init(word: String, person: Int?, company: Int?, team: Int?, scopes: [String]) {
        self.word = word
        self.person = person
        self.company = company
        self.team = team
        self.scopes = scopes
    }

    /// The role; nil when the row makes no sense to this program, which then refuses whoever has it.
    var role: Viewer.Role? {
        switch (word, person, company) {
        case ("admin", _, _): .admin
        case ("auditor", _, _): .auditor
        case ("integration", _, _): .integration(scopes: Set(scopes.compactMap(Viewer.Scope.init)))
        case ("company-admin", _, let company?): .companyAdmin(company: company)
        case ("manager", _, let company?): .manager(company: company, team: team)
        case ("salesperson", let person?, _): .salesperson(number: person)
        default: nil
        }
    }
}
