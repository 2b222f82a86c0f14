/// A JSON text as it was sent: numbers keep their digits, fields their order.
package enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number with the digits that were sent.
    case number(String)
    /// A text.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Fields in order; no name stands twice.
    case object([Field])

    /// A named value.
    package struct Field: Sendable, Hashable {
        /// Its name.
        package var name: String
        /// What it holds.
        package var value: JSONValue
    }

    /// The value of a field; nil when this is no object or has no such field.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }
}

/// Why a text is not JSON that this service takes.
struct JSONFault: Error {
    /// What is wrong, one sentence.
    var message: String
    /// Where, as a JSON pointer (RFC 6901).
    var pointer: String
    /// Whether it is JSON by RFC 8259, but not what can be stored.
    var isReadable = false
}

/// JSON pointers.
enum JSONPointer {
    /// The pointer of a field of what `pointer` points to.
    static func field(_ name: String, of pointer: String) -> String {
        pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The pointer that spells a coding path.
    static func path(_ path: [any CodingKey]) -> String {
        path.reduce("") { field($1.intValue.map(String.init) ?? $1.stringValue, of: $0) }
    }
}
