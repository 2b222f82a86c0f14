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
        let role = StoredRole(viewer.role)
        do {
            _ = try await client.transaction(context: Context.batch(viewer.alliance)) { transaction in
                try await transaction.execute(
                    """
                    insert into rapport.app_user
                        (alliance_id, user_id, email, role, person, company, team, password, subject, created_at,
                        password_set_at)
                    values (\(viewer.alliance.uuid), \(user), \(email), \(role.word), \(role.person),
                        \(role.company), \(role.team), \(password), \(subject), \(instant),
                        \(password.map { _ in instant }))
                    """)
            }
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            throw StorageError.userExists(email)
        }
        return user
    }

    /// The users of an alliance, by name.
    public func users(of id: AllianceID) async throws -> [UserSummary] {
        let rows = try await client.read(
            """
            select app_user.user_id, app_user.email, app_user.role,
                coalesce(salesperson.key, team.key, company.key), app_user.password is not null,
                app_user.created_at, app_user.disabled_at
            from rapport.app_user
            left join rapport.salesperson
                on salesperson.alliance_id = app_user.alliance_id and salesperson.number = app_user.person
            left join rapport.company
                on company.alliance_id = app_user.alliance_id and company.number = app_user.company
            left join rapport.team
                on team.alliance_id = app_user.alliance_id and team.number = app_user.team
            where app_user.alliance_id = \(id.uuid)
            order by app_user.email collate "C"
            """, as: (UUID, String, String, String?, Bool, Date, Date?).self, context: Context.batch(id))
        return rows.map {
            UserSummary(
                id: $0.0, email: $0.1, role: $0.2, subject: $0.3, hasPassword: $0.4, createdAt: $0.5,
                disabledAt: $0.6)
        }
    }

    /// Keeps a user from signing in and ends their sessions, or lets them in again.
    /// - Returns: whether there is such a user.
    public func setDisabled(
        _ isDisabled: Bool, user email: String, of id: AllianceID, at instant: Date
    ) async throws -> Bool {
        try await change(user: email, of: id, at: instant, endingSessions: isDisabled) {
            "disabled_at = \(isDisabled ? instant : nil)"
        }
    }

    /// Gives a user a new password, and ends their sessions.
    /// - Returns: whether there is such a user.
    public func setPassword(
        _ hash: String, user email: String, of id: AllianceID, at instant: Date
    ) async throws -> Bool {
        try await change(user: email, of: id, at: instant, endingSessions: true) {
            "password = \(hash), password_set_at = \(instant)"
        }
    }

    private func change(
        user email: String, of id: AllianceID, at instant: Date, endingSessions: Bool,
        _ assignments: () -> SQL
    ) async throws -> Bool {
        let assignments = assignments()
        return try await client.transaction(context: Context.batch(id)) { transaction in
            let users = try await transaction.query(
                """
                update rapport.app_user
                set \(assignments)
                where alliance_id = \(id.uuid) and email = \(email)
                returning user_id
                """, as: UUID.self)
            guard let user = users.first else { return false }
            if endingSessions {
                _ = try await transaction.execute(
                    """
                    update rapport.session
                    set revoked_at = \(instant)
                    where alliance_id = \(id.uuid) and user_id = \(user) and revoked_at is null
                    """)
            }
            return true
        }
    }
}
