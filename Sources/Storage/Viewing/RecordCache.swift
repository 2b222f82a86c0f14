/// Keeps what is stored of alliances, but for their sheets, in memory while the database says that it is the newest.
///
/// What is one person's own is not in it: a record is the same for everybody of its alliance. Of several requests that find
/// the same change, one reads and the others wait for it.
actor RecordCache {
    /// Alliances kept at most; of more, those that were not asked for longest are read anew.
    static let limit = 64

    private struct Entry {
        var version: Int64
        let load: Task<AllianceRecord, any Error>
        /// Nil while it is being read.
        var record: AllianceRecord?
        var lastUse: Int
    }

    private var entries: [AllianceID: Entry] = [:]
    private var clock = 0

    /// The record of an alliance at this version or a newer one.
    ///
    /// - Parameter read: reads what is committed.
    func record(
        of id: AllianceID, since version: Int64, read: @escaping @Sendable () async throws -> AllianceRecord
    ) async throws -> AllianceRecord {
        clock += 1
        if let entry = entries[id], entry.version >= version {
            entries[id]?.lastUse = clock
            return try await entry.load.value
        }
        let load = Task { try await read() }
        entries[id] = Entry(version: version, load: load, record: nil, lastUse: clock)
        dropLeastUsed()
        let result = await load.result
        if entries[id]?.load == load {
            switch result {
            case .success(let record):
                entries[id]?.version = record.version
                entries[id]?.record = record
            case .failure: entries[id] = nil
            }
        }
        return try result.get()
    }

    /// The record of an alliance at exactly this version, if it has been read.
    func known(_ id: AllianceID, at version: Int64) -> AllianceRecord? {
        guard let record = entries[id]?.record, record.version == version else { return nil }
        return record
    }

    private func dropLeastUsed() {
        guard entries.count > Self.limit,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        entries[oldest.key] = nil
    }
}
