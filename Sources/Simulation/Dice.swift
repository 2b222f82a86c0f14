import Planning

/// A seeded stream of the draws that worlds are made of; the same on every machine.
struct Dice {
    private var stream: SplitMix

    init(seed: UInt64) { stream = SplitMix(seed: seed) }

    /// A standard normal number, but for its tails beyond ±6: the sum of twelve uniform ones less six, since logarithms
    /// differ in their last digit between machines (Irwin and Hall).
    mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += stream.uniform() }
        return sum
    }

    /// The numbers 0 ..< count in a random order (Fisher and Yates).
    mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for place in order.indices.dropFirst().reversed() {
            order.swapAt(place, Int(stream.next().multipliedFullWidth(by: UInt64(place + 1)).high))
        }
        return order
    }
}
