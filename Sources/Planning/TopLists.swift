/// For each of many people the members with the greatest scores: heaps of one length in one run of memory.
///
/// Equal scores: the member offered first stays.
struct TopLists {
    private let length: Int
    private var scores: [Float]
    private var memberships: [Int32]
    private var counts: [Int32]
    /// What a score must pass to enter each full list.
    private var bars: [Float]

    init(count: Int, length: Int) {
        self.length = length
        scores = Array(repeating: 0, count: count * length)
        memberships = Array(repeating: 0, count: count * length)
        counts = Array(repeating: 0, count: count)
        bars = Array(repeating: -.infinity, count: count)
    }

    /// Empties every list.
    mutating func clear() {
        for index in counts.indices {
            counts[index] = 0
            bars[index] = -.infinity
        }
    }

    /// Offers a member to a list; -infinity never enters. O(1) for most, O(log length) for those that enter.
    @inline(__always)
    mutating func offer(_ score: Float, _ member: Int32, to list: Int) {
        if score > bars[list] { enter(score, member, list) }
    }

    /// The members of a list, in no particular order.
    func members(of list: Int) -> ArraySlice<Int32> {
        memberships[list * length..<list * length + Int(counts[list])]
    }

    private mutating func enter(_ score: Float, _ member: Int32, _ list: Int) {
        guard length > 0 else { return }
        let base = list * length
        let count = Int(counts[list])
        if count < length {
            rise(score, member, base, from: count)
            counts[list] += 1
            if count + 1 < length { return }
        } else {
            sink(score, member, base)
        }
        bars[list] = scores[base]
    }

    /// The worst stands at the root.
    private mutating func rise(_ score: Float, _ member: Int32, _ base: Int, from start: Int) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            if scores[base + parent] <= score { break }
            scores[base + place] = scores[base + parent]
            memberships[base + place] = memberships[base + parent]
            place = parent
        }
        scores[base + place] = score
        memberships[base + place] = member
    }

    private mutating func sink(_ score: Float, _ member: Int32, _ base: Int) {
        var place = 0
        while 2 * place + 1 < length {
            var child = 2 * place + 1
            if child + 1 < length, scores[base + child + 1] < scores[base + child] { child += 1 }
            if scores[base + child] >= score { break }
            scores[base + place] = scores[base + child]
            memberships[base + place] = memberships[base + child]
            place = child
        }
        scores[base + place] = score
        memberships[base + place] = member
    }
}
