/// Keeps what is stored of alliances, but for their sheets, in memory while the database says that it is the newest.
///
/// What is one person's own is not in it: a record is the same for everybody of its alliance.
struct RecordCache {
    /// Alliances kept at most; of more, those that were not asked for longest are read anew.
    static let limit = 64

    private let records = VersionedCache<Int64, AllianceRecord>(limit: limit)

    /// The record of an alliance at this version or a newer one.
    ///
    /// - Parameter read: reads what is committed.
    func record(
        of id: AllianceID, since version: Int64, read: @escaping @Sendable () async throws -> AllianceRecord
    ) async throws -> AllianceRecord {
        try await records.value(of: id, at: version, isCurrent: { $0 >= version }) {
            let record = try await read()
            return (record.version, record)
        }
    }

    /// The record of an alliance at exactly this version, if it has been read.
    func known(_ id: AllianceID, at version: Int64) async -> AllianceRecord? {
        guard let known = await records.known(id), known.version == version else { return nil }
        return known.value
    }
}
