/// Reads what ``ByteWriter`` wrote; every fault is ``ScoringError/unreadablePosterior``.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { place == bytes.count }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(ScoringError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - place >= size else { throw .unreadablePosterior }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Value.self) }
        place += size
        return Value(littleEndian: value)
    }

    /// A number of things of at least `size` bytes each: refused when so many cannot follow.
    mutating func count(of size: Int = 1) throws(ScoringError) -> Int {
        let count = Int(try integer(UInt32.self))
        guard count <= (bytes.count - place) / max(1, size) else { throw .unreadablePosterior }
        return count
    }

    mutating func double() throws(ScoringError) -> Double { Double(bitPattern: try integer(UInt64.self)) }
    mutating func float() throws(ScoringError) -> Float { Float(bitPattern: try integer(UInt32.self)) }
    mutating func flag() throws(ScoringError) -> Bool { try integer(UInt8.self) != 0 }

    mutating func text() throws(ScoringError) -> String {
        let count = try count()
        defer { place += count }
        guard let text = String(validating: bytes[place..<place + count], as: UTF8.self) else {
            throw .unreadablePosterior
        }
        return text
    }

    mutating func list<Element>(
        of size: Int = 1, _ each: (inout ByteReader) throws(ScoringError) -> Element
    ) throws(ScoringError) -> [Element] {
        let count = try count(of: size)
        var result: [Element] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try each(&self)) }
        return result
    }

    mutating func doubles() throws(ScoringError) -> [Double] {
        try list(of: 8) { (reader) throws(ScoringError) in try reader.double() }
    }

    mutating func floats() throws(ScoringError) -> [Float] {
        try list(of: 4) { (reader) throws(ScoringError) in try reader.float() }
    }

    mutating func integers() throws(ScoringError) -> [Int32] {
        try list(of: 4) { (reader) throws(ScoringError) in try reader.integer(Int32.self) }
    }

    mutating func texts() throws(ScoringError) -> [String] {
        try list(of: 4) { (reader) throws(ScoringError) in try reader.text() }
    }

    mutating func matrix() throws(ScoringError) -> Matrix {
        let rows = Int(try integer(UInt32.self))
        let columns = Int(try integer(UInt32.self))
        guard rows * columns <= (bytes.count - place) / 8 else { throw .unreadablePosterior }
        var result = Matrix(rows, columns)
        for index in result.values.indices { result.values[index] = try double() }
        return result
    }

    mutating func optional<Wrapped>(
        _ each: (inout ByteReader) throws(ScoringError) -> Wrapped
    ) throws(ScoringError) -> Wrapped? {
        try flag() ? try each(&self) : nil
    }
}
