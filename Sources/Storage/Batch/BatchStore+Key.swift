import Domain
public import Foundation
import Postgres

/// What may be shown of a key: everything but its secret.
public struct KeySummary: Sendable, Hashable {
    /// Which key it is.
    public var id: UUID
    /// What its maker called it.
    public var label: String
    /// The word of its role.
    public var role: String
    /// Key of the salesperson it speaks for, or of the team or company it sees to.
    public var subject: String?
    /// What an integration may do.
    public var scopes: [String]
    /// When it was made.
    public var createdAt: Date
    /// When it stops working; nil when never.
    public var expiresAt: Date?
    /// When it was revoked; nil when it was not.
    public var revokedAt: Date?
}

extension BatchStore {
    /// Makes a key and returns its token. The token is shown this once: only a digest is stored.
    public func createKey(
        for viewer: Viewer, label: String, at instant: Date, expiring: Date? = nil
    ) async throws -> BearerToken {
        let token = BearerToken.random(for: viewer.alliance)
        let role = StoredRole(viewer.role)
        _ = try await client.transaction(context: Context.batch(viewer.alliance)) { transaction in
            try await transaction.execute(
                """
                insert into rapport.api_key
                    (alliance_id, key_id, digest, label, role, person, company, team, scopes, created_at,
                    expires_at)
                values (\(viewer.alliance.uuid), gen_random_uuid(), sha256(\(token.secret)), \(label),
                    \(role.word), \(role.person), \(role.company), \(role.team), \(role.scopes), \(instant),
                    \(expiring))
                """)
        }
        return token
    }

    /// The keys of an alliance, oldest first.
    public func keys(of id: AllianceID) async throws -> [KeySummary] {
        let rows = try await client.read(
            """
            select api_key.key_id, api_key.label, api_key.role,
                coalesce(salesperson.key, team.key, company.key), api_key.scopes, api_key.created_at,
                api_key.expires_at, api_key.revoked_at
            from rapport.api_key
            left join rapport.salesperson
                on salesperson.alliance_id = api_key.alliance_id and salesperson.number = api_key.person
            left join rapport.company
                on company.alliance_id = api_key.alliance_id and company.number = api_key.company
            left join rapport.team
                on team.alliance_id = api_key.alliance_id and team.number = api_key.team
            where api_key.alliance_id = \(id.uuid)
            order by api_key.created_at, api_key.key_id
            """, as: (UUID, String, String, String?, [String], Date, Date?, Date?).self,
            context: Context.batch(id))
        return rows.map {
            KeySummary(
                id: $0.0, label: $0.1, role: $0.2, subject: $0.3, scopes: $0.4, createdAt: $0.5,
                expiresAt: $0.6, revokedAt: $0.7)
        }
    }

    /// Revokes a key. Returns false when there is no such key that was still good.
    public func revokeKey(_ key: UUID, of id: AllianceID, at instant: Date) async throws -> Bool {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await transaction.execute(
                """
                update rapport.api_key
                set revoked_at = \(instant)
                where alliance_id = \(id.uuid) and key_id = \(key) and revoked_at is null
                """) > 0
        }
    }
}
