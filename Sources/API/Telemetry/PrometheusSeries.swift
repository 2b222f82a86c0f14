import CoreMetrics
import Synchronization

/// One line, or one family of lines, of an exposition.
protocol PrometheusSeries: Sendable {
    /// `counter`, `gauge` or `histogram`.
    var kind: String { get }
    /// Appends the lines of this series.
    func write(_ name: SeriesName, into text: inout String)
}

/// A count that only grows.
final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let value = Atomic<Int64>(0)

    var kind: String { "counter" }

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: SeriesName, into text: inout String) {
        text += "\(name.metric)\(name.braces) \(value.load(ordering: .relaxed))\n"
    }
}

/// A value that goes up and down.
final class PrometheusGauge: RecorderHandler, MeterHandler, PrometheusSeries {
    private let value = Mutex<Double>(0)

    var kind: String { "gauge" }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: SeriesName, into text: inout String) {
        text += "\(name.metric)\(name.braces) \(value.withLock { $0 })\n"
    }
}

/// How many observations lie below each of some bounds.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    /// Bounds for durations, in seconds.
    static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
    /// Bounds for plain numbers.
    static let counts = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000]

    private struct State {
        var buckets: [Int]
        var count = 0
        var sum = 0.0
    }

    private let bounds: [Double]
    private let scale: Double
    private let state: Mutex<State>

    /// - Parameter scale: what an observation is multiplied by: 1e-9 turns nanoseconds into seconds.
    init(bounds: [Double], scale: Double) {
        self.bounds = bounds
        self.scale = scale
        state = Mutex(State(buckets: Array(repeating: 0, count: bounds.count)))
    }

    var kind: String { "histogram" }

    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) * scale) }
    func record(_ value: Int64) { observe(Double(value) * scale) }
    func record(_ value: Double) { observe(value * scale) }

    private func observe(_ value: Double) {
        state.withLock { state in
            state.count += 1
            state.sum += value
            if let bucket = bounds.firstIndex(where: { value <= $0 }) { state.buckets[bucket] += 1 }
        }
    }

    func write(_ name: SeriesName, into text: inout String) {
        let (buckets, count, sum) = state.withLock { ($0.buckets, $0.count, $0.sum) }
        var below = 0
        for (bound, inBucket) in zip(bounds, buckets) {
            below += inBucket
            text += "\(name.metric)_bucket{\(name.labels(adding: "le=\"\(bound)\""))} \(below)\n"
        }
        text += "\(name.metric)_bucket{\(name.labels(adding: "le=\"+Inf\""))} \(count)\n"
        text += "\(name.metric)_sum\(name.braces) \(sum)\n\(name.metric)_count\(name.braces) \(count)\n"
    }
}
