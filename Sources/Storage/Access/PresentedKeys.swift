import struct Foundation.Date
import struct Foundation.UUID
import Postgres

/// Who holds the keys that requests present. Requests that come at about the same time are looked up together.
struct PresentedKeys: Sendable {
    private typealias Columns = (UUID, String, Int?, Int?, Int?, [String], Date?)

    private let holders: KeyedRead<AllianceID, Secret, Columns>

    init(client: PostgresClient) {
        holders = client.keyedRead(
            by: Secret.self, as: Columns.self, in: AllianceID.self, context: { Context.request($0) }
        ) { alliance, secrets in
            """
            select asked.secret, key_id, role, person, company, team, scopes, expires_at
            from unnest(\(secrets)) as asked (secret)
            join rapport.api_key on api_key.digest = sha256(asked.secret)
            where alliance_id = \(alliance.uuid) and revoked_at is null
            """
        }
    }

    /// Who presents this key; nil when it is unknown, expired or revoked.
    func viewer(presenting token: BearerToken, at instant: Date) async throws -> Viewer? {
        let row = try await holders.row(for: Secret(rawValue: token.secret), in: token.alliance)
        guard let (key, word, person, company, team, scopes, end) = row, end.map({ $0 > instant }) ?? true
        else { return nil }
        let stored = StoredRole(word: word, person: person, company: company, team: team, scopes: scopes)
        return stored.role.map { Viewer(alliance: token.alliance, role: $0, identity: .key(key)) }
    }
}

/// The secret bytes of a key.
private struct Secret: RawRepresentable, Hashable, PostgresEncodable, PostgresDecodable, PostgresArrayElement
{
    let rawValue: [UInt8]
}
