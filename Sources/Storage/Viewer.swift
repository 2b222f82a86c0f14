/// On whose behalf a request reads or writes, and inside which alliance. Every call of ``Store`` takes one.
public struct Viewer: Sendable, Hashable {
    /// The only alliance the viewer sees.
    public let alliance: AllianceID
    /// What the viewer may do in it.
    public let role: Role

    /// Makes a viewer; only ``Store/viewer(presenting:at:)`` and tests have a reason to.
    public init(alliance: AllianceID, role: Role) {
        self.alliance = alliance
        self.role = role
    }

    /// What a viewer may do.
    public enum Role: Sendable, Hashable {
        /// Sees to the whole alliance.
        case admin
        /// Sees to the people of one company, given by its number.
        case manager(company: Int)
        /// Speaks for one salesperson, given by their number.
        case salesperson(number: Int)
        /// A program that brings sheets and profiles from another system.
        case integration

        /// The word stored in `api_key.role`.
        public var name: String {
            switch self {
            case .admin: "admin"
            case .manager: "manager"
            case .salesperson: "salesperson"
            case .integration: "integration"
            }
        }
    }
}
