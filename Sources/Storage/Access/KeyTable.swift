import Foundation
import Postgres

/// The keys of an alliance, in a transaction whose role may see them.
struct KeyTable {
    let transaction: Transaction
    let alliance: AllianceID
    /// The salesperson (number) whose keys alone are looked after; nil for everybody's.
    var person: Int?

    /// Makes a key of which a digest is stored.
    ///
    /// - Parameter since: the ``Viewer/readsSince`` of whoever makes it.
    func insert(
        _ key: UUID, _ token: BearerToken, label: String, role: Viewer.Role, at instant: Date,
        until end: Date?, readingSince since: Date? = nil
    ) async throws {
        let role = StoredRole(role)
        _ = try await transaction.execute(
            """
            insert into rapport.api_key
                (alliance_id, key_id, digest, label, role, person, company, team, scopes, created_at, expires_at,
                reads_since)
            values (\(alliance.uuid), \(key), sha256(\(token.secret)), \(label), \(role.word), \(role.person),
                \(role.company), \(role.team), \(role.scopes), \(instant), \(end), \(since))
            """)
    }

    /// Keys, oldest first.
    ///
    /// - Parameter key: the only one that is wanted; nil for all.
    func keys(_ key: UUID? = nil) async throws -> [KeySummary] {
        let rows = try await transaction.query(
            """
            select api_key.key_id, api_key.label, \(RoleColumns.list(of: "api_key")), api_key.scopes,
                api_key.created_at, api_key.expires_at, api_key.revoked_at
            from rapport.api_key
            \(RoleColumns.joins(to: "api_key"))
            where api_key.alliance_id = \(alliance.uuid)
                and (\(key)::uuid is null or api_key.key_id = \(key))
                and (\(person)::integer is null or api_key.person = \(person))
            order by api_key.created_at, api_key.key_id
            """,
            as: (
                UUID, String, String, String?, String?, String?, [String], Date, Date?, Date?
            ).self)
        return rows.map {
            KeySummary(
                id: $0.0, label: $0.1, role: RoleKeys(role: $0.2, company: $0.4, team: $0.5, person: $0.3),
                scopes: $0.6, createdAt: $0.7, expiresAt: $0.8, revokedAt: $0.9)
        }
    }

    /// Gives a key another label.
    func name(_ key: UUID, _ label: String) async throws {
        _ = try await transaction.execute(
            """
            update rapport.api_key
            set label = \(label)
            where alliance_id = \(alliance.uuid) and key_id = \(key)
            """)
    }

    /// Makes a key useless at once, with the sessions that stand on it.
    /// - Returns: whether there was such a key that was not revoked.
    func revoke(_ key: UUID, at instant: Date) async throws -> Bool {
        try await transaction.execute(
            """
            update rapport.api_key
            set revoked_at = \(instant)
            where alliance_id = \(alliance.uuid) and key_id = \(key) and revoked_at is null
            """) > 0
    }
}
