import Domain

/// A seeded stream of random numbers: a failing case is found again by its seed.
typealias Stream = SplitMix64

extension Stream {
    /// True once in `count`.
    mutating func one(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
