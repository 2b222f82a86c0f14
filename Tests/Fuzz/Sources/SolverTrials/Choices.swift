import struct Domain.SplitMix64

/// A source of choices: first the given bytes, so that a fuzzer steers what is drawn, then a generator seeded with them.
struct Choices: RandomNumberGenerator {
    private var bytes: ArraySlice<UInt8>
    private var stream: SplitMix64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        stream = SplitMix64(
            seed: bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    /// No bytes: the generator decides everything.
    init(seed: Int) {
        bytes = []
        stream = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    }

    /// Sixty-four bits.
    mutating func next() -> UInt64 { stream.next() }

    /// A whole number in 0 ..< `count`.
    mutating func below(_ count: Int) -> Int {
        if let byte = bytes.popFirst() {
            if count <= 256 { return Int(byte) % count }
            return (Int(byte) << 8 | Int(bytes.popFirst() ?? 0)) % count
        }
        return Int(next() % UInt64(count))
    }

    /// One of these.
    mutating func one<Choice>(of choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// True once in `count` times.
    mutating func once(in count: Int) -> Bool { below(count) == 0 }

    /// Uniform in 0 ..< 1, never from the given bytes: these would not last for a matrix.
    mutating func unit() -> Double { stream.uniform() }

    /// Nearly normal, mean 0, variance 1 (twelve uniforms).
    mutating func normal() -> Double { stream.normal() }
}
