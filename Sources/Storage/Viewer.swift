public import struct Foundation.Date
public import struct Foundation.UUID

/// On whose behalf a request reads or writes, and inside which alliance. Every call of ``Store`` takes one.
public struct Viewer: Sendable, Hashable {
    /// The only alliance the viewer sees.
    public let alliance: AllianceID
    /// What the viewer may do in it.
    public let role: Role
    /// Who it is: what the audit log names.
    public let identity: Identity
    /// Of sheets, pulses and wishes the viewer reads what was written through their account since then alone: an admin made it, and
    /// nobody has made sure whose it is. Nil for all others.
    public let readsSince: Date?

    /// Makes a viewer; only sign-in, commands and tests have a reason to.
    public init(
        alliance: AllianceID, role: Role, identity: Identity = .operator, readsSince: Date? = nil
    ) {
        self.alliance = alliance
        self.role = role
        self.identity = identity
        self.readsSince = readsSince
    }

    /// The stored number of the salesperson that the viewer speaks for; nil when it speaks for nobody.
    public var person: Int? {
        if case .salesperson(let number) = role { number } else { nil }
    }

    /// The stored number of the company that the viewer belongs to; nil for those of no company, and for salespeople,
    /// whose company their record tells.
    public var company: Int? {
        switch role {
        case .companyAdmin(let company), .manager(let company, _): company
        case .admin, .salesperson, .auditor, .integration: nil
        }
    }

    /// Who a viewer is.
    public enum Identity: Sendable, Hashable {
        /// Whoever holds this key.
        case key(UUID)
        /// A user who signed in, here or with an identity provider.
        case user(UUID)
        /// Somebody at the command line of the service.
        case `operator`
    }
}
