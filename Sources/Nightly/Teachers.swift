public import Foundation
public import Scoring
public import Storage

/// What the alliances of an installation have learned, for those that start from it.
///
/// Read from a few of them, spread evenly: some dozen say all there is to say of what alliances have in common. What was read
/// is kept for a while, as what a night of a thousand alliances would read again for each says the same.
public actor Teachers {
    private let store: BatchStore
    private var alliances: (ids: [AllianceID], until: Date)?
    private var beginnings: [AllianceID: (bytes: [UInt8], until: Date)] = [:]

    /// How many other alliances a fit learns from at most.
    private static let most = 16
    /// For how long what was read is good, in seconds.
    private let shelfLife: TimeInterval

    /// Makes teachers over a store, who look anew for every fit unless they may rely on what they know for a while.
    public init(store: BatchStore, shelfLife: TimeInterval = 0) {
        self.store = store
        self.shelfLife = shelfLife
    }

    /// What the other alliances taught: a new one starts from there.
    public func pooledPrior(without id: AllianceID, at instant: Date) async throws -> PooledPrior? {
        let others = try await everybody(at: instant).filter { $0 != id }
        let count = min(Self.most, others.count)
        var found: [[UInt8]] = []
        for place in 0..<count {
            if let bytes = try await beginning(of: others[place * others.count / count], at: instant) {
                found.append(bytes)
            }
        }
        return PooledPrior(beginnings: found)
    }

    private func everybody(at instant: Date) async throws -> [AllianceID] {
        if let alliances, instant < alliances.until { return alliances.ids }
        let ids = try await store.alliances().map(\.id)
        alliances = (ids, instant + shelfLife)
        beginnings = beginnings.filter { instant < $0.value.until }
        return ids
    }

    /// The first bytes of a model, as many as hold what it teaches.
    private func beginning(of id: AllianceID, at instant: Date) async throws -> [UInt8]? {
        if let known = beginnings[id], instant < known.until { return known.bytes }
        var bytes = try await store.beginnings(of: [id], bytes: PooledPrior.usualBytes).first
        if let short = bytes, PooledPrior.isCut(short) {
            bytes = try await store.beginnings(of: [id], bytes: PooledPrior.mostBytes).first
        }
        // That an alliance has no model yet may change any moment.
        if let bytes { beginnings[id] = (bytes, instant + shelfLife) }
        return bytes
    }
}
