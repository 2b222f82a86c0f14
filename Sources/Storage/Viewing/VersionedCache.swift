import Domain

/// Keeps one value for each alliance in memory while it is of the version that is asked for.
///
/// Of several requests that find it too old, one makes it anew and the others wait; one that failed is made again by the
/// next. Beyond a limit, what was not asked for longest goes: alliances come and go, and memory stays.
package actor VersionedCache<Version: Sendable, Value: Sendable> {
    private struct Entry {
        var version: Version
        let making: Task<(version: Version, value: Value), any Error>
        /// Nil while it is being made.
        var value: Value?
        var lastUse: Int
    }

    private let limit: Int
    private var entries: [AllianceID: Entry] = [:]
    private var clock = 0

    /// An empty cache of at most `limit` alliances, 1 or more.
    package init(limit: Int) {
        precondition(limit > 0, "a cache keeps something")
        self.limit = limit
    }

    /// The value of an alliance.
    ///
    /// - Parameters:
    ///   - version: what a value is of that is made now, as far as is known before it is.
    ///   - isCurrent: whether a value of this version, known or in the making, will do.
    ///   - make: makes a value, and says of which version it has become.
    package func value(
        of id: AllianceID, at version: Version, isCurrent: @Sendable (Version) -> Bool,
        make: @escaping @Sendable () async throws -> (version: Version, value: Value)
    ) async throws -> Value {
        clock += 1
        if let entry = entries[id], isCurrent(entry.version) {
            entries[id]?.lastUse = clock
            return try await entry.making.value.value
        }
        let making = Task { try await make() }
        entries[id] = Entry(version: version, making: making, value: nil, lastUse: clock)
        dropLeastUsed()
        let result = await making.result
        // Somebody may have found this one too old, meanwhile.
        if entries[id]?.making == making {
            switch result {
            case .success(let made):
                entries[id]?.version = made.version
                entries[id]?.value = made.value
            case .failure: entries[id] = nil
            }
        }
        return try result.get().value
    }

    /// The value of an alliance that has been made, if there is one, and its version.
    func known(_ id: AllianceID) -> (version: Version, value: Value)? {
        guard let entry = entries[id], let value = entry.value else { return nil }
        return (entry.version, value)
    }

    private func dropLeastUsed() {
        guard entries.count > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        entries[oldest.key] = nil
    }
}

extension VersionedCache where Version: Equatable {
    /// The value of an alliance of exactly this version.
    package func value(
        of id: AllianceID, at version: Version, make: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await value(of: id, at: version, isCurrent: { $0 == version }) { (version, try await make()) }
    }
}
