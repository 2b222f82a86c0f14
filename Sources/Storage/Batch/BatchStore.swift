import Domain
public import Foundation
public import Postgres

/// What imports, fits and nights read and write. Runs as `rapport_batch`, inside one alliance at a time.
public struct BatchStore: Sendable {
    let client: PostgresClient

    /// Makes a store over a client whose login may `set role rapport_batch`.
    public init(client: PostgresClient) {
        self.client = client
    }

    /// Every alliance, sorted by key.
    public func alliances() async throws -> [(id: AllianceID, key: String)] {
        let rows = try await client.read(
            "select alliance_id, key from rapport.alliance order by key collate \"C\"",
            as: (UUID, String).self, context: Context.directory)
        return rows.map { (AllianceID($0.0), $0.1) }
    }

    /// The alliance with this key.
    /// - Throws: ``StorageError/noAlliance(_:)``.
    public func alliance(_ key: String) async throws -> AllianceID {
        guard let id = try await allianceIfThere(key) else { throw StorageError.noAlliance(key) }
        return id
    }

    /// The alliance with this key; nil when there is none.
    public func allianceIfThere(_ key: String) async throws -> AllianceID? {
        let rows = try await client.read(
            "select alliance_id from rapport.alliance where key = \(key)", as: UUID.self,
            context: Context.directory)
        return rows.first.map(AllianceID.init)
    }

    /// The keys of the alliances that have a salesperson with this key, sorted.
    public func alliances(ofPerson key: String) async throws -> [String] {
        var found: [String] = []
        for alliance in try await alliances() {
            let rows = try await client.read(
                """
                select exists (
                    select from rapport.salesperson
                    where alliance_id = \(alliance.id.uuid) and key = \(key))
                """, as: Bool.self, context: Context.batch(alliance.id))
            if rows.first == true { found.append(alliance.key) }
        }
        return found
    }

    /// An alliance as it is now, in one consistent read.
    ///
    /// - Parameter sheets: whether to read the sheets too.
    /// - Throws: ``StorageError/noAlliance(_:)`` when it has gone.
    public func record(of id: AllianceID, sheets: Bool) async throws -> AllianceRecord {
        try await client.transaction(
            isolation: .repeatableRead, access: .readOnly, context: Context.batch(id),
            deadline: ImportWriter.bulkDeadline
        ) { transaction in
            let reader = SnapshotReader(transaction: transaction, id: id)
            guard var record = try await reader.record() else {
                throw StorageError.noAlliance(id.uuid.uuidString)
            }
            try await reader.readPreferences(into: &record)
            if sheets { try await reader.readSheets(into: &record) }
            return record
        }
    }

    /// Stores an import, all or nothing, and asks for a refit when it changed anything.
    ///
    /// - Parameters:
    ///   - incoming: what is told.
    ///   - stored: the alliance as ``record(of:sheets:)`` gave it when `incoming` was checked against it; nil when
    ///     there was none.
    ///   - instant: when it happens.
    /// - Throws: ``StorageError/changedMeanwhile(alliance:)`` when the alliance is no longer as in `stored`,
    ///   ``StorageError/scaleInUse(alliance:)``.
    public func store(
        _ incoming: Incoming, over stored: AllianceRecord?, at instant: Date
    ) async throws -> ImportSummary {
        let key = incoming.snapshot.alliance.key
        let id = stored?.id ?? AllianceID(UUID())
        do {
            return try await client.transaction(
                context: Context.batch(id), deadline: ImportWriter.bulkDeadline
            ) {
                transaction in
                try await lock(id, expecting: stored, key: key, in: transaction)
                try await checkScale(of: incoming, over: stored, in: transaction)
                let writer = ImportWriter(
                    transaction: transaction, id: id, incoming: incoming, stored: stored, instant: instant)
                let summary = try await writer.write()
                if summary.changedAnything {
                    try await Change.announce(id, at: instant, in: transaction, isNew: stored == nil)
                    try await Deed.imported(summary, id)
                        .recordOfOperator(in: id, at: instant, transaction)
                }
                return summary
            }
        } catch let error as PostgresError where error.constraint == "alliance_key_is_unique" {
            throw StorageError.changedMeanwhile(alliance: key)
        } catch let error as PostgresError where error.constraint == "pairing_open_once" {
            throw StorageError.openTwice(alliance: key)
        }
    }

    private func lock(
        _ id: AllianceID, expecting stored: AllianceRecord?, key: String, in transaction: Transaction
    ) async throws {
        guard let stored else { return }
        let revision = try await transaction.query(
            "select revision from rapport.revision where alliance_id = \(id.uuid) for update", as: Int64.self)
        guard revision.first == stored.revision else { throw StorageError.changedMeanwhile(alliance: key) }
    }

    private func checkScale(
        of incoming: Incoming, over stored: AllianceRecord?, in transaction: Transaction
    ) async throws {
        guard let stored,
            stored.snapshot.alliance.instrument.scale != incoming.snapshot.alliance.instrument.scale
        else { return }
        let any = try await transaction.query(
            "select exists (select from rapport.sheet where alliance_id = \(stored.id.uuid))", as: Bool.self)
        if any.first == true { throw StorageError.scaleInUse(alliance: stored.snapshot.alliance.key) }
    }
}
