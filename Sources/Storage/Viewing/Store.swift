public import Domain
public import Foundation
public import Postgres

/// What requests read and write, on behalf of a ``Viewer``. Runs as `rapport_app`, inside the viewer's alliance.
public struct Store: Sendable {
    let client: PostgresClient

    /// Makes a store over a client whose login may `set role rapport_app`.
    public init(client: PostgresClient) {
        self.client = client
    }

    /// Who presents this token; nil when it is unknown, expired or revoked.
    public func viewer(presenting token: BearerToken, at instant: Date) async throws -> Viewer? {
        let rows = try await client.read(
            """
            select role, person, company
            from rapport.api_key
            where alliance_id = \(token.alliance.uuid) and digest = sha256(\(token.secret))
                and revoked_at is null and (expires_at is null or expires_at > \(instant))
            """, as: (String, Int?, Int?).self, context: Context.request(token.alliance))
        guard let (role, person, company) = rows.first else { return nil }
        switch (role, person, company) {
        case ("admin", _, _): return Viewer(alliance: token.alliance, role: .admin)
        case ("integration", _, _): return Viewer(alliance: token.alliance, role: .integration)
        case ("manager", _, let company?):
            return Viewer(alliance: token.alliance, role: .manager(company: company))
        case ("salesperson", let person?, _):
            return Viewer(alliance: token.alliance, role: .salesperson(number: person))
        default: return nil
        }
    }

    /// The viewer's alliance without its sheets.
    public func record(for viewer: Viewer) async throws -> AllianceRecord {
        try await client.transaction(
            isolation: .repeatableRead, access: .readOnly, context: Context.request(viewer.alliance)
        ) { transaction in
            let reader = SnapshotReader(transaction: transaction, id: viewer.alliance)
            guard let record = try await reader.record() else {
                throw StorageError.noAlliance(viewer.alliance.uuid.uuidString)
            }
            return record
        }
    }

    /// The revisions of the viewer's alliance and of its newest fitted model (nil when there is none), and the
    /// moment of that fit: what a cache compares itself with.
    public func revisions(for viewer: Viewer) async throws -> (
        alliance: Int64, posterior: Int64?, fittedAt: Date?
    ) {
        let rows = try await client.read(
            """
            select revision.revision, posterior.revision, posterior.fitted_at
            from rapport.revision
            left join rapport.posterior on posterior.alliance_id = revision.alliance_id
            where revision.alliance_id = \(viewer.alliance.uuid)
            """, as: (Int64, Int64?, Date?).self, context: Context.request(viewer.alliance))
        guard let (alliance, posterior, fittedAt) = rows.first else {
            throw StorageError.noAlliance(viewer.alliance.uuid.uuidString)
        }
        return (alliance, posterior, fittedAt)
    }

    /// The newest fitted model of the viewer's alliance; nil when there is none yet.
    public func posterior(for viewer: Viewer) async throws -> StoredPosterior? {
        let rows = try await client.read(
            "select revision, encoded from rapport.posterior where alliance_id = \(viewer.alliance.uuid)",
            as: (Int64, [UInt8]).self, context: Context.request(viewer.alliance))
        return rows.first.map { StoredPosterior(revision: $0.0, encoded: $0.1) }
    }

    /// How many customers this person and each counterpart both cover, by the counterpart's number.
    public func sharedAccounts(ofPerson number: Int, on side: Side, for viewer: Viewer) async throws -> [Int:
        Int]
    {
        let own: SQL = side == .a ? "person_a" : "person_b"
        let other: SQL = side == .a ? "person_b" : "person_a"
        let rows = try await client.read(
            """
            select \(other), accounts
            from rapport.shared_account
            where alliance_id = \(viewer.alliance.uuid) and \(own) = \(number)
            """, as: (Int, Int).self, context: Context.request(viewer.alliance))
        return Dictionary(rows.map { ($0.0, $0.1) }) { first, _ in first }
    }
}
