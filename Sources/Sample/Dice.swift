import Domain

/// A seeded stream of the draws that samples are made of; the same on every machine and in every release of Swift. The
/// standard library's own `random(in:using:)` is not used, since it may change.
struct Dice {
    private var stream: SplitMix64

    /// Starts a stream.
    init(seed: UInt64) { stream = SplitMix64(seed: seed) }

    /// The next 64 bits.
    mutating func next() -> UInt64 { stream.next() }

    /// A stream of its own for a part of the work, so that a change in one part leaves the others as they are.
    mutating func fork() -> Dice { Dice(seed: next()) }

    /// A number in 0 ..< 1.
    mutating func uniform() -> Double { stream.uniform() }

    /// A whole number in 0 ..< bound; its bias is below bound / 2⁶⁴.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True with this probability.
    mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// One of the choices, which must not be empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// A standard normal number, but for its tails beyond ±4: the sum of twelve uniform ones less six.
    ///
    /// Irwin–Hall instead of Box–Muller, since logarithms differ in their last digit between machines.
    mutating func normal() -> Double {
        var sum: UInt64 = 0
        for _ in 0..<3 {
            let bits = next()
            sum += (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        }
        return (Double(sum) + 6) / 65_536 - 6
    }

    /// Puts the elements in a random order (Fisher and Yates).
    mutating func shuffle<Element>(_ elements: inout [Element]) {
        for place in elements.indices.dropFirst().reversed() { elements.swapAt(place, below(place + 1)) }
    }
}
