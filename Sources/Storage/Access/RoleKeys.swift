import Domain

/// A role in words: of whom it is said by keys, as people write it.
public struct RoleKeys: Sendable, Hashable, Codable {
    /// The word of the role.
    public var role: String
    /// The company of its admin or manager.
    public var company: String?
    /// The team of a manager; nil for all of the company.
    public var team: String?
    /// The salesperson.
    public var person: String?

    /// Says a role.
    public init(role: String, company: String? = nil, team: String? = nil, person: String? = nil) {
        self.role = role
        self.company = company
        self.team = team
        self.person = person
    }

    /// Key of the salesperson, or of the team or company that is seen to.
    public var subject: String? { person ?? team ?? company }
}

extension Edit {
    /// The role that somebody means for a user.
    ///
    /// - Throws: ``AccountError/badRole(_:)`` when the words do not go together, or nobody has such a key.
    func role(_ keys: RoleKeys) async throws -> Viewer.Role {
        guard keys.role != "integration" else {
            throw AccountError.badRole("\"integration\" is no role of a user.")
        }
        return try await role(keys, scopes: [])
    }

    /// The role that somebody means for a key.
    ///
    /// - Parameter scopes: what an integration may do.
    /// - Throws: ``AccountError/badRole(_:)`` when the words do not go together, or nobody has such a key.
    func role(_ keys: RoleKeys, scopes: [String]) async throws -> Viewer.Role {
        let needsCompany = ["company-admin", "manager"].contains(keys.role)
        guard Viewer.Role.names.contains(keys.role) else {
            throw AccountError.badRole("\"\(keys.role)\" is no role.")
        }
        guard (keys.role == "integration") != scopes.isEmpty else {
            throw AccountError.badRole("scopes go with the role integration, and with no other.")
        }
        if let unknown = scopes.first(where: { Viewer.Scope(rawValue: $0) == nil }) {
            throw AccountError.badRole("\"\(unknown)\" is no scope.")
        }
        guard needsCompany == (keys.company != nil), (keys.role == "salesperson") == (keys.person != nil),
            keys.team == nil || keys.role == "manager"
        else {
            throw AccountError.badRole("company, team or person do not go with the role \(keys.role).")
        }
        let company = try keys.company.map { try companyNumber($0) }
        let person = try keys.person.map { try personNumber($0) }
        var team: Int?
        if let company, let key = keys.team {
            team = try await TeamTable(transaction: transaction, alliance: id).number(key, of: company)
            if team == nil { throw AccountError.badRole("the company has no team \"\(key)\".") }
        }
        let stored = StoredRole(word: keys.role, person: person, company: company, team: team, scopes: scopes)
        guard let role = stored.role else { preconditionFailure("every role was asked for what it needs") }
        return role
    }

    private func companyNumber(_ key: String) throws -> Int {
        guard let row = snapshot.companies.firstIndex(where: { $0.key == key }) else {
            throw AccountError.badRole("there is no company \"\(key)\".")
        }
        return record.companyNumbers[row]
    }

    private func personNumber(_ key: String) throws -> Int {
        guard let row = snapshot.people.firstIndex(where: { $0.key == key }) else {
            throw AccountError.badRole("there is no salesperson \"\(key)\".")
        }
        return record.personNumbers[row]
    }
}
