import Foundation

/// Keeps an identity provider's keys at hand: read anew after ten minutes, so that a key that is rotated out is good no
/// longer, and when a token names an unknown key, so that a new one is known at once; but not more often than twice a minute,
/// whatever tokens come.
actor KeyShelf {
    private static let lifetime: TimeInterval = 600
    private static let pause: TimeInterval = 30

    private let source: KeySource
    private var set: KeySet?
    private var readAt = Date.distantPast
    private var triedAt = Date.distantPast

    init(source: KeySource) {
        self.source = source
    }

    /// The key of this name; nil when the provider has none.
    ///
    /// While the source does not answer, keys that were read in the last day stay good: a provider that is down must not lock
    /// everybody out at once.
    func key(_ name: String, at instant: Date) async -> KeySet.Key? {
        let age = instant.timeIntervalSince(readAt)
        if set?[name] == nil || age > Self.lifetime, instant.timeIntervalSince(triedAt) >= Self.pause {
            try? await load(at: instant)
        }
        guard instant.timeIntervalSince(readAt) <= 86_400 else { return nil }
        return set?[name]
    }

    /// Reads the keys from their source.
    func load(at instant: Date) async throws {
        triedAt = instant
        set = try await KeySet(try await source.read())
        readAt = instant
    }
}
