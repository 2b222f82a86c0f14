import Domain

/// Writes values as little-endian bytes, one after the other.
struct ByteWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(count: Int) { write(UInt32(count)) }
    mutating func write(_ value: Double) { write(value.bitPattern) }
    mutating func write(_ value: Float) { write(value.bitPattern) }
    mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }

    mutating func write(_ text: String) {
        write(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write<Element>(_ list: [Element], _ each: (inout ByteWriter, Element) -> Void) {
        write(count: list.count)
        for element in list { each(&self, element) }
    }

    mutating func write(_ list: [Double]) {
        write(count: list.count)
        write(entriesOf: list.map(\.bitPattern))
    }

    mutating func write(_ list: [Float]) {
        write(count: list.count)
        write(entriesOf: list.map(\.bitPattern))
    }

    mutating func write(_ list: [Int32]) {
        write(count: list.count)
        write(entriesOf: list)
    }

    /// Long lists are most of a posterior: their bytes are taken over as they lie.
    private mutating func write(entriesOf list: [some FixedWidthInteger]) {
        list.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ list: [String]) { write(list) { $0.write($1) } }

    mutating func write(_ matrix: Matrix) {
        write(count: matrix.rows)
        write(count: matrix.columns)
        write(entriesOf: matrix.values.map(\.bitPattern))
    }

    /// An optional value: a flag, then the value.
    mutating func write<Wrapped>(_ value: Wrapped?, _ each: (inout ByteWriter, Wrapped) -> Void) {
        write(value != nil)
        if let value { each(&self, value) }
    }
}
