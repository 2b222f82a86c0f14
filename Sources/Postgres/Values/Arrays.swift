/// A value that arrays in PostgreSQL can hold. All of this module's types are; an own type with a raw value needs no
/// more than the conformance.
public protocol PostgresArrayElement: Sendable {
    /// The type of an array of these.
    static var postgresArrayType: PostgresType { get }

    /// Writes a whole array.
    static func encode(array: [Self], into writer: inout BinaryWriter)

    /// Which array types can be read, in words.
    static var acceptedArrayTypes: String { get }

    /// Whether arrays of this type can be read.
    static func accepts(arrayType: PostgresType) -> Bool

    /// Reads a whole array.
    static func decodeArray(_ cell: PostgresCell) throws(PostgresDecodingError) -> [Self]
}

extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    /// The built-in array type of the own type.
    public static var postgresArrayType: PostgresType {
        guard let array = PostgresType.arrays[postgresType] else {
            preconditionFailure("\(postgresType) has no array type known here.")
        }
        return array
    }

    /// One dimension from 1, each element with its length, or -1 for null.
    public static func encode(array: [Self], into writer: inout BinaryWriter) {
        writer.write(Int32(array.isEmpty ? 0 : 1))
        writer.write(Int32(array.contains { $0.isPostgresNull } ? 1 : 0))
        writer.write(postgresType.rawValue)
        guard !array.isEmpty else { return }
        writer.write(Int32(array.count))
        writer.write(Int32(1))
        for element in array { writer.write(lengthPrefixed: element) }
    }

    /// "array of …".
    public static var acceptedArrayTypes: String { "an array of " + acceptedTypes }

    /// Whether it is a known array type whose elements can be read.
    public static func accepts(arrayType: PostgresType) -> Bool {
        PostgresType.elements[arrayType].map(accepts) ?? arrayType.isUserDefined
    }

    /// Reads an array of at most one dimension.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresDecodingError) -> [Self] {
        var reader = ArrayReader(bytes: cell.bytes)
        let dimensions = try reader.integer()
        _ = try reader.integer()
        let type = PostgresType(rawValue: UInt32(bitPattern: try reader.integer()))
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw .outOfRange("an array of \(dimensions) dimensions") }
        guard accepts(type) else { throw .outOfRange("an array of \(type)") }
        let count = Int(try reader.integer())
        _ = try reader.integer()
        guard count >= 0, count <= cell.bytes.count / 4 else { throw .malformed }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            guard let bytes = try reader.element() else {
                elements.append(try decodeNull())
                continue
            }
            elements.append(try Self(cell: PostgresCell(type: type, bytes: bytes)))
        }
        guard reader.isAtEnd else { throw .malformed }
        return elements
    }
}

/// Walks through the bytes of a binary array.
private struct ArrayReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func integer() throws(PostgresDecodingError) -> Int32 {
        guard bytes.count - position >= 4 else { throw .malformed }
        defer { position += 4 }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))
    }

    mutating func element() throws(PostgresDecodingError) -> UnsafeRawBufferPointer? {
        let length = Int(try integer())
        guard length >= 0 else { return nil }
        guard bytes.count - position >= length else { throw .malformed }
        defer { position += length }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + length])
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the element.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Writes the array.
    public func encode(into writer: inout BinaryWriter) {
        Element.encode(array: self, into: &writer)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Arrays of what the element accepts.
    public static var acceptedTypes: String { Element.acceptedArrayTypes }

    /// Whether it is an array of what the element accepts.
    public static func accepts(_ type: PostgresType) -> Bool { Element.accepts(arrayType: type) }

    /// Reads the array.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        self = try Element.decodeArray(cell)
    }
}

/// An array of bytes is `bytea`, not an array.
extension UInt8: PostgresArrayElement {
    /// `bytea`.
    public static var postgresArrayType: PostgresType { .bytea }

    /// The bytes as they are.
    public static func encode(array: [UInt8], into writer: inout BinaryWriter) {
        writer.write(bytes: array)
    }

    /// `bytea`.
    public static var acceptedArrayTypes: String { "bytea" }

    /// Whether it is `bytea`.
    public static func accepts(arrayType: PostgresType) -> Bool { arrayType == .bytea }

    /// The bytes as they are.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresDecodingError) -> [UInt8] {
        Array(cell.bytes)
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {}
extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {}
