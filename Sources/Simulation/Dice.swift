import Domain

/// A seeded stream of the draws that worlds are made of; the same on every machine.
typealias Dice = SplitMix64

extension Dice {
    /// The numbers 0 ..< count in a random order (Fisher and Yates).
    mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for place in order.indices.dropFirst().reversed() {
            order.swapAt(place, Int(next().multipliedFullWidth(by: UInt64(place + 1)).high))
        }
        return order
    }
}
