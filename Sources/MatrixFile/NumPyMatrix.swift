internal import CMatchingKernels

/// A two-dimensional array in NumPy's file format (`.npy`, versions 1 to 3): little-endian float32 or float64, C order.
///
/// - Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
public struct NumPyMatrix: Sendable {
    /// The numbers, row after row.
    public enum Elements: Sendable {
        /// `<f4`
        case float([Float])
        /// `<f8`
        case double([Double])
    }

    /// Number of rows.
    public let rowCount: Int
    /// Number of columns.
    public let columnCount: Int
    /// The numbers.
    public let elements: Elements

    /// What is wrong with a file.
    public enum Fault: Error, Sendable, Hashable {
        /// It does not begin as an `.npy` file does.
        case notNumPy
        /// It ends inside the header or the numbers.
        case tooShort(expected: Int, found: Int)
        /// The header lacks an entry or has another value than can be read.
        case unsupported(String)
    }

    /// Reads a whole file. - Complexity: O(size).
    public init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        let header = try NumPyHeader(bytes)
        rowCount = header.rowCount
        columnCount = header.columnCount
        let count = header.rowCount * header.columnCount
        let needed = header.length + count * header.width
        if bytes.count < needed { throw .tooShort(expected: needed, found: bytes.count) }
        let body = UnsafeRawBufferPointer(rebasing: bytes[header.length..<needed])
        elements = header.width == 4 ? .float(Self.copy(body, count)) : .double(Self.copy(body, count))
    }

    private static func copy<Element: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _ count: Int)
        -> [Element]
    {
        [Element](unsafeUninitializedCapacity: count) { target, initialized in
            matching_prefer_large_pages(target.baseAddress, Int64(bytes.count))
            UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
            initialized = count
        }
    }
}

/// The part of the file before the numbers.
struct NumPyHeader {
    let rowCount: Int
    let columnCount: Int
    /// Bytes of one number.
    let width: Int
    /// Bytes of the header.
    let length: Int

    init(_ bytes: UnsafeRawBufferPointer) throws(NumPyMatrix.Fault) {
        let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
        if bytes.count < 12 || !bytes.prefix(6).elementsEqual(magic) { throw .notNumPy }
        let isLong = bytes[6] >= 2
        let start = isLong ? 12 : 10
        let textLength =
            isLong
            ? Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
            : Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
        length = start + textLength
        if bytes.count < length { throw .tooShort(expected: length, found: bytes.count) }
        let text = String(decoding: bytes[start..<length], as: UTF8.self)
        switch try Self.value(of: "descr", in: text) {
        case "'<f4'": width = 4
        case "'<f8'": width = 8
        case let other: throw .unsupported("numbers of kind \(other) (expected '<f4' or '<f8')")
        }
        if try Self.value(of: "fortran_order", in: text) != "False" { throw .unsupported("Fortran order") }
        let shape = try Self.value(of: "shape", in: text)
        let sides = shape.filter { $0 != "(" && $0 != ")" && $0 != " " }.split(separator: ",").compactMap {
            Int($0)
        }
        guard sides.count == 2, sides[0] >= 0, sides[1] >= 0,
            !sides[0].multipliedReportingOverflow(by: max(sides[1], 1)).overflow,
            sides[0] * sides[1] < Int.max / 16
        else { throw .unsupported("shape \(shape) (expected two dimensions)") }
        (rowCount, columnCount) = (sides[0], sides[1])
    }

    /// The text of one entry of the header's dictionary.
    private static func value(of key: String, in text: String) throws(NumPyMatrix.Fault) -> String {
        let parts = text.split(separator: "'\(key)':", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count != 2 { throw .unsupported("a header without \(key)") }
        let rest = parts[1].drop { $0 == " " }
        if rest.first == "(" {
            guard let end = rest.firstIndex(of: ")") else { throw .unsupported("a header without end") }
            return String(rest[...end])
        }
        return String(rest.prefix { $0 != "," && $0 != "}" })
    }
}
