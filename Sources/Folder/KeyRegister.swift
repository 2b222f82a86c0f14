/// The keys of one kind that a folder may use, and the index of each in the snapshot.
///
/// Keys that the folder names come first, in file order; a known key gets the next index when it is first
/// referred to. Name all before adding known ones, and add these before finding any.
struct KeyRegister {
    /// False when the file that names keys could not be read whole, or others may be stored, so that one not found is no fault.
    var isComplete = true
    /// How many keys the folder names.
    private(set) var namedCount = 0
    /// Positions of the known keys that were referred to, in the order of their indices.
    private(set) var referred: [Int] = []

    private var keys = KeyTable()
    /// For each key of ``keys``: its index in the snapshot, or -1 - position of a known key not referred to.
    private var indices: [Int] = []
    private var lines: [Int] = []
    /// Keys that are not ASCII, by canonical equivalence; their index in ``keys``.
    private var composed: [String: Int] = [:]

    /// What naming a key led to.
    enum Naming: Equatable {
        /// It is new; its index in the snapshot.
        case index(Int)
        /// It was named on an earlier line.
        case duplicate(line: Int)
        /// The same letters were named on an earlier line, composed of other Unicode scalars.
        case sameLetters(line: Int)
    }

    /// Enters a key that the folder names on `line`.
    mutating func name(_ key: String, line: Int) -> Naming {
        if let earlier = keys.index(of: key) { return .duplicate(line: lines[earlier]) }
        if !key.utf8.allSatisfy({ $0 < 0x80 }) {
            if let earlier = composed[key] { return .sameLetters(line: lines[earlier]) }
            composed[key] = keys.count
        }
        keys.add(key)
        lines.append(line)
        indices.append(namedCount)
        namedCount += 1
        return .index(namedCount - 1)
    }

    /// Enters the keys that the database holds; those that the folder names keep their place.
    ///
    /// - Returns: named keys that are the letters of a known one but other Unicode scalars, with their lines.
    mutating func addKnown(_ known: [String]) -> [(key: String, line: Int)] {
        var clashes: [(key: String, line: Int)] = []
        for (position, key) in known.enumerated() where keys.index(of: key) == nil {
            if let named = composed[key] { clashes.append((key, lines[named])) }
            keys.add(key)
            indices.append(-1 - position)
        }
        return clashes
    }

    /// The index in the snapshot of the key in a cell; nil when there is no such key.
    mutating func find(_ cell: Cell) -> Int? {
        guard let key = keys.index(of: cell.bytes) else { return nil }
        let index = indices[key]
        return index >= 0 ? index : refer(to: key)
    }

    private mutating func refer(to key: Int) -> Int {
        referred.append(-1 - indices[key])
        indices[key] = namedCount + referred.count - 1
        return indices[key]
    }
}
