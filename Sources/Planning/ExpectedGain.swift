#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Expected gain of learning a normally distributed worth that lies `slack` below what it competes with.
///
/// - Parameters:
///   - slack: how far its mean lies below the best other use; negative when above.
///   - deviation: its standard deviation, in the same unit.
/// - Returns: E[max(0, worth - best other use)], less what its mean alone already promises; 0 or more.
/// - Source: Frazier, Powell & Dayanik 2009, doi:10.1287/ijoc.1080.0314, eq. 10.
func expectedGain(over slack: Double, deviation: Double) -> Double {
    guard deviation > 0 else { return 0 }
    let distance = abs(slack) / deviation
    let density = exp(-0.5 * distance * distance) / (2 * Double.pi).squareRoot()
    let tail = 0.5 * erfc(distance / 2.0.squareRoot())
    return max(0, deviation * (density - distance * tail))
}
