extension Viewer {
    /// What a viewer may do.
    public enum Role: Sendable, Hashable {
        /// Sees to the whole alliance.
        case admin
        /// Sees to one company, given by its number: its people, teams and terms.
        case companyAdmin(company: Int)
        /// Sees to the people of one team of a company, or of the whole company; both given by their numbers.
        case manager(company: Int, team: Int? = nil)
        /// Speaks for one salesperson, given by their number.
        case salesperson(number: Int)
        /// Reads what was decided, by whom and why, and changes nothing.
        case auditor
        /// A program that brings things from another system or takes them there, as far as its scopes go.
        case integration(scopes: Set<Scope>)

        /// The word that is stored and shown.
        public var name: String {
            switch self {
            case .admin: "admin"
            case .companyAdmin: "company-admin"
            case .manager: "manager"
            case .salesperson: "salesperson"
            case .auditor: "auditor"
            case .integration: "integration"
            }
        }

        /// Every role's word, in the order in which they are told.
        public static let names = [
            "admin", "company-admin", "manager", "salesperson", "auditor", "integration",
        ]
    }

    /// What an integration key may do.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Read companies, people and their pairings.
        case peopleRead = "people:read"
        /// Write people, absences and accounts.
        case peopleWrite = "people:write"
        /// Write sheets that were answered elsewhere.
        case sheetsWrite = "sheets:write"
        /// Read pairings, rounds and what is due.
        case pairingsRead = "pairings:read"
        /// Export everything that the alliance's admin may see.
        case exportRead = "export:read"
        /// See to webhooks.
        case webhooksWrite = "webhooks:write"
    }

    /// Whether the viewer is a program that was given this scope.
    public func has(_ scope: Scope) -> Bool {
        if case .integration(let scopes) = role { scopes.contains(scope) } else { false }
    }
}
