internal import CMatchingKernels

/// A number that can be a score.
protocol ScoreElement: Sendable {
    /// The value on the grid, `-infinity` if it forbids.
    func onGrid(_ grid: Grid) -> Double
    /// The value in single precision.
    var asFloat: Float { get }
    /// Which number it is, as `matching_scan_listed` counts.
    static var kind: Int32 { get }
    /// What a run of such numbers holds.
    static func survey(_ scores: UnsafePointer<Self>, count: Int) -> matching_survey
}

extension Float: ScoreElement {
    static var kind: Int32 { 0 }

    static func survey(_ scores: UnsafePointer<Float>, count: Int) -> matching_survey {
        matching_survey_float(scores, Int64(count))
    }

    @inline(__always) var asFloat: Float { self }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(Double(self))
        return value == value ? value : -.infinity
    }
}

extension Double: ScoreElement {
    static var kind: Int32 { 1 }

    static func survey(_ scores: UnsafePointer<Double>, count: Int) -> matching_survey {
        matching_survey_double(scores, Int64(count))
    }

    @inline(__always) var asFloat: Float { Float(self) }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        let value = grid.round(self)
        return value == value ? value : -.infinity
    }
}

extension Int32: ScoreElement {
    static var kind: Int32 { 2 }

    static func survey(_ scores: UnsafePointer<Int32>, count: Int) -> matching_survey {
        matching_survey(magnitude: 0x1p31, is_suspect: 0)
    }

    @inline(__always) var asFloat: Float { self == .min ? -.infinity : Float(self) }

    @inline(__always) func onGrid(_ grid: Grid) -> Double {
        self == .min ? -.infinity : Double(self)
    }
}
