import Domain
import Yams

/// What `alliance.yaml` says; parts that are absent or could not be read are nil.
struct AllianceFile {
    var key: String?
    var keyPlace: YAMLPlace?
    var name: String?
    var instrument: Instrument?
    var instrumentPlace: YAMLPlace?
    /// Whether there is an `instrument` that could not be read.
    var instrumentIsBroken = false
    var attributes: [ListedAttribute] = []
    /// The top-level keys; nil when the file could not be read.
    var keys: [String]?
}

/// A place in a YAML text, from 1; columns count Unicode scalars.
struct YAMLPlace {
    var line: Int
    var column: Int
}

/// Reads `alliance.yaml`.
struct AllianceReader {
    /// Bytes that the file may have.
    static let limit = 1 << 20

    let faults: FaultList
    private(set) var file = AllianceFile()

    init(faults: FaultList) { self.faults = faults }

    /// Reads the file at `path`.
    mutating func read(path: String) -> AllianceFile {
        do throws(FileProblem) {
            let bytes = try FileInput.bytes(ofFileAt: path, limit: Self.limit)
            if let text = checkedText(bytes), let root = compose(text) { readRoot(root) }
        } catch {
            faults.add(.alliance, error.reason)
        }
        return file
    }

    private mutating func readRoot(_ root: Node) {
        guard let entries = mapping(root, "the keys alliance, name, instrument and attributes") else {
            file.instrumentIsBroken = true
            return
        }
        file.keys = entries.map(\.key)
        checkKeys(entries, among: ["alliance", "name", "instrument", "attributes"])
        for entry in entries {
            switch entry.key {
            case "alliance": readKey(entry.value)
            case "name": file.name = text(entry.value, "a name")
            case "instrument": readInstrument(entry.value)
            case "attributes": readAttributes(entry.value)
            default: break
            }
        }
        if !entries.contains(where: { $0.key == "alliance" }) {
            fault(root, "the key alliance is needed and missing")
        }
    }

    private mutating func readKey(_ node: Node) {
        guard let text = text(node, "the alliance's key") else { return }
        file.keyPlace = node.place
        guard Alliance.isKey(text) else {
            return fault(node, "expected a key of 1 to 63 of a-z, 0-9 and '-', got \"\(shown(text))\"")
        }
        file.key = text
    }

    private mutating func readInstrument(_ node: Node) {
        let before = faults.count
        file.instrumentPlace = node.place
        let instrument = InstrumentReader(yaml: self).read(node)
        file.instrument = faults.count == before ? instrument : nil
        file.instrumentIsBroken = file.instrument == nil
    }

    private mutating func readAttributes(_ node: Node) {
        if node.isNothing { return }
        for entry in mapping(node, "attributes, such as languages: {kind: set}") ?? [] {
            if TableLayout.salespeople.columns.contains(entry.key) {
                fault(entry.node, "\"\(shown(entry.key))\" is a column of its own and no attribute")
            } else if entry.key.isEmpty {
                fault(entry.node, "an attribute needs a name")
            } else if let reason = TextRule.columnName.objection(to: entry.key) {
                fault(entry.node, "the name of an attribute \(reason)")
            } else if let kind = readKind(entry.value) {
                file.attributes.append(
                    ListedAttribute(
                        attribute: Attribute(name: entry.key, kind: kind), line: entry.node.place?.line,
                        column: entry.node.place.map { String($0.column) }))
            }
        }
    }

    private func readKind(_ node: Node) -> Attribute.Kind? {
        guard let entries = mapping(node, "{kind: number}, {kind: category} or {kind: set}") else {
            return nil
        }
        checkKeys(entries, among: ["kind"])
        guard let value = entries.first(where: { $0.key == "kind" })?.value else {
            fault(node, "the key kind is needed and missing")
            return nil
        }
        if let kind = value.scalar.flatMap({ Attribute.Kind(rawValue: $0.string) }) { return kind }
        fault(value, "expected number, category or set, got \"\(value.shownText)\"")
        return nil
    }
}

// What the readers of parts share.
extension AllianceReader {
    /// One entry of a mapping whose keys are texts.
    struct Entry {
        let key: String
        let node: Node
        let value: Node
    }

    /// Notes a fault at a node.
    func fault(_ node: Node, _ message: String) {
        faults.add(
            .alliance, line: node.place?.line ?? 1, column: node.place.map { String($0.column) }, message)
    }

    /// The entries of a mapping; nil when it is something else (noted).
    func mapping(_ node: Node, _ what: String) -> [Entry]? {
        guard let mapping = node.mapping else {
            fault(node, "expected \(what)")
            return nil
        }
        return mapping.compactMap { key, value in
            if let text = key.scalar?.string { return Entry(key: text, node: key, value: value) }
            fault(key, "expected a word as key")
            return nil
        }
    }

    /// Notes keys that are not among those expected.
    func checkKeys(_ entries: [Entry], among known: [String]) {
        for entry in entries where !known.contains(entry.key) {
            fault(
                entry.node, "unknown key \"\(shown(entry.key))\", expected \(known.joined(separator: ", "))")
        }
    }

    /// A text that is not empty; nil when it is not (noted).
    func text(_ node: Node, _ what: String) -> String? {
        guard let text = node.scalar?.string, !text.isEmpty else {
            fault(node, "expected \(what)")
            return nil
        }
        if let reason = TextRule.yaml.objection(to: text) {
            fault(node, "the text \(reason)")
            return nil
        }
        return text
    }

    /// A finite number; nil when it is not (noted).
    func number(_ node: Node) -> Double? {
        if let number = node.scalar?.string.decimal, number.isFinite { return number }
        fault(node, "expected a number, got \"\(node.shownText)\"")
        return nil
    }
}

extension Node {
    /// Where it begins.
    var place: YAMLPlace? { mark.map { YAMLPlace(line: $0.line, column: $0.column) } }

    /// Its text for a message; what is not a text is named by its form.
    var shownText: String {
        if let scalar { return shown(scalar.string) }
        return mapping != nil ? "{…}" : "[…]"
    }

    /// Whether nothing, or `~`, stands where a value may.
    var isNothing: Bool {
        scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
    }
}
