internal import CMatchingKernels

/// Memory of the classic search for a shortest path, which looks at every column of every row it visits.
///
/// Where many candidates tie or prices are contested, short lists have to be made anew for nearly every row a search visits; one pass
/// over the row itself then costs less. Distances are measured from minus what the first row's best column is worth.
///
/// - Source: Jonker & Volgenant 1987, doi:10.1007/BF02278710, without their initial phases.
final class WholeRowSearch {
    let distances: UnsafeMutablePointer<Double>
    let parents: UnsafeMutablePointer<Int32>
    /// Finished columns in the order in which their rows are visited, and the distance at which each was finished.
    let columns: UnsafeMutablePointer<Int32>
    let reached: UnsafeMutablePointer<Double>
    /// How many columns are finished, and how many of their rows visited.
    var finished = 0
    var visited = 0
    /// Rows with the same scores share a number: only the first of them that a search visits can reach anything.
    var kinds: [Int32]?
    /// The search that visited a kind of row.
    private var visitedIn: [Int32] = []
    private var current: Int32 = 0
    /// The shortest way to a row that gives up its column, and that row.
    var nearestToGiveUp = Double.infinity
    var endRow = -1

    private let count: Int
    private let memory: [Arena<Double>]
    private let indexMemory: [Arena<Int32>]

    init(columnCount: Int) {
        count = columnCount
        memory = (0..<2).map { _ in Arena(uninitialised: columnCount) }
        indexMemory = (0..<2).map { _ in Arena(uninitialised: columnCount + 4) }
        (distances, reached) = (memory[0].start, memory[1].start)
        (parents, columns) = (indexMemory[0].start, indexMemory[1].start)
    }

    /// Forgets the last search.
    func begin() {
        distances.update(repeating: .infinity, count: count)
        (finished, visited) = (0, 0)
        (nearestToGiveUp, endRow) = (.infinity, -1)
        current += 1
    }

    /// Tells the numbers of rows with the same scores.
    func tell(_ kinds: [Int32], count: Int) {
        self.kinds = kinds
        visitedIn = [Int32](repeating: 0, count: count)
    }

    /// Whether this search has not visited a row with the same scores before.
    func isFirst(_ row: Int) -> Bool {
        guard let kinds else { return true }
        let kind = Int(kinds[row])
        if visitedIn[kind] == current { return false }
        visitedIn[kind] = current
        return true
    }

    /// Finishes the columns at `distance`; returns one among them that nobody has, or -1.
    func finishColumns(at distance: Double, _ rowOfColumn: UnsafePointer<Int32>) -> Int {
        let found = Int(matching_columns_at(distances, Int64(count), distance, columns + finished))
        for index in finished..<finished + found {
            let column = Int(columns[index])
            if rowOfColumn[column] < 0 { return column }
            reached[index] = distance
            distances[column] = .nan
        }
        finished += found
        return -1
    }
}

extension AuctionEngine {
    /// As ``fillPlace(of:)``, over whole rows.
    func fillPlaceOverWholeRows(of start: Int) -> Bool {
        statistics.rowSearches &+= 1
        let search = wholeRows
        search.begin()
        var least = reach(start, base: 0)
        _ = search.isFirst(start)
        while least < search.nearestToGiveUp {
            let distance = least
            while least == distance {
                let free = search.finishColumns(at: distance, rowOfColumn)
                if free >= 0 {
                    movePrices(start, to: distance)
                    shiftPairs(start, backFrom: free, search.parents)
                    return true
                }
                var isKnown = false
                repeat {
                    let row = Int(rowOfColumn[Int(search.columns[search.visited])])
                    search.visited += 1
                    if search.isFirst(row) || !isKnown && search.visited == search.finished {
                        least = reach(row, base: distance + rowPrices[row])
                        isKnown = true
                    }
                } while (least > distance || !isKnown) && search.visited < search.finished
            }
        }
        if search.endRow < 0 { return false }
        movePrices(start, to: search.nearestToGiveUp)
        let end = Int(columnOfRow[search.endRow])
        columnOfRow[search.endRow] = -1
        if search.endRow != start { shiftPairs(start, backFrom: end, search.parents) }
        return true
    }

    private func reach(_ row: Int, base: Double) -> Double {
        statistics.visits &+= 1
        if base - floor < wholeRows.nearestToGiveUp {
            wholeRows.nearestToGiveUp = base - floor
            wholeRows.endRow = row
        }
        return source.reach(row, prices.board, base: base, wholeRows.distances, wholeRows.parents)
    }

    private func movePrices(_ start: Int, to distance: Double) {
        rowPrices[start] = -distance
        for index in 0..<wholeRows.finished {
            let column = Int(wholeRows.columns[index])
            let change = distance - wholeRows.reached[index]
            rowPrices[Int(rowOfColumn[column])] -= change
            prices.set(column, prices[column] + change)
        }
    }
}
