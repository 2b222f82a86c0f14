import struct Foundation.Date
import struct Foundation.Decimal
import struct Foundation.UUID

extension Bool: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}
extension Int32: PostgresArrayElement {
    /// The same bytes as for other types, without asking each element: lists of these are long.
    public static func encode(array: [Int32], into writer: inout BinaryWriter) {
        writer.write(Int32(array.isEmpty ? 0 : 1))
        writer.write(Int32(0))
        writer.write(postgresType.rawValue)
        guard !array.isEmpty else { return }
        writer.write(Int32(array.count))
        writer.write(Int32(1))
        // Its length of four bytes, and the element.
        for element in array { writer.write(4 << 32 | UInt64(UInt32(bitPattern: element))) }
    }
}
extension Int64: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Float: PostgresArrayElement {}
extension Double: PostgresArrayElement {}
extension String: PostgresArrayElement {}
extension UUID: PostgresArrayElement {}
extension JSON: PostgresArrayElement {}
extension PostgresDate: PostgresArrayElement {}
extension Date: PostgresArrayElement {}
extension PostgresNumeric: PostgresArrayElement {}
extension Decimal: PostgresArrayElement {}
