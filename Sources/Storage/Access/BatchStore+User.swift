public import Foundation
import Postgres

extension BatchStore {
    /// Makes a user.
    ///
    /// - Parameters:
    ///   - viewer: the alliance and the role that the user gets; no integration (a precondition).
    ///   - email: the name they sign in with, in lower case.
    ///   - password: a hash as Gateway's `PasswordHash` writes it; nil for whoever signs in elsewhere.
    ///   - subject: how the identity provider names them; nil when by the address, or not at all.
    /// - Throws: ``StorageError/userExists(_:)`` when the alliance has one of that name or subject.
    public func createUser(
        for viewer: Viewer, email: String, password: String?, subject: String?, at instant: Date
    ) async throws -> UUID {
        let user = UUID()
        try await users(of: viewer.alliance) { table in
            try await table.insert(
                user, email: email, role: viewer.role, password: password, subject: subject, at: instant)
        }
        return user
    }

    /// The users of an alliance, by name.
    public func users(of id: AllianceID) async throws -> [UserSummary] {
        try await users(of: id) { try await $0.users() }
    }

    /// Keeps a user from signing in and ends their sessions, or lets them in again.
    /// - Returns: whether there is such a user.
    public func setDisabled(
        _ isDisabled: Bool, user email: String, of id: AllianceID, at instant: Date
    ) async throws -> Bool {
        let since = isDisabled ? instant : nil
        return try await users(of: id) {
            try await $0.change(
                "email = \(email)", to: "disabled_at = \(since)", endingSessions: isDisabled, at: instant)
        }
    }

    /// Gives a user a new password, and ends their sessions.
    /// - Returns: whether there is such a user.
    public func setPassword(
        _ hash: String, user email: String, of id: AllianceID, at instant: Date
    ) async throws -> Bool {
        try await users(of: id) {
            try await $0.change(
                "email = \(email)", to: "password = \(hash), password_set_at = \(instant)",
                endingSessions: true, at: instant)
        }
    }

    private func users<Result: Sendable>(
        of id: AllianceID, _ body: @Sendable (UserTable) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await body(UserTable(transaction: transaction, alliance: id))
        }
    }
}
