internal import CMatchingKernels

/// The best candidates of every row, and a bound for all others.
///
/// Row `i` keeps its best candidates sorted by a key that never falls below `score - price` because prices only rise, and a bound
/// `outside` that no other candidate exceeds. Rows that need new lists at the same time are scanned together: one is fetched
/// while another is read, and several threads may share them, because no scan sees another's result.
final class CandidateLists<Source: ScoreSource> {
    /// How many candidates a row has room for.
    let capacity: Int
    /// `capacity` entries for every row.
    let entries: UnsafeMutablePointer<matching_candidate>
    /// How many candidates every row lists.
    let lengths: UnsafeMutablePointer<Int32>
    /// The bound for all that are not listed.
    let outside: UnsafeMutablePointer<Double>
    /// What the passes read and write.
    let work: UnsafeMutablePointer<matching_rows>
    /// The threads that share the passes.
    let crew: Crew

    private let source: Source
    private let prices: PriceBoard
    private let entryMemory: Arena<matching_candidate>
    private let lengthMemory: Arena<Int32>
    private let boundMemory: Arena<Double>
    private let screenMemory: Arena<Float>?

    /// No lists yet. `surveys` tells whether the first pass looks for scores that may not be, `screens` whether it may make a copy.
    init(_ source: Source, prices: PriceBoard, capacity: Int, crew: Crew, surveys: Bool, screens: Bool = true)
    {
        self.source = source
        self.prices = prices
        self.capacity = capacity
        self.crew = crew
        entryMemory = Arena(uninitialised: source.rowCount * capacity)
        lengthMemory = Arena(repeating: 0, count: source.rowCount)
        boundMemory = Arena(repeating: 0, count: source.rowCount)
        (entries, lengths, outside) = (entryMemory.start, lengthMemory.start, boundMemory.start)
        screenMemory =
            source.needsScreen && screens ? Arena(uninitialised: source.rowCount * source.columnCount) : nil
        work = .allocate(capacity: 1)
        work.initialize(
            to: matching_rows(
                scores: source.rawScores, kind: Source.Element.kind, is_first_pass: 1,
                surveys: surveys ? 1 : 0, screen: source.ownScreen ?? screenMemory?.start,
                board: UnsafePointer(prices.board),
                lists: entries,
                lengths: lengths, outside: outside, spread: 0, magnitude: 0, is_suspect: 0, bars: nil,
                late_columns: nil, late_count: 0, late_scores: nil, late_by_column: nil, late_stride: 0))
        prices.board.pointee.screen_error = source.screenError(isApart: screenMemory != nil)
    }

    deinit { work.deallocate() }

    /// Lists the best candidates of all `rows` for the first time. - Returns: whether every score read was what it may be: a
    /// number, and no greater than the grid was made for.
    func begin(_ rows: [Int32]) -> Bool {
        for start in stride(from: 0, to: rows.count, by: 2048) {
            rows.withUnsafeBufferPointer { buffer in
                guard let first = buffer.baseAddress else { return }
                scan(first + start, count: min(2048, rows.count - start))
            }
            if !isSound { return false }
        }
        work.pointee.is_first_pass = 0
        return true
    }

    /// Makes no copy of the scores: where few rows will be read again, it costs more than it saves.
    func readScoresThemselves() { work.pointee.screen = source.ownScreen }

    /// Whether every score read so far was a number no greater than the grid was made for.
    var isSound: Bool {
        work.pointee.is_suspect == 0 && work.pointee.magnitude <= source.greatestMagnitude
    }

    /// Lists the best candidates of these rows anew.
    func scan(_ rows: UnsafePointer<Int32>, count: Int) {
        source.scan(rows, count: count, work, crew)
    }

    /// Lists the best candidates of these rows anew.
    func scan(_ rows: [Int32]) {
        rows.withUnsafeBufferPointer { buffer in
            if let first = buffer.baseAddress { scan(first, count: buffer.count) }
        }
    }

