/// The grid of numbers on which prices and scores live, so that sums and differences of them are exact.
///
/// All scores are rounded to multiples of `unit`, a power of two so small that the rounding is far below what a score can mean, yet
/// so large that every price the algorithm can reach is a whole multiple below 2⁵². Doubles add and subtract such multiples
/// without error, so there are no tolerances in the solver and no endless loops by rounding.
struct Grid: Hashable {
    /// Distance of neighbouring values; 1 for whole numbers.
    let unit: Double
    /// 1.5 · 2⁵² · unit: adding and subtracting it rounds a double to the grid.
    let anchor: Double
    /// Whether scores are whole numbers and need no rounding. Large scores of other kinds may have the unit 1, too.
    let isWhole: Bool

    /// The grid for whole-number scores.
    static let whole = Grid(unit: 1, isWhole: true)

    private init(unit: Double, isWhole: Bool) {
        self.unit = unit
        self.isWhole = isWhole
        anchor = 1.5 * 0x1p52 * unit
    }

    /// The grid for scores of at most `magnitude` and prices that may reach 2 · (members + 2) times that.
    init(magnitude: Double, members: Int) {
        let headroom = Int.bitWidth - (members + 2).leadingZeroBitCount + 2
        let top = magnitude > 0 ? Int(magnitude.exponent) + 1 : 0
        let exponent = max(top + headroom - 52, -1000)
        self.init(unit: Double(sign: .plus, exponent: exponent, significand: 1), isWhole: false)
    }

    /// Auctions stop before prices pass this, a quarter of what stays exact; the searches after them need the rest at most.
    var priceLimit: Double { 0x1p50 * unit }

    /// The multiple of ``unit`` next to `value` (ties to even); infinities and NaN stay.
    @inline(__always) func round(_ value: Double) -> Double {
        (value + anchor) - anchor
    }
}
