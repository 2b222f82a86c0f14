/// Writes values as PostgreSQL's binary formats want them: big-endian.
public struct BinaryWriter: Sendable {
    @usableFromInline var bytes: [UInt8]

    /// A writer with an empty buffer.
    @inlinable
    public init() {
        bytes = []
    }

    /// A writer that goes on at the end of `buffer`, which it leaves empty until ``finish()``.
    @inlinable
    init(taking buffer: inout [UInt8]) {
        bytes = []
        swap(&bytes, &buffer)
    }

    /// How many bytes have been written.
    @inlinable
    public var count: Int { bytes.count }

    /// Makes room for so many bytes.
    @inlinable
    mutating func reserve(_ capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// What has been written; the writer is empty afterwards.
    @inlinable
    mutating func finish() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// An integer, most significant byte first.
    @inlinable
    public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Bytes as they are.
    @inlinable
    public mutating func write(bytes added: some Sequence<UInt8>) {
        bytes.append(contentsOf: added)
    }

    /// A string's UTF-8 bytes, without length or terminator.
    @inlinable
    public mutating func write(text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// A value with its length before it, or the length -1 if it is null: an array's element, a field of a COPY row.
    @inlinable
    public mutating func write<Value: PostgresEncodable>(lengthPrefixed value: Value) {
        guard !value.isPostgresNull else {
            write(Int32(-1))
            return
        }
        let start = bytes.count
        write(Int32(0))
        value.encode(into: &self)
        patch(length: bytes.count - start - 4, at: start)
    }

    @inlinable
    mutating func patch(length: Int, at position: Int) {
        let length = UInt32(truncatingIfNeeded: length)
        bytes[position] = UInt8(truncatingIfNeeded: length >> 24)
        bytes[position + 1] = UInt8(truncatingIfNeeded: length >> 16)
        bytes[position + 2] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[position + 3] = UInt8(truncatingIfNeeded: length)
    }
}
