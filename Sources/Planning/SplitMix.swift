/// A seeded stream of random numbers that is the same on every machine and in every release of Swift.
///
/// Source: SplitMix64, G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
package struct SplitMix {
    private var state: UInt64

    /// Starts a stream.
    package init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A number in 0 ..< 1.
    package mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
