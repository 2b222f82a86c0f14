public import CoreMetrics
import Synchronization

/// Keeps every counter, gauge and timer of the process and shows them in Prometheus' text format 0.0.4.
///
/// Give it to `MetricsSystem.bootstrap` once at start. Timers are histograms in seconds.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    private let series = Mutex<[SeriesName: any PrometheusSeries]>([:])

    /// Makes an empty registry.
    public init() {}

    /// A counter that only grows.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions, or: PrometheusCounter())
    }

    /// A gauge; recorders that aggregate are shown as histograms without unit.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? find(label, dimensions, or: PrometheusHistogram(bounds: PrometheusHistogram.counts, scale: 1))
            : find(label, dimensions, or: PrometheusGauge())
    }

    /// A gauge that can be set and moved.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions, or: PrometheusGauge())
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions, or: PrometheusHistogram(bounds: PrometheusHistogram.seconds, scale: 1e-9))
    }

    /// Series live as long as the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series live as long as the process.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series live as long as the process.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series live as long as the process.
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything, sorted by name and labels.
    public func exposition() -> String {
        let all = series.withLock { $0 }.sorted { $0.key < $1.key }
        var text = ""
        var previous = ""
        for (name, one) in all {
            if name.metric != previous {
                text += "# HELP \(name.metric) \(name.help)\n# TYPE \(name.metric) \(one.kind)\n"
                previous = name.metric
            }
            one.write(name, into: &text)
        }
        return text
    }

    private func find<Series: PrometheusSeries>(
        _ label: String, _ dimensions: [(String, String)], or made: Series
    ) -> Series {
        series.withLock { series in
            // A label that is used for two kinds of series keeps them apart by the kind in its name.
            for suffix in ["", "_" + made.kind] {
                let name = SeriesName(label: label + suffix, kind: made.kind, dimensions: dimensions)
                if let found = series[name] as? Series { return found }
                if series[name] == nil {
                    series[name] = made
                    return made
                }
            }
            return made
        }
    }
}

/// A metric's name with its labels.
struct SeriesName: Hashable, Comparable {
    /// The metric's name, in Prometheus' alphabet; counters end in `_total`.
    let metric: String
    /// `name="value"` pairs separated by commas; empty when there are none.
    let labels: String
    /// What the metric is, for people.
    let help: String

    init(label: String, kind: String, dimensions: [(String, String)]) {
        var name = String(
            label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
        if name.first?.isNumber ?? true { name = "_" + name }
        if kind == "counter", !name.hasSuffix("_total") { name += "_total" }
        metric = name
        help = label
        labels =
            dimensions
            .map { key, value in "\(key)=\"\(SeriesName.escaped(value))\"" }
            .joined(separator: ",")
    }

    /// Adds a label to those of the series.
    func labels(adding label: String) -> String { labels.isEmpty ? label : labels + "," + label }

    /// The labels in braces, or nothing.
    var braces: String { labels.isEmpty ? "" : "{\(labels)}" }

    static func < (left: SeriesName, right: SeriesName) -> Bool {
        (left.metric, left.labels) < (right.metric, right.labels)
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
