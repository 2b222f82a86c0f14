import Foundation
public import Planning

/// The policy of an alliance as it is stored and edited: JSON with the fields of ``Policy``.
public struct AlliancePolicy: Sendable, Hashable {
    /// What nights go by.
    public private(set) var policy: Policy

    /// Reads what is stored; nothing stored means the defaults.
    /// - Throws: ``UnusablePolicy``, `Problem` of a policy that a newer program wrote.
    public init(stored: String?) throws {
        guard let stored else {
            policy = Policy()
            return
        }
        do {
            policy = try CanonicalJSON.value([UInt8](stored.utf8))
        } catch {
            throw UnusablePolicy(faults: ["it is not one that this program reads"])
        }
    }

    /// What is stored.
    public func stored() throws -> String {
        String(decoding: try CanonicalJSON.bytes(policy), as: UTF8.self)
    }

    /// Every field by name with its value, one a line: JSON that ``set(_:to:)`` takes line by line.
    public func text() throws -> String {
        try fields().sorted { $0.key < $1.key }.map { "\($0.key)=\(try Self.text(of: $0.value))\n" }.joined()
    }

    /// Sets one field.
    ///
    /// - Parameters:
    ///   - name: one of those that ``text()`` shows.
    ///   - text: JSON, or a word: `12`, `0.5`, `true`, `null`, `worst-first`, `["anna.kim"]`.
    /// - Throws: ``UnusablePolicy``.
    public mutating func set(_ name: String, to text: String) throws {
        var fields = try fields()
        guard fields[name] != nil else {
            throw UnusablePolicy(faults: [
                "there is no field \(name), only \(fields.keys.sorted().joined(separator: ", "))"
            ])
        }
        let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        fields[name] = value ?? text
        guard
            let edited = try? CanonicalJSON.value(
                [UInt8](JSONSerialization.data(withJSONObject: fields)), as: Policy.self)
        else {
            throw UnusablePolicy(faults: ["\(name) cannot be \(text)"])
        }
        if !edited.faults.isEmpty { throw UnusablePolicy(faults: edited.faults) }
        policy = edited
    }

    /// Every field; null where there is no bound.
    private func fields() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try CanonicalJSON.bytes(policy)))
        let unbounded: [String: Any] = ["changesPerNight": NSNull(), "changesPerPerson": NSNull()]
        return unbounded.merging(object as? [String: Any] ?? [:]) { _, own in own }
    }

    private static func text(of value: Any) throws -> String {
        let options: JSONSerialization.WritingOptions = [
            .fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes,
        ]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }
}
