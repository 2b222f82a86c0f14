import struct Foundation.Date
import struct Foundation.UUID
import Postgres

/// Who holds the keys that requests present. Requests of an alliance that come at about the same time are looked up together.
struct PresentedKeys: Sendable {
    private typealias Columns = (UUID, String, Int?, Int?, Int?, [String], Date?, Date?)

    private let holders: KeyedRead<AllianceID, [UInt8], Columns>

    init(client: PostgresClient) {
        holders = client.keyedRead(
            by: [UInt8].self, as: Columns.self, in: AllianceID.self, context: { Context.request($0) }
        ) { alliance, isAsked in
            """
            select digest, key_id, role, person, company, team, scopes, expires_at, reads_since
            from rapport.api_key
            where alliance_id = \(alliance.uuid) and digest \(isAsked) and revoked_at is null
            """
        }
    }

    /// Who presents this key; nil when it is unknown, expired or revoked.
    func viewer(presenting token: BearerToken, at instant: Date) async throws -> Viewer? {
        let row = try await holders.row(for: token.digest, in: token.alliance)
        guard let (key, word, person, company, team, scopes, end, since) = row,
            end.map({ $0 > instant }) ?? true
        else { return nil }
        let stored = StoredRole(word: word, person: person, company: company, team: team, scopes: scopes)
        return stored.role.map {
            Viewer(alliance: token.alliance, role: $0, identity: .key(key), readsSince: since)
        }
    }
}
