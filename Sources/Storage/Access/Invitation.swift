public import Foundation

/// An invitation as its holder finds it: whom it is for, and whether it still lets them choose a password.
public struct Invitation: Sendable, Hashable {
    /// Who is invited.
    public let account: Account
    /// When it stops working.
    public let endsAt: Date
    /// When it was used; nil when it was not.
    public let usedAt: Date?

    /// Days that an invitation is good for.
    public static let days = 7

    /// When an invitation that is made at this moment ends.
    public static func end(from instant: Date) -> Date { instant + Double(days) * 86_400 }
}
