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
                user, email: email, role: viewer.role, password: password, subject: subject,
                isVouchedFor: true, at: instant)
            try await Deed("user.made", on: "user", user.text, evidence: ["role": viewer.role.name])
                .recordOfOperator(in: viewer.alliance, at: instant, table.transaction)
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
        return try await change(isDisabled ? "user.disabled" : "user.enabled", of: id, at: instant) {
            try await $0.change(
                "email = \(email)", to: "disabled_at = \(since)", endingSessions: isDisabled, at: instant)
        }
    }

    /// Gives a user a new password, and ends their sessions.
    /// - Returns: whether there is such a user.
    public func setPassword(
        _ hash: String, user email: String, of id: AllianceID, at instant: Date
    ) async throws -> Bool {
        try await change("user.password-set", of: id, at: instant) {
            try await $0.setPassword(hash, of: "email = \(email)", at: instant)
        }
    }

    /// Invites a user to choose a password; the present one stays until then.
    /// - Returns: the invitation; nil when there is no such user. It is told this once: only a digest is stored.
    public func invite(user email: String, of id: AllianceID, at instant: Date) async throws -> BearerToken? {
        guard let user = try await users(of: id).first(where: { $0.email == email }) else { return nil }
        let token = BearerToken.invitation(of: user.id, in: id)
        let isDone = try await change("user.invited", of: id, at: instant) {
            try await $0.invite(token, user: "user_id = \(user.id)", at: instant)
        }
        return isDone ? token : nil
    }

    /// Says that a user is whose it is said to be: the user, and keys that it made, read all that the person has written.
    ///
    /// Not a key from before the present password: whoever came in first may have made it, and been put out since.
    /// - Returns: whether there is such a user.
    public func vouch(forUser email: String, of id: AllianceID, at instant: Date) async throws -> Bool {
        try await change("user.vouched-for", of: id, at: instant) { table in
            try await table.transaction.execute(
                """
                update rapport.api_key set reads_since = null
                from rapport.app_user
                where api_key.alliance_id = \(id.uuid) and app_user.alliance_id = \(id.uuid)
                    and app_user.email = \(email) and api_key.person = app_user.person
                    and api_key.created_at >= app_user.password_set_at
                """)
            return try await table.change(
                "email = \(email)", to: "reads_since = null", endingSessions: false, at: instant)
        }
    }

    /// Changes a user, and says so in the audit.
    private func change(
        _ action: String, of id: AllianceID, at instant: Date,
        _ body: @Sendable (UserTable) async throws -> UUID?
    ) async throws -> Bool {
        try await users(of: id) { table in
            guard let user = try await body(table) else { return false }
            try await Deed(action, on: "user", user.text)
                .recordOfOperator(in: id, at: instant, table.transaction)
            return true
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
