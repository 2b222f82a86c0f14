internal import CMatchingKernels

/// The prices of the columns, in double precision and as floats for screening.
final class PriceBoard {
    /// Prices on the grid; +infinity closes a column.
    let prices: UnsafeMutablePointer<Double>
    /// What scans need; points at the prices.
    let board: UnsafeMutablePointer<matching_board>
    private let rounded: UnsafeMutablePointer<Float>
    private let priceMemory: Arena<Double>
    private let roundedMemory: Arena<Float>

    /// All prices 0; columns without room closed.
    init(columnRoom: [Int32], grid: Grid, wanted: Int32, capacity: Int32) {
        let count = columnRoom.count
        priceMemory = Arena(repeating: 0, count: count)
        roundedMemory = Arena(repeating: 0, count: count)
        prices = priceMemory.start
        rounded = roundedMemory.start
        board = .allocate(capacity: 1)
        board.initialize(
            to: matching_board(
                prices: prices, rounded_prices: rounded, price_magnitude: 0, count: Int64(count),
                anchor: grid.isWhole ? 0 : grid.anchor, screen_error: 0, wanted: wanted, capacity: capacity))
        for column in 0..<count where columnRoom[column] == 0 {
            prices[column] = .infinity
            rounded[column] = .infinity
        }
    }

    deinit { board.deallocate() }

    /// The price of a column.
    @inline(__always) subscript(column: Int) -> Double { prices[column] }

    /// Changes the price of an open column.
    @inline(__always) func set(_ column: Int, _ price: Double) {
        prices[column] = price
        rounded[column] = Float(price)
        if price.magnitude > board.pointee.price_magnitude { board.pointee.price_magnitude = price.magnitude }
    }

    /// Makes all prices of open columns 0 again.
    func clear() {
        for column in 0..<Int(board.pointee.count) where isOpen(column) { set(column, 0) }
        board.pointee.price_magnitude = 0
    }

    /// Lets nobody bid for a column.
    func close(_ column: Int) {
        prices[column] = .infinity
        rounded[column] = .infinity
    }

    /// Whether a column takes part.
    @inline(__always) func isOpen(_ column: Int) -> Bool { prices[column] < .infinity }
}
