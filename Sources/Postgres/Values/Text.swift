public import struct Foundation.UUID

extension String: PostgresEncodable, PostgresDecodable {
    /// `text`. For an enumeration's column, cast: `\(word)::mood`.
    @inlinable
    public static var postgresType: PostgresType { .text }

    /// UTF-8.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(text: self) }

    /// Text types and enumerations.
    public static var acceptedTypes: String { "text, varchar, char, name or an enumeration" }

    /// Whether it is a text type, or one of the database's own (an enumeration, citext, …).
    public static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .unknown, .void: true
        default: type.isUserDefined
        }
    }

    /// Reads UTF-8. Bytes with a zero are refused: PostgreSQL's text has none, so this is some other type.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        guard let text = String(validating: cell.bytes.bindMemory(to: UInt8.self), as: UTF8.self),
            !(cell.type.isUserDefined && cell.bytes.contains(0))
        else { throw .malformed }
        self = text
    }
}

extension UUID: PostgresEncodable, PostgresDecodable {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }

    /// Sixteen bytes.
    public func encode(into writer: inout BinaryWriter) {
        withUnsafeBytes(of: uuid) { writer.write(bytes: $0) }
    }

    /// `uuid`.
    public static var acceptedTypes: String { "uuid" }

    /// Whether it is `uuid`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .uuid }

    /// Reads sixteen bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        guard cell.bytes.count == 16 else { throw .malformed }
        self.init(uuid: cell.bytes.loadUnaligned(as: UUIDBytes.self))
    }
}

private typealias UUIDBytes = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
)

/// A JSON document as UTF-8 text, neither parsed nor checked on this side. Bound as `jsonb`; read from `jsonb` or `json`.
public struct JSON: Hashable, Sendable, PostgresEncodable, PostgresDecodable {
    /// The document's UTF-8 bytes.
    public var bytes: [UInt8]

    /// A document from its UTF-8 bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A document from its text.
    public init(text: String) {
        bytes = Array(text.utf8)
    }

    /// The document as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }

    /// The version byte of `jsonb`'s binary form, and the text.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(UInt8(1))
        writer.write(bytes: bytes)
    }

    /// `jsonb` or `json`.
    public static var acceptedTypes: String { "jsonb or json" }

    /// Whether it is `jsonb` or `json`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .jsonb || type == .json }

    /// Reads the text, after the version byte if there is one.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        guard cell.type == .jsonb else {
            bytes = Array(cell.bytes)
            return
        }
        guard cell.bytes.first == 1 else { throw .malformed }
        bytes = Array(cell.bytes.dropFirst())
    }
}
