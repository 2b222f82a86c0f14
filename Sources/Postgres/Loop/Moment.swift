import Glibc

/// A point on the machine's monotonic clock, in nanoseconds. Stands still while the machine is suspended.
struct Moment: Comparable, Sendable {
    let nanoseconds: UInt64

    /// A point that is never reached.
    static let never = Moment(nanoseconds: .max)

    /// Now.
    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// So much later; never for more than about 500 years.
    static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, isTooLarge) = moment.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return Moment(nanoseconds: isTooLarge ? .max : sum)
    }

    /// How many nanoseconds it is since `earlier`. Cheaper than a `Duration`, whose attoseconds have 128 bits.
    func nanoseconds(since earlier: Moment) -> Int64 {
        self > earlier ? Int64(clamping: nanoseconds - earlier.nanoseconds) : 0
    }

    /// So many nanoseconds later.
    func advanced(byNanoseconds count: UInt64) -> Moment {
        let (sum, isTooLarge) = nanoseconds.addingReportingOverflow(count)
        return Moment(nanoseconds: isTooLarge ? .max : sum)
    }

    /// How long it is from `earlier` to `later`; zero if it is the other way round.
    static func - (later: Moment, earlier: Moment) -> Duration {
        guard later > earlier else { return .zero }
        return .nanoseconds(Int64(clamping: later.nanoseconds - earlier.nanoseconds))
    }
}

extension Duration {
    /// The duration in nanoseconds; zero for negative ones, the largest number for those too long.
    var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, isTooLarge) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLarge ? .max : whole &+ UInt64(attoseconds / 1_000_000_000)
    }
}
