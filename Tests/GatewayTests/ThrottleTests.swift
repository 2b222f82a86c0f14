import Foundation
import Testing

@testable import Gateway

@Suite struct ThrottleTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a bucket gives what it holds, then one token at a time`() {
        let throttle = Throttle<String>(.init(burst: 3, seconds: 30))
        for left in [2, 1, 0] {
            let allowance = throttle.take("a", at: start)
            #expect(allowance.isAllowed)
            #expect(allowance.remaining == left)
            #expect(allowance.seconds == 10 * (3 - left))
        }
        let refused = throttle.take("a", at: start)
        #expect(refused == .init(isAllowed: false, remaining: 0, seconds: 10))
        #expect(!throttle.take("a", at: start + 9.9).isAllowed)
        #expect(throttle.take("a", at: start + 10).isAllowed)
        #expect(throttle.take("b", at: start).isAllowed)
    }

    @Test func `however often is asked, no more is allowed than the rate`() {
        let throttle = Throttle<Int>(.init(burst: 60, seconds: 60))
        var allowed = 0
        for step in 0..<10_000 where throttle.take(1, at: start + Double(step) * 0.1).isAllowed {
            allowed += 1
        }
        #expect((60 + 999...60 + 1000).contains(allowed))
    }

    @Test func `looking takes nothing and forgiving fills up`() {
        let throttle = Throttle<Int>(.init(burst: 1, seconds: 60))
        #expect(throttle.look(1, at: start).isAllowed)
        #expect(throttle.take(1, at: start).isAllowed)
        #expect(!throttle.look(1, at: start).isAllowed)
        throttle.forgive(1)
        #expect(throttle.look(1, at: start).isAllowed)
    }

    @Test func `a clock that is set back neither gives nor takes`() {
        let throttle = Throttle<Int>(.init(burst: 2, seconds: 2))
        _ = throttle.take(1, at: start)
        #expect(throttle.take(1, at: start - 3600).remaining == 0)
        #expect(!throttle.take(1, at: start - 3600).isAllowed)
    }

    @Test func `a flood of made-up keys is forgotten before the one that is held back`() {
        let throttle = Throttle<Int>(.init(burst: 2, seconds: 1000), capacity: 100)
        while throttle.take(-1, at: start).isAllowed {}
        for key in 0..<10_000 { _ = throttle.take(key, at: start) }
        #expect(!throttle.look(-1, at: start).isAllowed)
    }
}
