/// Decodes rows of `copy … to stdout (format binary)`, column by column, into nothing but what the caller keeps.
///
/// ```swift
/// var reader = BinaryCopyReader()
/// for try await piece in transaction.copyOut("copy (select id, score from sheet) to stdout (format binary)") {
///     reader.take(piece)
///     while try reader.beginRow(columnCount: 2) {
///         table.append(id: try reader.integer(), score: try reader.real())
///     }
/// }
/// ```
///
/// The types must be the columns' exactly: COPY converts nothing.
public struct BinaryCopyReader: Sendable {
    private var bytes: [UInt8] = []
    private var place = 0
    private var hasHeader = false

    /// A reader that has read nothing.
    public init() {}

    /// Takes the next piece; the one before has been read.
    public mutating func take(_ piece: [UInt8]) {
        bytes = piece
        place = 0
    }

    /// Goes on to the next row of the piece; false when it has no more.
    ///
    /// - Throws: ``PostgresError/Kind/decoding`` when what comes is no row of so many columns.
    public mutating func beginRow(columnCount: Int) throws(PostgresError) -> Bool {
        if !hasHeader {
            guard bytes.starts(with: BinaryCopyWriter.header.prefix(11)) else { throw Self.malformed }
            // Signature and flags, then an extension of this length.
            place = 15
            let length = try word()
            place += Int(length)
            hasHeader = true
        }
        guard place < bytes.count else { return false }
        let count = try number(Int16.self)
        if count == -1 { return false }
        guard count == columnCount else { throw Self.malformed }
        return true
    }

    /// The next value, an `integer` or a `date`; nil where it is null. A `date` counts from 1 January 2000.
    public mutating func integer() throws(PostgresError) -> Int32? {
        guard let size = try size() else { return nil }
        guard size == 4 else { throw Self.malformed }
        return try word()
    }

    /// The next value, a `real`; nil where it is null.
    public mutating func real() throws(PostgresError) -> Float? {
        try integer().map { Float(bitPattern: UInt32(bitPattern: $0)) }
    }

    /// The next value, a `boolean`; nil where it is null.
    public mutating func flag() throws(PostgresError) -> Bool? {
        guard let size = try size() else { return nil }
        guard size == 1 else { throw Self.malformed }
        return try number(UInt8.self) != 0
    }

    /// Puts the next value, an `integer[]` or a `date[]` without nulls, in the place of what a list holds.
    public mutating func integers(into list: inout [Int32]) throws(PostgresError) {
        list.removeAll(keepingCapacity: true)
        try elements { reader throws(PostgresError) in
            guard let element = try reader.integer() else { throw Self.malformed }
            list.append(element)
        }
    }

    /// Puts the next value, a `real[]`, in the place of what a list holds; NaN where an element is null.
    public mutating func reals(into list: inout [Float]) throws(PostgresError) {
        list.removeAll(keepingCapacity: true)
        try elements { reader throws(PostgresError) in list.append(try reader.real() ?? .nan) }
    }

    /// Puts the next value, a `boolean[]`, in the place of what a list holds.
    public mutating func flags(into list: inout [Bool?]) throws(PostgresError) {
        list.removeAll(keepingCapacity: true)
        try elements { reader throws(PostgresError) in list.append(try reader.flag()) }
    }

    /// Puts the next value, lists of reals that `string_agg(array_send(…), '')` strung together, in the place of what a list
    /// holds: as many numbers of each as are wanted, NaN where there are fewer.
    public mutating func strungReals(_ width: Int, into list: inout [Float]) throws(PostgresError) {
        list.removeAll(keepingCapacity: true)
        guard let size = try size() else { return }
        let end = place + size
        while place < end {
            let start = list.count
            try unsizedElements { reader throws(PostgresError) in
                let number = try reader.real() ?? .nan
                if list.count < start + width { list.append(number) }
            }
            while list.count < start + width { list.append(.nan) }
        }
        guard place == end else { throw Self.malformed }
    }

    private mutating func elements(
        _ body: (inout BinaryCopyReader) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        guard try size() != nil else { return }
        try unsizedElements(body)
    }

    /// The elements of an array whose size has been read.
    private mutating func unsizedElements(
        _ body: (inout BinaryCopyReader) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let dimensions = try word()
        _ = try word()
        _ = try word()
        guard dimensions == 1 else {
            guard dimensions == 0 else { throw Self.malformed }
            return
        }
        let count = try word()
        _ = try word()
        guard count >= 0 else { throw Self.malformed }
        for _ in 0..<count { try body(&self) }
    }

    private mutating func size() throws(PostgresError) -> Int? {
        let size = try word()
        return size < 0 ? nil : Int(size)
    }

    private mutating func word() throws(PostgresError) -> Int32 { try number(Int32.self) }

    private mutating func number<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - place >= size else { throw Self.malformed }
        let start = place
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Value.self) }
        place += size
        return Value(bigEndian: value)
    }

    private static var malformed: PostgresError {
        PostgresError(.decoding, "What came is no binary COPY of the columns that the program expects.")
    }
}
