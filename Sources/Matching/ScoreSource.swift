/// Where an engine reads scores. The engines are specialised for each kind of source.
protocol ScoreSource {
    var rowCount: Int { get }
    var columnCount: Int { get }
    /// The score on the grid, `-infinity` if the pair is forbidden. O(1) in a matrix, O(candidates of the row) in lists.
    func score(_ row: Int, _ column: Int) -> Double
}

/// A matrix in memory that somebody else owns.
struct MatrixSource<Element: ScoreElement>: ScoreSource {
    let scores: UnsafePointer<Element>
    let rowCount: Int
    let columnCount: Int
    let grid: Grid

    @inline(__always) func score(_ row: Int, _ column: Int) -> Double {
        scores[row &* columnCount &+ column].onGrid(grid)
    }
}

/// A number that can be a score.
protocol ScoreElement: Sendable {
    /// The value on the grid, `-infinity` if it forbids.
    func onGrid(_ grid: Grid) -> Double
    /// The value that forbids a pair.
    static var forbidding: Self { get }
}

extension Float: ScoreElement {
    static var forbidding: Float { -.infinity }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(Double(self))
        return value == value ? value : -.infinity
    }
}

extension Double: ScoreElement {
    static var forbidding: Double { -.infinity }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(self)
        return value == value ? value : -.infinity
    }
}

extension Int32: ScoreElement {
    static var forbidding: Int32 { .min }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        self == .min ? -.infinity : Double(self)
    }
}
