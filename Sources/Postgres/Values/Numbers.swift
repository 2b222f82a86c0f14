extension Bool: PostgresEncodable, PostgresDecodable {
    /// `boolean`.
    @inlinable
    public static var postgresType: PostgresType { .bool }

    /// One byte, 0 or 1.
    @inlinable
    public func encode(into writer: inout BinaryWriter) {
        writer.write(UInt8(self ? 1 : 0))
    }

    /// `boolean`.
    public static var acceptedTypes: String { "boolean" }

    /// Whether it is `boolean`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .bool }

    /// Reads one byte.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        self = try cell.integer(UInt8.self) != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    /// `smallint`.
    @inlinable
    public static var postgresType: PostgresType { .int2 }

    /// Two bytes.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(self) }

    /// `smallint`.
    public static var acceptedTypes: String { "smallint" }

    /// Whether it is `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int2 }

    /// Reads two bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) { self = try cell.integer() }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    /// `integer`.
    @inlinable
    public static var postgresType: PostgresType { .int4 }

    /// Four bytes.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(self) }

    /// `integer` or `smallint`.
    public static var acceptedTypes: String { "integer or smallint" }

    /// Whether it is `integer` or `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int4 || type == .int2 }

    /// Reads two or four bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        self = cell.type == .int2 ? Int32(try cell.integer(Int16.self)) : try cell.integer()
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    /// `bigint`.
    @inlinable
    public static var postgresType: PostgresType { .int8 }

    /// Eight bytes.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(self) }

    /// `bigint`, `integer`, `smallint` or `oid`.
    public static var acceptedTypes: String { "bigint, integer or smallint" }

    /// Whether it is an integer type or `oid`.
    public static func accepts(_ type: PostgresType) -> Bool {
        type == .int8 || type == .int4 || type == .int2 || type == .oid
    }

    /// Reads two, four or eight bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        switch cell.type {
        case .int8: self = try cell.integer()
        case .int4: self = Int64(try cell.integer(Int32.self))
        case .int2: self = Int64(try cell.integer(Int16.self))
        default: self = Int64(try cell.integer(UInt32.self))
        }
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    /// `bigint`.
    @inlinable
    public static var postgresType: PostgresType { .int8 }

    /// Eight bytes.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(Int64(self)) }

    /// As `Int64`.
    public static var acceptedTypes: String { Int64.acceptedTypes }

    /// As `Int64`.
    public static func accepts(_ type: PostgresType) -> Bool { Int64.accepts(type) }

    /// As `Int64`.
    public init(cell: PostgresCell) throws(PostgresDecodingError) { self = Int(try Int64(cell: cell)) }
}

extension Float: PostgresEncodable, PostgresDecodable {
    /// `real`.
    @inlinable
    public static var postgresType: PostgresType { .float4 }

    /// Four bytes, IEEE 754.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(bitPattern) }

    /// `real`.
    public static var acceptedTypes: String { "real" }

    /// Whether it is `real`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .float4 }

    /// Reads four bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        self.init(bitPattern: try cell.integer())
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    /// `double precision`.
    @inlinable
    public static var postgresType: PostgresType { .float8 }

    /// Eight bytes, IEEE 754.
    @inlinable
    public func encode(into writer: inout BinaryWriter) { writer.write(bitPattern) }

    /// `double precision` or `real`.
    public static var acceptedTypes: String { "double precision or real" }

    /// Whether it is `double precision` or `real`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 }

    /// Reads four or eight bytes.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        if cell.type == .float4 {
            self = Double(try Float(cell: cell))
        } else {
            self.init(bitPattern: try cell.integer())
        }
    }
}
