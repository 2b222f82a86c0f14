/// Who is together with whom, seen from one side: for each member as many entries as it has room for.
struct PlaceTable {
    struct Entry: BitwiseCopyable {
        var member: Int32
        var score: Double
        var bid: Double
    }

    private let starts: [Int]
    private let entries: Arena<Entry>
    private let counts: Arena<Int32>
    /// A bit for every owner and member where many places would make looking through them slow.
    private let marks: Arena<UInt64>?
    private let limit: Int
    private(set) var total = 0

    /// Room for everybody, and one more while pairs are shifted; nobody needs more than `limit` places, the size of the other side.
    init(room: [Int32], limit: Int) {
        var starts = [0]
        starts.reserveCapacity(room.count + 1)
        for places in room { starts.append(starts[starts.count - 1] + min(Int(places), limit) + 1) }
        self.starts = starts
        entries = Arena(repeating: Entry(member: -1, score: 0, bid: 0), count: starts[room.count])
        counts = Arena(repeating: 0, count: room.count)
        self.limit = limit
        let bits = room.count * limit
        marks = (room.max() ?? 0) > 16 && bits <= 1 << 28 ? Arena(repeating: 0, count: bits / 64 + 1) : nil
    }

    /// Parts all pairs.
    mutating func clear() {
        counts.start.update(repeating: 0, count: counts.count)
        if let marks { marks.start.update(repeating: 0, count: marks.count) }
        total = 0
    }

    @inline(__always) func count(_ owner: Int) -> Int { Int(counts.start[owner]) }

    @inline(__always) subscript(owner: Int, index: Int) -> Entry {
        get { entries.start[starts[owner] &+ index] }
        nonmutating set { entries.start[starts[owner] &+ index] = newValue }
    }

    @inline(__always) func contains(_ owner: Int, _ member: Int) -> Bool {
        if let marks {
            let bit = owner &* limit &+ member
            return marks.start[bit >> 6] >> UInt64(bit & 63) & 1 == 1
        }
        let start = starts[owner]
        for index in 0..<count(owner)
        where entries.start[start &+ index].member == Int32(truncatingIfNeeded: member) {
            return true
        }
        return false
    }

    @inline(__always) mutating func append(_ owner: Int, _ member: Int, score: Double, bid: Double) {
        let index = count(owner)
        precondition(starts[owner] + index < starts[owner + 1], "no room for another pair")
        entries.start[starts[owner] &+ index] = Entry(
            member: Int32(truncatingIfNeeded: member), score: score, bid: bid)
        counts.start[owner] &+= 1
        total &+= 1
        mark(owner, member)
    }

    /// Makes a mark, or takes it away.
    @inline(__always) private func mark(_ owner: Int, _ member: Int) {
        guard let marks else { return }
        let bit = owner &* limit &+ member
        marks.start[bit >> 6] ^= 1 << UInt64(bit & 63)
    }

    /// Returns the score of the pair; `nil` if there was none.
    @discardableResult @inline(__always) mutating func remove(_ owner: Int, _ member: Int) -> Double? {
        let start = starts[owner]
        let last = count(owner) &- 1
        for index in 0...last where entries.start[start &+ index].member == Int32(truncatingIfNeeded: member)
        {
            let score = entries.start[start &+ index].score
            entries.start[start &+ index] = entries.start[start &+ last]
            counts.start[owner] &-= 1
            total &-= 1
            mark(owner, member)
            return score
        }
        return nil
    }
}
