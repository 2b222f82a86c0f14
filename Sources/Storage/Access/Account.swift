public import struct Foundation.Date
public import struct Foundation.UUID

/// A user as sign-in finds them: by name, or by how an identity provider names them.
public struct Account: Sendable, Hashable {
    /// The alliance they belong to.
    public let alliance: AllianceID
    /// Which user it is.
    public let user: UUID
    /// The name they sign in with, in lower case.
    public let email: String
    /// What they may do.
    public let role: Viewer.Role
    /// The hash of their password as Gateway's `PasswordHash` writes it; nil for whoever signs in elsewhere.
    public let password: String?
    /// Whether they may not sign in any more.
    public let isDisabled: Bool
    /// Since when they have written themselves what they may read; nil when all of it is theirs.
    public let readsSince: Date?

    /// The user as a viewer.
    public var viewer: Viewer {
        Viewer(alliance: alliance, role: role, identity: .user(user), readsSince: readsSince)
    }
}

/// What operators and admins see of a user: everything but the password's hash.
public struct UserSummary: Sendable, Hashable {
    /// Which user it is.
    public var id: UUID
    /// The name they sign in with.
    public var email: String
    /// Their role.
    public var role: RoleKeys
    /// How the identity provider names them; nil when by the address, or not at all.
    public var identity: String?
    /// Since when they have the password that they have here; nil without one.
    public var passwordSetAt: Date?
    /// When they were last invited to choose a password; nil when never.
    public var invitedAt: Date?
    /// When somebody used that invitation; nil when nobody has.
    public var invitationUsedAt: Date?
    /// When they were made.
    public var createdAt: Date
    /// Since when they may not sign in; nil while they may.
    public var disabledAt: Date?

    /// Whether they have a password here.
    public var hasPassword: Bool { passwordSetAt != nil }

    /// Changes with the role, with the password, with invitations and with being kept out.
    public var version: Int64 {
        get throws {
            try ContentVersion.of(
                UserContent(
                    role: role, disabledAt: disabledAt, passwordSetAt: passwordSetAt, invitedAt: invitedAt,
                    invitationUsedAt: invitationUsedAt))
        }
    }
}

/// What a user's version is read off.
private struct UserContent: Encodable {
    var role: RoleKeys
    var disabledAt: Date?
    var passwordSetAt: Date?
    var invitedAt: Date?
    var invitationUsedAt: Date?
}
