import Domain
import Testing

@Suite struct SplitMix64Tests {
    /// The values of S. Vigna's public reference implementation, `splitmix64.c`.
    @Test func `the numbers are those of the reference`() {
        var zero = SplitMix64(seed: 0)
        #expect(zero.next() == 0xe220_a839_7b1d_cdaf)
        #expect(zero.next() == 0x6e78_9e6a_a1b9_65f4)
        var other = SplitMix64(seed: 1_234_567)
        #expect(other.next() == 6_457_827_717_110_365_317)
        #expect(other.next() == 3_203_168_211_198_807_973)
    }

    @Test func `uniform and normal numbers have the moments they should`() {
        var stream = SplitMix64(seed: 5)
        let uniform = (0..<20_000).map { _ in stream.uniform() }
        #expect(uniform.allSatisfy { (0..<1).contains($0) })
        #expect(abs(uniform.reduce(0, +) / 20_000 - 0.5) < 0.01)
        let normal = (0..<20_000).map { _ in stream.normal() }
        #expect(abs(normal.reduce(0, +) / 20_000) < 0.03)
        #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.04)
    }
}
