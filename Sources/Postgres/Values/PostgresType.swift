/// A PostgreSQL type, named by its object id (fixed for the built-in types).
public struct PostgresType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The object id, as in `pg_type.oid`.
    public let rawValue: UInt32

    /// The type with this object id.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Whether the type was made by `create type` or an extension: enumerations, citext, …
    public var isUserDefined: Bool { rawValue >= 16384 }

    /// The type's name if it is one this module knows, and its object id otherwise.
    public var description: String {
        Self.names[self] ?? "type \(rawValue)"
    }
}

extension PostgresType {
    /// `boolean`.
    public static let bool = PostgresType(rawValue: 16)
    /// `bytea`: bytes.
    public static let bytea = PostgresType(rawValue: 17)
    /// `name`: a name in the catalogue.
    public static let name = PostgresType(rawValue: 19)
    /// `bigint`.
    public static let int8 = PostgresType(rawValue: 20)
    /// `smallint`.
    public static let int2 = PostgresType(rawValue: 21)
    /// `integer`.
    public static let int4 = PostgresType(rawValue: 23)
    /// `text`.
    public static let text = PostgresType(rawValue: 25)
    /// `oid`.
    public static let oid = PostgresType(rawValue: 26)
    /// `json`.
    public static let json = PostgresType(rawValue: 114)
    /// `real`.
    public static let float4 = PostgresType(rawValue: 700)
    /// `double precision`.
    public static let float8 = PostgresType(rawValue: 701)
    /// The type of a literal nobody has given a type.
    public static let unknown = PostgresType(rawValue: 705)
    /// `char(n)`.
    public static let bpchar = PostgresType(rawValue: 1042)
    /// `varchar`.
    public static let varchar = PostgresType(rawValue: 1043)
    /// `date`.
    public static let date = PostgresType(rawValue: 1082)
    /// `timestamp without time zone`.
    public static let timestamp = PostgresType(rawValue: 1114)
    /// `timestamp with time zone`.
    public static let timestamptz = PostgresType(rawValue: 1184)
    /// `numeric`.
    public static let numeric = PostgresType(rawValue: 1700)
    /// `void`: what `select pg_notify(…)` answers.
    public static let void = PostgresType(rawValue: 2278)
    /// `uuid`.
    public static let uuid = PostgresType(rawValue: 2950)
    /// `jsonb`.
    public static let jsonb = PostgresType(rawValue: 3802)

    /// The arrays of the types above.
    static let arrays: [PostgresType: PostgresType] = [
        .bool: .init(rawValue: 1000), .bytea: .init(rawValue: 1001), .name: .init(rawValue: 1003),
        .int2: .init(rawValue: 1005), .int4: .init(rawValue: 1007), .text: .init(rawValue: 1009),
        .bpchar: .init(rawValue: 1014), .varchar: .init(rawValue: 1015), .int8: .init(rawValue: 1016),
        .float4: .init(rawValue: 1021), .float8: .init(rawValue: 1022), .oid: .init(rawValue: 1028),
        .timestamp: .init(rawValue: 1115), .date: .init(rawValue: 1182), .timestamptz: .init(rawValue: 1185),
        .numeric: .init(rawValue: 1231), .json: .init(rawValue: 199), .uuid: .init(rawValue: 2951),
        .jsonb: .init(rawValue: 3807),
    ]

    /// The element type of each known array type.
    static let elements = [PostgresType: PostgresType](uniqueKeysWithValues: arrays.map { ($1, $0) })

    private static let names: [PostgresType: String] = {
        var names: [PostgresType: String] = [
            .bool: "boolean", .bytea: "bytea", .name: "name", .int8: "bigint", .int2: "smallint",
            .int4: "integer",
            .text: "text", .oid: "oid", .json: "json", .float4: "real", .float8: "double precision",
            .unknown: "unknown", .bpchar: "char", .varchar: "varchar", .date: "date", .timestamp: "timestamp",
            .timestamptz: "timestamptz", .numeric: "numeric", .void: "void", .uuid: "uuid", .jsonb: "jsonb",
        ]
        for (element, array) in arrays { names[array] = (names[element] ?? "") + "[]" }
        return names
    }()
}
