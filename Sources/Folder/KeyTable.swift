/// Finds the index of a key from its bytes, without making a `String`.
///
/// Open addressing with linear probing at a load of at most one half; the keys' bytes lie in one array.
/// - Complexity: adding and finding are O(length of the key) on average.
struct KeyTable {
    private var bytes: [UInt8] = []
    /// Where each key ends in ``bytes``; a key begins where the one before ends.
    private var ends: [Int] = []
    /// Index of the key + 1 for each slot; 0 is free.
    private var slots: [Int32]

    /// Makes a table with room for about `count` keys; it grows when there are more.
    init(expecting count: Int = 0) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Number of keys.
    var count: Int { ends.count }

    /// The index of a key; nil when it is not there.
    func index(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        let entry = slots[slot(of: key)]
        return entry == 0 ? nil : Int(entry) - 1
    }

    /// The index of a key; nil when it is not there.
    func index(of key: String) -> Int? {
        var key = key
        return key.withUTF8 { index(of: $0) }
    }

    /// Adds a key that is not there yet, and gives it the next index: 0, 1, 2 …
    mutating func add(_ key: UnsafeBufferPointer<UInt8>) {
        if (count + 1) * 2 > slots.count { grow() }
        let slot = slot(of: key)
        precondition(slots[slot] == 0, "the key is there already")
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
        slots[slot] = Int32(count)
    }

    /// Adds a key that is not there yet, and gives it the next index.
    mutating func add(_ key: String) {
        var key = key
        key.withUTF8 { add($0) }
    }

    /// The slot that holds the key, or the free one where it would go.
    private func slot(of key: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(key)) & mask
        while slots[slot] != 0, !isKey(at: Int(slots[slot]) - 1, key) { slot = (slot + 1) & mask }
        return slot
    }

    private func isKey(at index: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = index == 0 ? 0 : ends[index - 1]
        guard ends[index] - start == key.count else { return false }
        return bytes.withUnsafeBufferPointer { all in
            for place in 0..<key.count where all[start + place] != key[place] { return false }
            return true
        }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let keys = bytes
        keys.withUnsafeBufferPointer { all in
            var start = 0
            for (index, end) in ends.enumerated() {
                slots[slot(of: UnsafeBufferPointer(rebasing: all[start..<end]))] = Int32(index + 1)
                start = end
            }
        }
    }

    /// FNV-1a, then a finishing mix, since the low bits choose the slot.
    /// Source: http://www.isthe.com/chongo/tech/comp/fnv; finishing mix of splitmix64 (S. Vigna).
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        return hash ^ (hash >> 31)
    }
}
