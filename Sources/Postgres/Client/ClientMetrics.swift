import CoreMetrics

/// What the client reports through swift-metrics.
struct ClientMetrics: Sendable {
    /// Connections in use, at rest, and callers waiting for one.
    let poolInUse: Gauge
    let poolIdle: Gauge
    let poolWaiting: Gauge
    /// How long callers waited for a connection, and how often in vain.
    let poolWait: CoreMetrics.Timer
    let poolTimeouts: Counter
    /// Attempts to connect that failed; connections that broke.
    let connectFailures: Counter
    let connectionsLost: Counter
    /// Statements per pipelined batch.
    let batchSize: Recorder
    /// From call to answer.
    let readTime: CoreMetrics.Timer
    let appendTime: CoreMetrics.Timer
    let exclusiveTime: CoreMetrics.Timer
    /// Statements that failed, and transactions that were run again.
    let failures: Counter
    let retries: Counter

    init(prefix: String) {
        poolInUse = Gauge(label: "\(prefix)_pool_connections", dimensions: [("state", "in_use")])
        poolIdle = Gauge(label: "\(prefix)_pool_connections", dimensions: [("state", "idle")])
        poolWaiting = Gauge(label: "\(prefix)_pool_waiting")
        poolWait = CoreMetrics.Timer(label: "\(prefix)_pool_wait_seconds")
        poolTimeouts = Counter(label: "\(prefix)_pool_timeouts_total")
        connectFailures = Counter(label: "\(prefix)_connect_failures_total")
        connectionsLost = Counter(label: "\(prefix)_connections_lost_total")
        batchSize = Recorder(label: "\(prefix)_batch_statements")
        readTime = CoreMetrics.Timer(label: "\(prefix)_statement_seconds", dimensions: [("lane", "read")])
        appendTime = CoreMetrics.Timer(label: "\(prefix)_statement_seconds", dimensions: [("lane", "append")])
        exclusiveTime = CoreMetrics.Timer(
            label: "\(prefix)_statement_seconds", dimensions: [("lane", "exclusive")])
        failures = Counter(label: "\(prefix)_statement_failures_total")
        retries = Counter(label: "\(prefix)_transaction_retries_total")
    }
}

extension CoreMetrics.Timer {
    /// Records a duration of this module's clock.
    func record(duration: Duration) {
        recordNanoseconds(Int64(clamping: duration.wholeNanoseconds))
    }
}
