/// A value that can be read from a result column, from PostgreSQL's binary format.
public protocol PostgresDecodable: Sendable {
    /// What kinds of columns it reads, in words for the error text: "bigint, integer or smallint".
    static var acceptedTypes: String { get }

    /// Whether columns of this type can be read. Asked once per column of a result, not per row.
    static func accepts(_ type: PostgresType) -> Bool

    /// Reads a cell that is not null.
    init(cell: PostgresCell) throws(PostgresDecodingError)

    /// What null means. Throws ``PostgresDecodingError/unexpectedNull`` for all but `Optional`.
    static func decodeNull() throws(PostgresDecodingError) -> Self
}

extension PostgresDecodable {
    /// Null is an error for a type that is not optional.
    public static func decodeNull() throws(PostgresDecodingError) -> Self {
        throw .unexpectedNull
    }
}

/// One cell of a result that is not null. Valid only while `init(cell:)` runs: its bytes belong to the result.
public struct PostgresCell {
    /// The column's type.
    public let type: PostgresType
    /// The binary form.
    public let bytes: UnsafeRawBufferPointer

    /// A cell over bytes that outlive it.
    public init(type: PostgresType, bytes: UnsafeRawBufferPointer) {
        self.type = type
        self.bytes = bytes
    }

    /// The cell as one big-endian integer.
    @inlinable
    public func integer<Value: FixedWidthInteger>(
        _: Value.Type = Value.self
    ) throws(PostgresDecodingError) -> Value {
        guard bytes.count == MemoryLayout<Value>.size else { throw .malformed }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }
}

/// Why a cell could not be read. Says nothing about the value itself.
public enum PostgresDecodingError: Error, Sendable, Equatable {
    /// Null, but the type asked for is not optional.
    case unexpectedNull
    /// The bytes are not a valid form of the column's type.
    case malformed
    /// A valid value that the Swift type has no room for; the text says which limit.
    case outOfRange(String)
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// The wrapped type's.
    public static var acceptedTypes: String { Wrapped.acceptedTypes }

    /// What the wrapped type accepts.
    public static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }

    /// Reads the wrapped value.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        self = .some(try Wrapped(cell: cell))
    }

    /// `nil`.
    public static func decodeNull() throws(PostgresDecodingError) -> Wrapped? { nil }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// The raw value's.
    public static var acceptedTypes: String { RawValue.acceptedTypes }

    /// What the raw value accepts.
    public static func accepts(_ type: PostgresType) -> Bool { RawValue.accepts(type) }

    /// Reads the raw value; one that stands for no case is out of range.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        guard let value = Self(rawValue: try RawValue(cell: cell)) else {
            throw .outOfRange("no \(Self.self) has this raw value")
        }
        self = value
    }
}
