/// A value that can be bound to a statement or written to a COPY stream, in PostgreSQL's binary format.
///
/// A type with a raw value needs no more than the conformance:
///
/// ```swift
/// struct CompanyID: RawRepresentable, PostgresEncodable, PostgresDecodable { let rawValue: UUID }
/// ```
public protocol PostgresEncodable: Sendable {
    /// The type that the value is sent as. It must be the exact one: PostgreSQL doesn't guess for binary values.
    static var postgresType: PostgresType { get }

    /// Whether the value is null; then ``encode(into:)`` is not called.
    var isPostgresNull: Bool { get }

    /// Writes the binary form, without a length.
    func encode(into writer: inout BinaryWriter)
}

extension PostgresEncodable {
    /// No value is null but an `Optional`'s.
    @inlinable
    public var isPostgresNull: Bool { false }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped type's.
    @inlinable
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is nothing, or what is there is null.
    @inlinable
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    /// Writes the wrapped value.
    @inlinable
    public func encode(into writer: inout BinaryWriter) {
        self?.encode(into: &writer)
    }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's type.
    @inlinable
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Whether the raw value is null.
    @inlinable
    public var isPostgresNull: Bool { rawValue.isPostgresNull }

    /// Writes the raw value.
    @inlinable
    public func encode(into writer: inout BinaryWriter) {
        rawValue.encode(into: &writer)
    }
}
