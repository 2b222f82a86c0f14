import Matching

/// The difference between two sets of pairs, in parts that can be taken or left one by one.
///
/// Two people are of one part when a chain of pairs that only one of the sets has joins them. Whatever parts are taken, nobody
/// passes their places: inside a part everybody has the pairs of one set, outside both sets agree.
struct Rearrangement {
    /// One part: pairs that only the first set has, and pairs that only the second has; both ascending.
    struct Part {
        var ended: [Pair] = []
        var begun: [Pair] = []
    }

    /// The parts, by their smallest pairs.
    private(set) var parts: [Part] = []

    /// Compares two sets of pairs. O(pairs · log pairs).
    init(from old: some Sequence<Pair>, to new: some Sequence<Pair>, rowCount: Int) {
        let (before, after) = (Set(old), Set(new))
        let ended = before.subtracting(after).sorted()
        let begun = after.subtracting(before).sorted()
        var forest = Forest()
        for pair in ended + begun { forest.join(pair.row, rowCount + pair.column) }
        var partOfRoot: [Int: Int] = [:]
        for pair in (ended + begun).sorted() {
            let root = forest.root(of: pair.row)
            if partOfRoot[root] == nil {
                partOfRoot[root] = parts.count
                parts.append(Part())
            }
        }
        for pair in ended { parts[partOfRoot[forest.root(of: pair.row)] ?? 0].ended.append(pair) }
        for pair in begun { parts[partOfRoot[forest.root(of: pair.row)] ?? 0].begun.append(pair) }
    }
}

/// Disjoint sets of whole numbers.
private struct Forest {
    private var parent: [Int: Int] = [:]

    mutating func root(of start: Int) -> Int {
        var node = start
        while let up = parent[node], up != node {
            // Halving the path keeps it short.
            let over = parent[up] ?? up
            parent[node] = over
            node = over
        }
        return node
    }

    mutating func join(_ one: Int, _ two: Int) {
        let (first, second) = (root(of: one), root(of: two))
        if parent[first] == nil { parent[first] = first }
        if first != second { parent[second] = first }
    }
}
