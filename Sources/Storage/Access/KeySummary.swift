public import Foundation

/// What may be shown of a key: everything but its secret.
public struct KeySummary: Sendable, Hashable {
    /// Which key it is.
    public var id: UUID
    /// What its maker called it.
    public var label: String
    /// What it may do, and for whom.
    public var role: RoleKeys
    /// What an integration may do.
    public var scopes: [String]
    /// When it was made.
    public var createdAt: Date
    /// When it stops working; nil when never.
    public var expiresAt: Date?
    /// When it was revoked; nil when it was not.
    public var revokedAt: Date?

    /// Changes with the label and with being revoked.
    public var version: Int64 {
        get throws { try ContentVersion.of(KeyContent(label: label, revokedAt: revokedAt)) }
    }
}

/// What a key's version is read off.
private struct KeyContent: Encodable {
    var label: String
    var revokedAt: Date?
}
