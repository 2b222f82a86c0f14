internal import CMatchingKernels

/// Memory of searches that go out from a row and from all free columns at once, and meet.
///
/// Distances are known by row: a row and its own column are equally far. Candidates are read from the rows' lists, which are not
/// changed meanwhile, and from the same lists by column.
final class TwoSidedSearch {
    /// How far each row is from the one that searches, and from the nearest free column, in the searches told beside.
    let from: UnsafeMutablePointer<Double>
    let to: UnsafeMutablePointer<Double>
    let fromIn: UnsafeMutablePointer<Int32>
    let toIn: UnsafeMutablePointer<Int32>
    /// The searches in which nothing shorter can come, on either side, and in which a whole row was read.
    let finishedIn: UnsafeMutablePointer<Int32>
    let passedIn: UnsafeMutablePointer<Int32>
    let readIn: UnsafeMutablePointer<Int32>
    /// The column that a row goes on to, and the row from which a column was reached.
    let next: UnsafeMutablePointer<Int32>
    let before: UnsafeMutablePointer<Int32>
    /// What nearly is next: rows ahead of the one that searches (or the complement, where unlisted candidates begin), and rows
    /// whose columns lead to free ones.
    var ahead = SearchHeap()
    var behind = SearchHeap()
    /// Rows that are finished ahead, how many columns are behind, free ones apart, and rows with a way to a free column.
    var finished: [Int32] = []
    var passed = 0
    var leading: [Int32] = []
    var current: Int32 = 0
    /// The shortest way known, and the pair at which its halves meet.
    var nearest = Double.infinity
    var meetingRow = -1
    var meetingColumn = -1
    /// Whether the columns' side has begun, and how far lists tell what lies there.
    var isTwoSided = false
    var limitBehind = 0.0
    /// The least distance behind of a column that rows know by their lists.
    var nearestListed = Double.infinity

    /// Columns behind whose rows are known only within a limit, and the least of these. Columns that were read in full, and how often
    /// that was done or a limit widened.
    var limits: [Limit] = []
    var leastGap = 0.0
    var columnsRead: [Int32] = []
    var widenings = 0

    let late: LateColumns
    /// Their numbers, what they cost (with room for eight more), and a bound that no row is nearer to each than.
    let lateNumbers: UnsafeMutablePointer<Int32>
    let lateCosts: UnsafeMutablePointer<Float>
    let lateMargins: UnsafeMutablePointer<Double>
    /// The place of each column among the late ones, -1 for others.
    let latePlaces: UnsafeMutablePointer<Int32>
    /// How far down from a row's price its list should reach, and did when it was made.
    let radius: Double
    let listedGaps: UnsafeMutablePointer<Double>
    /// The prices when the first lists were made, and by how much one has fallen since, at most.
    let listedPrices: UnsafeMutablePointer<Double>
    private(set) var fall = 0.0
    /// The falls of all searches added up, and what they were when a row was listed anew; negative for first lists.
    private(set) var falls = 0.0
    let listedAt: UnsafeMutablePointer<Double>
    /// The lists by column: where each begins, the rows, and their scores.
    let starts: UnsafeMutablePointer<Int32>
    let listedRows: UnsafeMutablePointer<Int32>
    let listedScores: UnsafeMutablePointer<Double>
    /// Rows listed anew, with their scores, as chains by column; and where each chain begins, -1 if there is none.
    private(set) var added: [Added] = []
    let chains: UnsafeMutablePointer<Int32>
    /// Columns that nobody has.
    var free: [Int32]
    /// Room for the rows or columns that a pass finds.
    let found: UnsafeMutablePointer<Int32>

    private let costs: Arena<Float>
    private let numbers: [Arena<Double>]
    private let indices: [Arena<Int32>]

