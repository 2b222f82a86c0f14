import struct Foundation.Date
import struct Foundation.Decimal
import struct Foundation.UUID

extension Bool: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
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
