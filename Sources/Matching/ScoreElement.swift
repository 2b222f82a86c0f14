/// A number that can be a score.
protocol ScoreElement: Sendable {
    /// The value on the grid, `-infinity` if it forbids.
    func onGrid(_ grid: Grid) -> Double
    /// The value in single precision.
    var asFloat: Float { get }
    /// Which number it is, as `matching_scan_listed` counts.
    static var kind: Int32 { get }
}

extension Float: ScoreElement {
    static var kind: Int32 { 0 }

    @inline(__always) var asFloat: Float { self }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(Double(self))
        return value == value ? value : -.infinity
    }
}

extension Double: ScoreElement {
    static var kind: Int32 { 1 }

    @inline(__always) var asFloat: Float { Float(self) }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(self)
        return value == value ? value : -.infinity
    }
}

extension Int32: ScoreElement {
    static var kind: Int32 { 2 }

    @inline(__always) var asFloat: Float { self == .min ? -.infinity : Float(self) }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        self == .min ? -.infinity : Double(self)
    }
}
