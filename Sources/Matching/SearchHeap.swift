/// A binary heap of nodes by distance, smallest first; nodes may be in it several times.
struct SearchHeap {
    /// A column, or the complement of a row whose unlisted candidates begin at this distance.
    struct Entry: BitwiseCopyable {
        var distance: Double
        var node: Int32
    }

    private var memory = Arena<Entry>(uninitialised: 1 << 10)
    private(set) var count = 0

    /// The nearest entry; only if the heap is not empty.
    @inline(__always) var nearest: Entry { memory.start[0] }

    /// Forgets all entries.
    @inline(__always) mutating func clear() { count = 0 }

    /// Adds a node.
    @inline(__always) mutating func push(_ distance: Double, _ node: Int32) {
        if count == memory.count { grow() }
        let entries = memory.start
        var place = count
        count &+= 1
        while place > 0 {
            let parent = (place &- 1) >> 1
            if entries[parent].distance <= distance { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = Entry(distance: distance, node: node)
    }

    /// Removes the nearest entry.
    @inline(__always) mutating func removeNearest() {
        count &-= 1
        if count == 0 { return }
        let entries = memory.start
        let moved = entries[count]
        var place = 0
        while true {
            var child = 2 &* place &+ 1
            if child >= count { break }
            if child &+ 1 < count && entries[child &+ 1].distance < entries[child].distance { child &+= 1 }
            if entries[child].distance >= moved.distance { break }
            entries[place] = entries[child]
            place = child
        }
        entries[place] = moved
    }

    private mutating func grow() {
        let larger = Arena<Entry>(uninitialised: 2 * memory.count)
        larger.start.update(from: memory.start, count: count)
        memory = larger
    }
}
