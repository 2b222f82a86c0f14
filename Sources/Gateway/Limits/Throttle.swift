public import struct Foundation.Date
import Synchronization

/// Counts what each key may still do: a bucket of tokens that fills up again at a steady pace.
///
/// Kept in memory, for each process: with several of them behind a balancer each allows as much. At most `capacity` keys
/// are remembered; buckets that are full again are forgotten first, then those that are fullest, so that a flood of made-up
/// keys cannot refill the bucket of somebody who is being held back.
public final class Throttle<Key: Hashable & Sendable>: Sendable {
    /// How much may be done at once, and how fast it comes back.
    public struct Rate: Sendable, Hashable {
        /// Tokens in a full bucket.
        public var burst: Int
        /// Seconds in which an empty bucket becomes full.
        public var seconds: Double

        /// Makes a rate of 1 token or more, in 1 second or more (preconditions).
        public init(burst: Int, seconds: Double) {
            precondition(burst >= 1 && seconds >= 1, "a rate allows something in some time")
            self.burst = burst
            self.seconds = seconds
        }

        var perSecond: Double { Double(burst) / seconds }
    }

    /// What came of asking.
    public struct Allowance: Sendable, Hashable {
        /// Whether there was a token.
        public var isAllowed: Bool
        /// How many are left.
        public var remaining: Int
        /// Whole seconds until the next token when there is none, else until the bucket is full.
        public var seconds: Int
    }

    /// What each key may do.
    public let rate: Rate
    private let capacity: Int
    private let buckets = Mutex<[Key: (tokens: Double, at: Date)]>([:])

    /// An empty throttle, in which everybody's bucket is full.
    public init(_ rate: Rate, capacity: Int = 100_000) {
        self.rate = rate
        self.capacity = capacity
    }

    /// Takes a token out of a key's bucket if there is one.
    public func take(_ key: Key, at instant: Date) -> Allowance {
        buckets.withLock { buckets in
            var tokens = self.tokens(in: buckets[key], at: instant)
            let isAllowed = tokens >= 1
            if isAllowed { tokens -= 1 }
            if buckets[key] == nil, buckets.count >= capacity { forget(in: &buckets, at: instant) }
            buckets[key] = (tokens, instant)
            return allowance(tokens, isAllowed: isAllowed)
        }
    }

    /// Looks into a key's bucket and takes nothing.
    public func look(_ key: Key, at instant: Date) -> Allowance {
        let tokens = buckets.withLock { self.tokens(in: $0[key], at: instant) }
        return allowance(tokens, isAllowed: tokens >= 1)
    }

    /// Fills a key's bucket up.
    public func forgive(_ key: Key) {
        buckets.withLock { $0[key] = nil }
    }

    private func tokens(in bucket: (tokens: Double, at: Date)?, at instant: Date) -> Double {
        guard let bucket else { return Double(rate.burst) }
        // A clock that was set back takes nothing away.
        let passed = max(0, instant.timeIntervalSince(bucket.at))
        return min(Double(rate.burst), bucket.tokens + passed * rate.perSecond)
    }

    private func allowance(_ tokens: Double, isAllowed: Bool) -> Allowance {
        let missing = isAllowed ? Double(rate.burst) - tokens : 1 - tokens
        return Allowance(
            isAllowed: isAllowed, remaining: Int(tokens),
            seconds: max(isAllowed ? 0 : 1, Int((missing / rate.perSecond).rounded(.up))))
    }

    private func forget(in buckets: inout [Key: (tokens: Double, at: Date)], at instant: Date) {
        buckets = buckets.filter { tokens(in: $0.value, at: instant) < Double(rate.burst) }
        guard buckets.count >= capacity else { return }
        let fullest = buckets.sorted { tokens(in: $0.value, at: instant) > tokens(in: $1.value, at: instant) }
        for (key, _) in fullest.prefix(max(1, capacity / 10)) { buckets[key] = nil }
    }
}
