/// Decodes a request's body strictly: a field that nobody asked for is a fault.
///
/// Which fields a type knows is seen from what it asks for, at every depth: there is no list to keep, and so none to
/// forget. A server's own fields (ids, versions, roles) cannot be assigned from outside, because no body asks for them.
/// A field that may be left out may not be null instead, but where its type is ``TakesNull``.
struct BodyDecoder: Decoder {
    let value: JSONValue
    let ledger: FieldLedger
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Decodes a value of a text.
    /// - Throws: ``JSONFault`` for what is no JSON, `DecodingError`, ``UnknownField``.
    static func decode<Body: Decodable>(_ type: Body.Type, from bytes: [UInt8]) throws -> Body {
        let value = try JSONReader.read(bytes)
        let ledger = FieldLedger(takingNull: (type as? any TakesNull.Type)?.fieldsThatTakeNull ?? [])
        let body = try type.init(from: BodyDecoder(value: value, ledger: ledger))
        if let pointer = ledger.firstUnasked(in: value) { throw UnknownField(pointer: pointer) }
        return body
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let fields) = value else { throw mismatch([String: Any].self, "an object") }
        return KeyedDecodingContainer(BodyFields(fields: fields, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let values) = value else { throw mismatch([Any].self, "an array") }
        return BodyElements(values: values, decoder: self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { BodyScalar(decoder: self) }

    func inner(_ value: JSONValue, at key: any CodingKey) -> BodyDecoder {
        BodyDecoder(value: value, ledger: ledger, codingPath: codingPath + [key])
    }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        .typeMismatch(
            type, DecodingError.Context(codingPath: codingPath, debugDescription: "It must be \(wanted)."))
    }
}

/// A body in which null says something in some of its fields.
protocol TakesNull {
    /// Pointers of these fields.
    static var fieldsThatTakeNull: Set<String> { get }
}

/// A body has a field that its type does not know.
struct UnknownField: Error {
    /// Where it stands.
    var pointer: String
}

/// Which fields of a body were asked for, by their pointers.
final class FieldLedger {
    private var asked: Set<String> = []
    private let takingNull: Set<String>

    init(takingNull: Set<String>) {
        self.takingNull = takingNull
    }

    func takesNull(_ name: String, in path: [any CodingKey]) -> Bool {
        takingNull.contains(JSONPointer.field(name, of: JSONPointer.path(path)))
    }

    func note(_ name: String, in path: [any CodingKey]) {
        asked.insert(JSONPointer.field(name, of: JSONPointer.path(path)))
    }

    /// The first field that nobody asked for; nil when there is none.
    func firstUnasked(in value: JSONValue, at pointer: String = "") -> String? {
        switch value {
        case .object(let fields):
            for field in fields {
                let inner = JSONPointer.field(field.name, of: pointer)
                guard asked.contains(inner) else { return inner }
                if let found = firstUnasked(in: field.value, at: inner) { return found }
            }
        case .array(let values):
            for (index, value) in values.enumerated() {
                if let found = firstUnasked(in: value, at: "\(pointer)/\(index)") { return found }
            }
        case .null, .bool, .number, .string: break
        }
        return nil
    }
}