    /// Lists the candidates of these rows that are worth no less than the rows' prices less a radius, or the best where more are
    /// than fit: one look at each row, where the best alone take two.
    func scan(_ rows: [Int32], downFrom rowPrices: UnsafePointer<Double>, by radius: Double) {
        let bars = Arena<Double>(repeating: -.infinity, count: source.rowCount)
        for row in rows { bars.start[Int(row)] = rowPrices[Int(row)] - radius }
        work.pointee.bars = UnsafePointer(bars.start)
        scan(rows)
        work.pointee.bars = nil
        withExtendedLifetime(bars) {}
    }

    /// Lists the best candidates of a row anew.
    @inline(__always) func scan(_ row: Int) {
        var number = Int32(truncatingIfNeeded: row)
        source.scan(&number, count: 1, work, crew)
    }

    /// Adds a candidate to the list of a row; if there is no room, the list is to be made anew when it is next read.
    func insert(_ column: Int, score: Double, ofRow row: Int) {
        let value = score - prices[column]
        let list = entries + row &* capacity
        let length = Int(lengths[row])
        if value == -.infinity || value < outside[row] { return }
        if length == capacity {
            lengths[row] = 0
            outside[row] = .infinity
            return
        }
        let rounded = max(Float(value), -.greatestFiniteMagnitude)
        let key = Double(rounded) < value ? rounded.nextUp : rounded
        var place = length
        while place > 0 && list[place - 1].key < key {
            list[place] = list[place - 1]
            place -= 1
        }
        list[place] = matching_candidate(score: score, key: key, column: Int32(truncatingIfNeeded: column))
        lengths[row] += 1
        matching_pad_list(list, lengths[row])
    }

    /// Distances from the best candidate of a row to one further down.
    struct Distances {
        /// A quarter of rows have less, half of them, a quarter have more.
        var (lower, median, upper) = (0.0, 0.0, 0.0)
    }

    /// Adds a candidate to the list of a row unless it is there; if there is no room, the list is to be made anew.
    func listAgain(_ column: Int, score: Double, ofRow row: Int) {
        let list = entries + row &* capacity
        for place in 0..<Int(lengths[row]) where Int(list[place].column) == column { return }
        insert(column, score: score, ofRow: row)
    }

    /// How far some rows' best candidates are above the one at `place` of their lists; 0 if no row has as many.
    func typicalDistance(to place: Int, of rows: [Int32]) -> Distances {
        var distances: [Double] = []
        for position in stride(from: 0, to: rows.count, by: max(1, rows.count / 256)) {
            let row = Int(rows[position])
            if lengths[row] > place { distances.append(distance(to: place, ofRow: row)) }
        }
        if distances.isEmpty { return Distances() }
        distances.sort()
        let count = distances.count
        return Distances(
            lower: distances[count / 4], median: distances[count / 2], upper: distances[count * 3 / 4])
    }

    private func distance(to place: Int, ofRow row: Int) -> Double {
        let list = entries + row &* capacity
        let distance = Double(list[0].key) - Double(list[place].key)
        if distance > 0 { return distance }
        // Keys are too coarse for some scores.
        var best = -Double.infinity
        var equals = 0
        for index in 0..<Int(lengths[row]) {
            let value = list[index].score - prices[Int(list[index].column)]
            if value > best { (best, equals) = (value, 0) }
            if value == best { equals += 1 }
        }
        if equals > place { return 0 }
        let values = (0..<Int(lengths[row])).map { list[$0].score - prices[Int(list[$0].column)] }
        return best - values.sorted(by: >)[place]
    }
}

/// Threads that share passes over many rows; the answer does not depend on their number.
final class Crew {
    /// The kernels' handle; `nil` where one thread does all the work.
    let members: OpaquePointer?

    /// Gathers threads, the caller's own among them.
    init(threadCount: Int) {
        members = threadCount > 1 ? matching_crew_gather(Int32(clamping: threadCount)) : nil
    }

    deinit { matching_crew_dismiss(members) }
}
