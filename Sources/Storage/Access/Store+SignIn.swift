public import Foundation
import Postgres

extension Store {
    /// Who presents this key; nil when it is unknown, expired or revoked.
    public func viewer(presenting token: BearerToken, at instant: Date) async throws -> Viewer? {
        let rows = try await client.read(
            """
            select key_id, role, person, company, team, scopes
            from rapport.api_key
            where alliance_id = \(token.alliance.uuid) and digest = sha256(\(token.secret))
                and revoked_at is null and (expires_at is null or expires_at > \(instant))
            """, as: (UUID, String, Int?, Int?, Int?, [String]).self, context: Context.request(token.alliance)
        )
        guard let (key, word, person, company, team, scopes) = rows.first else { return nil }
        let stored = StoredRole(word: word, person: person, company: company, team: team, scopes: scopes)
        return stored.role.map { Viewer(alliance: token.alliance, role: $0, identity: .key(key)) }
    }
}
