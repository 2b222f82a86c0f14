import Testing

@testable import Planning

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct ExpectedGainTests {
    @Test(arguments: [-30, -3, -0.5, 0, 0.1, 2, 12, 60], [0.01, 0.5, 1, 7, 25])
    func `the formula is the integral that it stands for`(slack: Double, deviation: Double) {
        let expected = Self.integral(slack, deviation)
        #expect(abs(expectedGain(over: slack, deviation: deviation) - expected) < 1e-6 * max(1, deviation))
    }

    /// E[max(0, worth - other)] less max(0, mean - other), where worth - other has mean -slack: Simpson's rule over ±10
    /// deviations, in two parts that meet at the kink.
    private static func integral(_ slack: Double, _ deviation: Double) -> Double {
        func part(_ from: Double, _ to: Double) -> Double {
            guard to > from else { return 0 }
            let steps = 4000
            let width = (to - from) / Double(steps)
            var sum = 0.0
            for step in 0...steps {
                let x = from + width * Double(step)
                let z = (x + slack) / deviation
                let density = exp(-0.5 * z * z) / (deviation * (2 * Double.pi).squareRoot())
                let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
                sum += weight * max(0, x) * density
            }
            return sum * width / 3
        }
        let (low, high) = (-slack - 10 * deviation, -slack + 10 * deviation)
        return part(max(low, 0), high) - max(0, -slack)
    }

    @Test func `what is known for certain teaches nothing`() {
        for slack in [-1, 0, 1] as [Double] { #expect(expectedGain(over: slack, deviation: 0) == 0) }
    }

    @Test func `the gain grows with doubt and shrinks with distance, on either side`() {
        for slack in stride(from: 0.0, to: 20, by: 0.5) {
            #expect(expectedGain(over: slack, deviation: 2) == expectedGain(over: -slack, deviation: 2))
            #expect(expectedGain(over: slack, deviation: 2) >= expectedGain(over: slack + 0.5, deviation: 2))
            #expect(expectedGain(over: slack, deviation: 2) <= expectedGain(over: slack, deviation: 3))
        }
    }
}
