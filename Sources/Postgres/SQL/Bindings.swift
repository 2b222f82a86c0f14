/// Bound values of one statement, encoded: one buffer for all, so that binding costs three allocations at most.
struct Bindings: Sendable {
    /// The values' bytes, one after the other.
    private(set) var bytes: [UInt8] = []
    /// The type of each value.
    private(set) var types: [PostgresType] = []
    /// Where each value ends in `bytes`; -1 for null.
    private(set) var ends: [Int] = []

    /// How many values there are.
    var count: Int { types.count }

    /// Encodes and adds one value.
    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType)
        guard !value.isPostgresNull else {
            ends.append(-1)
            return
        }
        var writer = BinaryWriter(taking: &bytes)
        value.encode(into: &writer)
        bytes = writer.finish()
        ends.append(bytes.count)
    }

    /// Adds another statement's values after the own ones.
    mutating func append(_ other: Bindings) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        types.append(contentsOf: other.types)
        ends.append(contentsOf: other.ends.map { $0 < 0 ? -1 : $0 + offset })
    }
}
