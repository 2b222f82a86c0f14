#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few functions of the C library's mathematics that this target needs, under full names.
extension Double {
    /// Natural logarithm.
    static func logarithm(_ value: Double) -> Double { log(value) }

    /// eˣ.
    static func exponential(_ value: Double) -> Double { exp(value) }

    /// The logistic function 1 / (1 + e⁻ˣ), in 0 ... 1.
    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

    /// Inverse of the logistic function; the argument is held within a millionth of 0 and 1.
    static func logit(_ probability: Double) -> Double {
        let held = Swift.min(1 - 1e-6, Swift.max(1e-6, probability))
        return log(held / (1 - held))
    }

    /// 2ˣ.
    static func powerOfTwo(_ value: Double) -> Double { exp2(value) }

    /// log₂.
    static func binaryLogarithm(_ value: Double) -> Double { log2(value) }
}
