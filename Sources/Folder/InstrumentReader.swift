import Domain
import Yams

/// Reads `instrument` of `alliance.yaml`.
struct InstrumentReader {
    /// Largest size of an answer: answers are kept as floats, and a scale has few points.
    private static let largestAnswer = 1_000_000.0
    /// Factors that an instrument may have.
    private static let mostFactors = 200

    let yaml: AllianceReader

    /// The instrument; meaningful only when no fault was noted.
    func read(_ node: Node) -> Instrument? {
        guard let entries = yaml.mapping(node, "the keys scale, factors and reference") else { return nil }
        yaml.checkKeys(entries, among: ["scale", "factors", "reference"])
        for key in ["scale", "factors"] where !entries.contains(where: { $0.key == key }) {
            yaml.fault(node, "the key \(key) is needed and missing")
        }
        let scale = entries.first { $0.key == "scale" }.flatMap { readScale($0.value) }
        var factors = entries.first { $0.key == "factors" }.map { readFactors($0.value) } ?? []
        if let reference = entries.first(where: { $0.key == "reference" })?.value, !reference.isNothing {
            readReference(reference, scale, into: &factors)
        }
        return scale.map { Instrument(scale: $0, factors: factors) }
    }

    private func readScale(_ node: Node) -> Scale? {
        guard let entries = yaml.mapping(node, "a scale such as {min: 1, max: 7}") else { return nil }
        yaml.checkKeys(entries, among: ["min", "max"])
        var bounds: [Double] = []
        for key in ["min", "max"] {
            guard let value = entries.first(where: { $0.key == key })?.value else {
                yaml.fault(node, "the key \(key) is needed and missing")
                continue
            }
            guard let bound = yaml.number(value) else { continue }
            if abs(bound) > Self.largestAnswer {
                yaml.fault(value, "expected -1000000...1000000, got \"\(value.shownText)\"")
            } else {
                bounds.append(bound)
            }
        }
        guard bounds.count == 2 else { return nil }
        // Two bounds that are one float would leave a single answer.
        guard Float(bounds[0]) < Float(bounds[1]) else {
            yaml.fault(
                node,
                "expected min below max, got \(NumberText.of(bounds[0])) and \(NumberText.of(bounds[1]))")
            return nil
        }
        return Scale(min: bounds[0], max: bounds[1])
    }

    private func readFactors(_ node: Node) -> [Factor] {
        guard let nodes = node.sequence, !nodes.isEmpty else {
            yaml.fault(node, "expected a list of factors such as {key: trust, label: Mutual trust}")
            return []
        }
        if nodes.count > Self.mostFactors {
            yaml.fault(node, "expected at most \(Self.mostFactors) factors, got \(nodes.count)")
        }
        var factors: [Factor] = []
        for node in nodes {
            guard let factor = readFactor(node) else { continue }
            if factors.contains(where: { $0.key == factor.key }) {
                yaml.fault(node, "the factor \"\(shown(factor.key))\" stands twice")
            } else {
                factors.append(factor)
            }
        }
        return factors
    }

    private func readFactor(_ node: Node) -> Factor? {
        guard let entries = yaml.mapping(node, "a factor such as {key: trust, label: Mutual trust}") else {
            return nil
        }
        yaml.checkKeys(entries, among: ["key", "label"])
        guard let keyNode = entries.first(where: { $0.key == "key" })?.value else {
            yaml.fault(node, "the key \"key\" is needed and missing")
            return nil
        }
        guard let key = yaml.text(keyNode, "a factor's key") else { return nil }
        let label = entries.first { $0.key == "label" }.map { yaml.text($0.value, "a label") } ?? key
        if let reason = TextRule.columnName.objection(to: key) {
            yaml.fault(keyNode, "the factor's key \(reason)")
            return nil
        }
        if (TableLayout.beforeFactors + TableLayout.afterFactors).contains(key) {
            yaml.fault(keyNode, "\"\(key)\" is a column of sheets.csv and cannot be a factor's key")
            return nil
        }
        return Factor(key: key, label: label ?? key)
    }

    private func readReference(_ node: Node, _ scale: Scale?, into factors: inout [Factor]) {
        for entry in yaml.mapping(node, "means such as trust: [4.05, 4.80, 5.67]") ?? [] {
            guard let place = factors.firstIndex(where: { $0.key == entry.key }) else {
                yaml.fault(entry.node, "there is no factor \"\(shown(entry.key))\"")
                continue
            }
            factors[place].reference = readMeans(entry.value, scale)
        }
    }

    private func readMeans(_ node: Node, _ scale: Scale?) -> Reference? {
        guard let nodes = node.sequence, nodes.count == 3 else {
            yaml.fault(node, "expected three means, for slight, medium and great success")
            return nil
        }
        let means = nodes.compactMap { node -> Double? in
            guard let mean = yaml.number(node) else { return nil }
            guard let scale, !scale.contains(mean) else { return mean }
            yaml.fault(
                node,
                "expected \(NumberText.of(scale.min))...\(NumberText.of(scale.max)), got \"\(node.shownText)\""
            )
            return nil
        }
        return means.count == 3 ? Reference(means[0], means[1], means[2]) : nil
    }
}
