/// Encodes rows for `copy … from stdin (format binary)`.
///
/// ```swift
/// var writer = BinaryCopyWriter()
/// for sheet in sheets {
///     writer.beginRow(columnCount: 3)
///     writer.append(sheet.id)
///     writer.append(sheet.rater)
///     writer.append(sheet.score)
///     if writer.count >= 1 << 16 { try await send(writer.takeBytes()) }
/// }
/// try await send(writer.finish())
/// ```
///
/// The types must be the columns' exactly: COPY converts nothing (`Int32` for `integer`, `Int16` for `smallint`).
public struct BinaryCopyWriter: Sendable {
    @usableFromInline var writer = BinaryWriter()
    @usableFromInline var missingColumns = 0

    /// Eleven bytes of signature, then two empty words: flags, and length of a header extension.
    @usableFromInline static let header: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// A writer that has written the header.
    @inlinable
    public init() {
        writer.write(bytes: Self.header)
    }

    /// How many bytes wait to be taken.
    @inlinable
    public var count: Int { writer.count }

    /// Begins a row.
    ///
    /// - Precondition: the row before has all its columns.
    @inlinable
    public mutating func beginRow(columnCount: Int16) {
        precondition(missingColumns == 0, "The row before lacks columns.")
        missingColumns = Int(columnCount)
        writer.write(columnCount)
    }

    /// Adds the row's next value.
    ///
    /// - Precondition: the row has room for it.
    @inlinable
    public mutating func append<Value: PostgresEncodable>(_ value: Value) {
        precondition(missingColumns > 0, "The row has no more columns.")
        missingColumns -= 1
        writer.write(lengthPrefixed: value)
    }

    /// Takes what has been written, to be sent. Rows may be cut.
    @inlinable
    public mutating func takeBytes() -> [UInt8] {
        let size = writer.count
        defer { writer.reserve(size + size / 8) }
        return writer.finish()
    }

    /// Writes the trailer and takes the rest.
    ///
    /// - Precondition: the last row has all its columns.
    @inlinable
    public mutating func finish() -> [UInt8] {
        precondition(missingColumns == 0, "The last row lacks columns.")
        writer.write(Int16(-1))
        return writer.finish()
    }
}
