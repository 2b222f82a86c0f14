import Foundation
import Postgres

/// The users of an alliance, in a transaction whose role may see them.
struct UserTable {
    let transaction: Transaction
    let alliance: AllianceID

    /// - Parameter isVouchedFor: whether whoever makes the user has made sure whose it is.
    /// - Throws: ``StorageError/userExists(_:)``.
    func insert(
        _ user: UUID, email: String, role: Viewer.Role, password: String?, subject: String?,
        isVouchedFor: Bool, at instant: Date
    ) async throws {
        let role = StoredRole(role)
        do {
            try await transaction.savepoint { transaction in
                _ = try await transaction.execute(
                    """
                    insert into rapport.app_user
                        (alliance_id, user_id, email, role, person, company, team, password, subject, created_at,
                        password_set_at, reads_since)
                    values (\(alliance.uuid), \(user), \(email), \(role.word), \(role.person),
                        \(role.company), \(role.team), \(password), \(subject), \(instant),
                        \(password.map { _ in instant }), \(isVouchedFor ? nil : instant))
                    """)
            }
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            throw StorageError.userExists(email)
        }
    }

    /// Users by name.
    ///
    /// - Parameter user: the only one that is wanted; nil for all.
    func users(_ user: UUID? = nil) async throws -> [UserSummary] {
        let rows = try await transaction.query(
            """
            select app_user.user_id, app_user.email, \(RoleColumns.list(of: "app_user")),
                app_user.subject, app_user.password_set_at, app_user.invited_at, app_user.invitation_used_at,
                app_user.created_at, app_user.disabled_at
            from rapport.app_user
            \(RoleColumns.joins(to: "app_user"))
            where app_user.alliance_id = \(alliance.uuid)
                and (\(user)::uuid is null or app_user.user_id = \(user))
            order by app_user.email collate "C"
            """,
            as: (
                UUID, String, String, String?, String?, String?, String?, Date?, Date?, Date?, Date, Date?
            ).self)
        return rows.map {
            UserSummary(
                id: $0.0, email: $0.1, role: RoleKeys(role: $0.2, company: $0.4, team: $0.5, person: $0.3),
                identity: $0.6, passwordSetAt: $0.7, invitedAt: $0.8, invitationUsedAt: $0.9,
                createdAt: $0.10, disabledAt: $0.11)
        }
    }

    /// The stored number of the salesperson for whom a user spoke before they were given another role; nil when for none.
    func spokeFor(_ user: UUID) async throws -> Int? {
        let rows = try await transaction.query(
            "select spoke_for from rapport.app_user where alliance_id = \(alliance.uuid) and user_id = \(user)",
            as: Int?.self)
        return rows.first ?? nil
    }

    /// Gives a user another role. Whom they spoke for until now is kept in mind.
    func setRole(_ role: StoredRole, of user: UUID) async throws {
        try await transaction.execute(
            """
            update rapport.app_user
            set role = \(role.word), spoke_for = coalesce(person, spoke_for), person = \(role.person),
                company = \(role.company), team = \(role.team)
            where alliance_id = \(alliance.uuid) and user_id = \(user)
            """)
    }

    /// Gives a user a new password, and ends their sessions: whoever had the old password is out.
    ///
    /// - Parameters:
    ///   - user: a condition that names one.
    ///   - hash: as Gateway's `PasswordHash` writes it.
    /// - Returns: who it is; nil when there is no such user.
    func setPassword(_ hash: String, of user: SQL, at instant: Date) async throws -> UUID? {
        try await change(
            user, to: "password = \(hash), password_set_at = \(instant)", endingSessions: true, at: instant)
    }

    /// Gives a user an invitation, in place of one from before.
    ///
    /// - Parameter user: a condition that names one.
    /// - Returns: who it is; nil when there is no such user.
    func invite(_ token: BearerToken, user: SQL, at instant: Date) async throws -> UUID? {
        try await change(
            user,
            to: """
                invitation = sha256(\(token.secret)), invited_at = \(instant),
                invitation_ends_at = \(Invitation.end(from: instant)), invitation_used_at = null
                """, endingSessions: false, at: instant)
    }

    /// Changes one user.
    ///
    /// - Parameters:
    ///   - user: a condition that names one.
    ///   - assignments: of an `update`.
    /// - Returns: who it is; nil when there is no such user.
    func change(
        _ user: SQL, to assignments: SQL, endingSessions: Bool, at instant: Date
    ) async throws -> UUID? {
        let users = try await transaction.query(
            """
            update rapport.app_user
            set \(assignments)
            where alliance_id = \(alliance.uuid) and \(user)
            returning user_id
            """, as: UUID.self)
        guard let user = users.first, endingSessions else { return users.first }
        _ = try await transaction.execute(
            """
            update rapport.session
            set revoked_at = \(instant)
            where alliance_id = \(alliance.uuid) and user_id = \(user) and revoked_at is null
            """)
        return user
    }
}
