/// How long to wait before the next attempt: drawn evenly from zero to a bound that doubles up to a limit.
///
/// The full width of the draw keeps many clients of one server from coming back all at once.
struct Backoff: Sendable {
    let base: Duration
    let limit: Duration
    /// How many attempts have failed since the last success.
    private(set) var failures = 0

    init(base: Duration, limit: Duration) {
        self.base = base
        self.limit = limit
    }

    /// Counts a failure and draws the wait after it.
    mutating func fail(using generator: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        return bound * Double.random(in: 0...1, using: &generator)
    }

    /// The longest wait possible now.
    var bound: Duration {
        let doublings = min(max(failures - 1, 0), 30)
        return min(limit, base * (1 << doublings))
    }

    /// Forgets the failures.
    mutating func succeed() {
        failures = 0
    }
}