    /// Sorts the rows' lists by column.
    init<Source: ScoreSource>(_ engine: AuctionEngine<Source>, late: LateColumns, radius: Double) {
        let (rowCount, columnCount) = (engine.rowCount, engine.columnCount)
        let lists = engine.lists
        (self.late, self.radius) = (late, radius)
        let starts = Arena<Int32>(repeating: 0, count: columnCount + 2)
        for row in 0..<rowCount {
            let list = lists.entries + row &* lists.capacity
            for place in 0..<Int(lists.lengths[row]) { starts.start[Int(list[place].column) &+ 2] &+= 1 }
        }
        for column in 0..<columnCount { starts.start[column &+ 2] &+= starts.start[column &+ 1] }
        let total = Int(starts.start[columnCount + 1])
        indices =
            [starts, Arena(uninitialised: total)]
            + (0..<6).map { _ in Arena<Int32>(repeating: 0, count: rowCount) }
            + [
                Arena(repeating: 0, count: columnCount), Arena(repeating: -1, count: columnCount),
                Arena(repeating: -1, count: columnCount),
                Arena(uninitialised: max(rowCount, columnCount) + 4), Arena(uninitialised: late.count),
            ]
        costs = Arena(repeating: .infinity, count: late.count + 8)
        numbers = [
            Arena(uninitialised: total), Arena(uninitialised: rowCount), Arena(uninitialised: rowCount),
            Arena(uninitialised: columnCount), Arena(repeating: 0, count: rowCount),
            Arena(repeating: -1, count: rowCount), Arena(uninitialised: late.count),
        ]
        (self.starts, listedRows) = (indices[0].start, indices[1].start)
        (fromIn, toIn, finishedIn) = (indices[2].start, indices[3].start, indices[4].start)
        (passedIn, readIn, next) = (indices[5].start, indices[6].start, indices[7].start)
        (before, latePlaces) = (indices[8].start, indices[9].start)
        (chains, found) = (indices[10].start, indices[11].start)
        (listedScores, from, to, listedPrices) = (
            numbers[0].start, numbers[1].start, numbers[2].start, numbers[3].start
        )
        (listedGaps, listedAt) = (numbers[4].start, numbers[5].start)
        (lateNumbers, lateCosts, lateMargins) = (indices[12].start, costs.start, numbers[6].start)
        for (place, column) in late.columns.enumerated() {
            lateNumbers[place] = column
            lateCosts[place] = Float(engine.prices[Int(column)])
        }
        for row in 0..<rowCount { listedGaps[row] = engine.rowPrices[row] - lists.outside[row] }
        for row in 0..<rowCount {
            let list = lists.entries + row &* lists.capacity
            for place in 0..<Int(lists.lengths[row]) {
                let column = Int(list[place].column)
                let target = Int(self.starts[column &+ 1])
                listedRows[target] = Int32(truncatingIfNeeded: row)
                listedScores[target] = list[place].score
                self.starts[column &+ 1] &+= 1
            }
        }
        listedPrices.update(from: engine.prices.prices, count: columnCount)
        for (place, column) in late.columns.enumerated() { latePlaces[Int(column)] = Int32(place) }
        free = (0..<Int32(columnCount)).filter {
            engine.prices.isOpen(Int($0)) && engine.rowOfColumn[Int($0)] < 0
        }
    }

    /// Forgets the last search.
    func begin() {
        current &+= 1
        ahead.clear()
        behind.clear()
        finished.removeAll(keepingCapacity: true)
        leading.removeAll(keepingCapacity: true)
        (nearest, meetingRow, meetingColumn) = (.infinity, -1, -1)
        (isTwoSided, limitBehind, nearestListed) = (false, 0, .infinity)
        (passed, widenings, leastGap) = (0, 0, 0)
        limits.removeAll(keepingCapacity: true)
        columnsRead.removeAll(keepingCapacity: true)
    }

    /// A column behind, its distance, and how far its rows are known.
    struct Limit {
        let column: Int32
        let distance: Double
        let most: Double
    }

    /// Takes note of how far the rows of a column are known.
    func limit(_ column: Int, at distance: Double, to most: Double) {
        limits.append(Limit(column: Int32(truncatingIfNeeded: column), distance: distance, most: most))
        limitBehind = min(limitBehind, most)
    }

    /// A row on a chain, its score, and where the chain goes on.
    struct Added {
        let row: Int32
        let next: Int32
        let score: Double
    }

    /// By how much a candidate that a row does not list may be worth more today than when it was left out.
    @inline(__always) func fall(since row: Int) -> Double {
        listedAt[row] < 0 ? fall : falls - listedAt[row]
    }

    /// Takes note that a listed column costs less than before.
    func noteFall(of column: Int, to price: Double) { fall = max(fall, listedPrices[column] - price) }

    /// Takes note of how much listed columns fell in this search, at most.
    func noteFalls(_ most: Double) { falls += max(0, most) }

    /// Adds a row's new list to the columns' chains.
    func add<Source: ScoreSource>(_ row: Int, _ lists: CandidateLists<Source>, gap: Double) {
        listedAt[row] = falls
        listedGaps[row] = gap
        let list = lists.entries + row &* lists.capacity
        for place in 0..<Int(lists.lengths[row]) {
            let column = Int(list[place].column)
            added.append(
                Added(row: Int32(truncatingIfNeeded: row), next: chains[column], score: list[place].score))
            chains[column] = Int32(added.count - 1)
        }
    }
}
