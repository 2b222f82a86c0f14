/// A source of choices: first the given bytes, so that a fuzzer steers what is drawn, then a generator seeded with them.
struct Choices: RandomNumberGenerator {
    private var bytes: ArraySlice<UInt8>
    private var state: UInt64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// No bytes: the generator decides everything.
    init(seed: Int) {
        bytes = []
        state = UInt64(bitPattern: Int64(seed))
    }

    /// Sixty-four bits (SplitMix64; Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Nearly normal, mean 0, variance 1 (twelve uniforms).
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }
}
