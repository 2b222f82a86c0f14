import Postgres
import Synchronization

/// A standby of the database that requests read from, and whether it answered lately.
///
/// One that is gone or hangs would cost every request its time limit: whoever finds it so leaves it alone for a while, for
/// all others too.
final class Standby: Sendable {
    let client: PostgresClient
    private let rest: Duration
    private let restsUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// Takes a client, and for how long the standby is left alone after it did not answer.
    init(_ client: PostgresClient, rest: Duration = .seconds(5)) {
        self.client = client
        self.rest = rest
    }

    /// Whether it is left alone at this moment.
    var isResting: Bool { restsUntil.withLock { until in until.map { .now < $0 } ?? false } }

    /// Leaves it alone from now on, for a while.
    func beginRest() { restsUntil.withLock { $0 = .now + rest } }
}
