/// Which columns are worth as much to a row as its best, for all rows that have been asked for: one bit a pair.
///
/// Where many columns tie, ways along ties alone place most rows that wait, and following them on bits is much faster than
/// reading the rows again and again.
final class TightGraph {
    /// Words a row.
    let width: Int
    /// The rows' bits, `width` words each, and whether they are up to date.
    let bits: UnsafeMutablePointer<UInt64>
    var isKnown: [Bool]
    /// Columns that nobody has.
    let free: UnsafeMutablePointer<UInt64>
    /// Columns that this sweep has reached, and the row from which it did.
    let reached: UnsafeMutablePointer<UInt64>
    let parents: UnsafeMutablePointer<Int32>
    /// Rows that this sweep has reached; those from `next` on have yet to be followed.
    var rows: [Int32] = []
    var next = 0

    private let memory: [Arena<UInt64>]
    private let parentMemory: Arena<Int32>

    /// Nothing is known yet; all columns are free.
    init(rowCount: Int, columnCount: Int) {
        width = (columnCount + 63) / 64
        isKnown = [Bool](repeating: false, count: rowCount)
        memory = [
            Arena(uninitialised: rowCount * width), Arena(repeating: 0, count: width),
            Arena(repeating: 0, count: width),
        ]
        parentMemory = Arena(uninitialised: columnCount)
        (bits, free, reached) = (memory[0].start, memory[1].start, memory[2].start)
        parents = parentMemory.start
    }

    /// Forgets what was reached.
    func begin() {
        reached.update(repeating: 0, count: width)
        rows.removeAll(keepingCapacity: true)
        next = 0
    }

    /// Reaches the columns that tie for a row: one that is free, or else all of them; returns the free one, or -1.
    func follow(_ row: Int, _ rowOfColumn: UnsafePointer<Int32>) -> Int {
        let own = bits + row &* width
        for word in 0..<width {
            let open = own[word] & ~reached[word] & free[word]
            if open == 0 { continue }
            let column = word &* 64 &+ open.trailingZeroBitCount
            parents[column] = Int32(truncatingIfNeeded: row)
            return column
        }
        for word in 0..<width {
            var new = own[word] & ~reached[word]
            reached[word] |= new
            while new != 0 {
                let column = word &* 64 &+ new.trailingZeroBitCount
                new &= new &- 1
                parents[column] = Int32(truncatingIfNeeded: row)
                rows.append(rowOfColumn[column])
            }
        }
        return -1
    }

    /// Marks a column as free or taken.
    func setFree(_ column: Int, _ isFree: Bool) {
        let bit = UInt64(1) << UInt64(column & 63)
        if isFree { free[column >> 6] |= bit } else { free[column >> 6] &= ~bit }
    }

    /// Whether this sweep has reached a column.
    func isReached(_ column: Int) -> Bool { reached[column >> 6] >> UInt64(column & 63) & 1 == 1 }
}
