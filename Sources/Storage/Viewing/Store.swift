public import Domain
public import Foundation
public import Postgres

/// What requests read and write, on behalf of a ``Viewer``. Runs as `rapport_app`, inside the viewer's alliance.
public struct Store: Sendable {
    let client: PostgresClient
    /// What takes over reading, where there is one.
    let standby: Standby?
    /// What writes are part of; nil when each has a transaction of its own.
    let transaction: Transaction?
    /// Who holds the keys that requests present.
    let presentedKeys: PresentedKeys
    /// What is stored of alliances, as requests share it.
    let records: RecordCache
    private let versions: KeyedRead<AllianceID, UUID, (Int64, Int64)>

    /// Makes a store over a client whose login may `set role rapport_app`.
    ///
    /// - Parameter replica: a client of a standby of the same database; large reads go there as far as it has caught up.
    public init(client: PostgresClient, replica: PostgresClient? = nil) {
        self.client = client
        standby = replica.map { Standby($0) }
        transaction = nil
        presentedKeys = PresentedKeys(client: client)
        records = RecordCache()
        versions = client.keyedRead(
            by: UUID.self, as: (Int64, Int64).self, in: AllianceID.self, context: { Context.request($0) }
        ) { _, isAsked in
            "select alliance_id, revision, version from rapport.revision where alliance_id \(isAsked)"
        }
    }

    /// The same store, whose writes are part of a transaction.
    init(_ store: Store, writingIn transaction: Transaction) {
        client = store.client
        standby = store.standby
        self.transaction = transaction
        presentedKeys = store.presentedKeys
        records = store.records
        versions = store.versions
    }

    /// The viewer's alliance without its sheets, as it is at this moment. Read anew only when it has changed.
    public func record(for viewer: Viewer) async throws -> AllianceRecord {
        let id = viewer.alliance
        guard let (revision, version) = try await versions.row(for: id.uuid, in: id) else {
            throw StorageError.noAlliance(id.uuid.uuidString)
        }
        var record = try await records.record(of: id, since: version) {
            try await self.readRecord(for: viewer)
        }
        // Sheets may have come since it was read.
        record.revision = max(record.revision, revision)
        #if DEBUG
            record.assertIsLike(try await readRecord(for: viewer))
        #endif
        return record
    }

    private func readRecord(for viewer: Viewer) async throws -> AllianceRecord {
        try await reading(for: viewer) { client in
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
    }

    /// The revisions of the viewer's alliance and of its newest fitted model (nil when there is none), and the
    /// moment of that fit: what a cache compares itself with.
    public func revisions(for viewer: Viewer) async throws -> (
        alliance: Int64, posterior: Int64?, fittedAt: Date?
    ) {
        try await Self.revisions(for: viewer, from: client)
    }

    static func revisions(
        for viewer: Viewer, from client: PostgresClient, deadline: Duration? = nil
    ) async throws -> (alliance: Int64, posterior: Int64?, fittedAt: Date?) {
        let rows = try await client.read(
            """
            select revision.revision, posterior.revision, posterior.fitted_at
            from rapport.revision
            left join rapport.posterior on posterior.alliance_id = revision.alliance_id
            where revision.alliance_id = \(viewer.alliance.uuid)
            """, as: (Int64, Int64?, Date?).self, context: Context.request(viewer), deadline: deadline)
        guard let (alliance, posterior, fittedAt) = rows.first else {
            throw StorageError.noAlliance(viewer.alliance.uuid.uuidString)
        }
        return (alliance, posterior, fittedAt)
    }

    /// The newest fitted model of the viewer's alliance; nil when there is none yet.
    public func posterior(for viewer: Viewer) async throws -> StoredPosterior? {
        let rows = try await reading(for: viewer) { client in
            try await client.read(
                "select revision, encoded from rapport.posterior where alliance_id = \(viewer.alliance.uuid)",
                as: (Int64, [UInt8]).self, context: Context.request(viewer))
        }
        return rows.first.map { StoredPosterior(revision: $0.0, encoded: $0.1) }
    }

    /// How many customers this person and each counterpart both cover, by the counterpart's number.
    public func sharedAccounts(ofPerson number: Int, on side: Side, for viewer: Viewer) async throws -> [Int:
        Int]
    {
        let own: SQL = side == .a ? "person_a" : "person_b"
        let other: SQL = side == .a ? "person_b" : "person_a"
        let rows = try await reading(for: viewer) { client in
            try await client.read(
                """
                select \(other), accounts
                from rapport.shared_account
                where alliance_id = \(viewer.alliance.uuid) and \(own) = \(number)
                """, as: (Int, Int).self, context: Context.request(viewer))
        }
        return Dictionary(rows.map { ($0.0, $0.1) }) { first, _ in first }
    }
}
