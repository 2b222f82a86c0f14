import ArgumentParser
import Domain
import Storage

/// Which role somebody gets, and for whom.
struct RoleOptions: ParsableArguments {
    /// A role's word.
    enum Role: String, ExpressibleByArgument, CaseIterable {
        case admin
        case companyAdmin = "company-admin"
        case manager
        case salesperson
        case auditor
        case integration

        /// Whether the role is of one company.
        var isOfACompany: Bool { self == .companyAdmin || self == .manager }
    }

    @Option(
        help: """
            admin, company-admin (of --company), manager (of --company, or of its --team), salesperson (--person), \
            auditor or integration.
            """) var role: Role
    @Option(help: "Key of the company that a company's admin or manager sees to.") var company: String?
    @Option(help: "Key of the team that a manager sees to; the whole company when left out.") var team:
        String?
    @Option(help: "Key of the salesperson it speaks for.") var person: String?

    func validate() throws {
        if role.isOfACompany != (company != nil) {
            throw ValidationError("--company goes with --role company-admin and manager, and only with them.")
        }
        if team != nil, role != .manager { throw ValidationError("--team goes with --role manager only.") }
        if (role == .salesperson) != (person != nil) {
            throw ValidationError("--person goes with --role salesperson, and only with it.")
        }
    }

    /// The role inside a stored alliance.
    /// - Parameter scopes: what an integration may do.
    func stored(of id: AllianceID, scopes: Set<Viewer.Scope>, in store: BatchStore) async throws
        -> Viewer.Role
    {
        let record = try await store.record(of: id, sheets: false)
        switch role {
        case .admin: return .admin
        case .auditor: return .auditor
        case .integration: return .integration(scopes: scopes)
        case .companyAdmin: return .companyAdmin(company: try companyNumber(in: record))
        case .manager:
            let company = try companyNumber(in: record)
            guard let team else { return .manager(company: company) }
            let number = try await store.teamNumber(team, ofCompany: company, in: record)
            return .manager(company: company, team: number)
        case .salesperson:
            guard let row = record.snapshot.people.firstIndex(where: { $0.key == person }) else {
                throw StorageError.noPerson(person ?? "", alliance: record.snapshot.alliance.key)
            }
            return .salesperson(number: record.personNumbers[row])
        }
    }

    private func companyNumber(in record: AllianceRecord) throws -> Int {
        guard let row = record.snapshot.companies.firstIndex(where: { $0.key == company }) else {
            throw StorageError.noCompany(company ?? "", alliance: record.snapshot.alliance.key)
        }
        return record.companyNumbers[row]
    }
}

/// Scopes as an argument: words with commas between.
struct ScopeList: ExpressibleByArgument {
    let scopes: Set<Viewer.Scope>

    init?(argument: String) {
        let words = argument.split(separator: ",").map(String.init)
        let scopes = words.compactMap(Viewer.Scope.init)
        guard !scopes.isEmpty, scopes.count == words.count else { return nil }
        self.scopes = Set(scopes)
    }

    /// Every scope's word.
    static var words: String { Viewer.Scope.allCases.map(\.rawValue).joined(separator: ", ") }
}
