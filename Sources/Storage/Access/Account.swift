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

    /// The user as a viewer.
    public var viewer: Viewer { Viewer(alliance: alliance, role: role, identity: .user(user)) }
}

/// What an operator sees of a user: everything but the password's hash.
public struct UserSummary: Sendable, Hashable {
    /// Which user it is.
    public var id: UUID
    /// The name they sign in with.
    public var email: String
    /// The word of their role.
    public var role: String
    /// Key of the salesperson they are, or of the team or company they see to.
    public var subject: String?
    /// Whether they have a password here.
    public var hasPassword: Bool
    /// When they were made.
    public var createdAt: Date
    /// Since when they may not sign in; nil while they may.
    public var disabledAt: Date?
}
