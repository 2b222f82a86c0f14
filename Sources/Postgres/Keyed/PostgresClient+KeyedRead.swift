extension PostgresClient {
    /// Reads by key, outside any transaction of the caller's, on a lane shared with other reads.
    ///
    /// - Parameters:
    ///   - key: the type of the keys.
    ///   - columns: the types of the columns after the key's, as a tuple type.
    ///   - scope: what keys that are asked for together have in common, such as a tenant.
    ///   - context: settings for a read in a scope.
    ///   - statement: selects the rows of some keys, which are all different: the key first, then the columns. Of
    ///     several rows with one key the first counts.
    public func keyedRead<Scope: Hashable & Sendable, Key: PostgresKey, each Column: PostgresDecodable>(
        by key: Key.Type, as columns: (repeat each Column).Type, in scope: Scope.Type,
        context: @escaping @Sendable (Scope) -> TransactionContext = { _ in .none },
        _ statement: @escaping @Sendable (Scope, [Key]) -> SQL
    ) -> KeyedRead<Scope, Key, (repeat each Column)> {
        KeyedRead(lanes: keyedReads, patience: options.statementDeadline.wholeNanoseconds) {
            [self] (scope, keys, deadline) throws(PostgresError) in
            let rows = try await readRows(
                statement(scope, keys), context: context(scope), until: deadline, on: keyedReads)
            return try rows.decode(by: key, as: columns)
        }
    }

    /// As the other `keyedRead`, for keys that need no scope.
    public func keyedRead<Key: PostgresKey, each Column: PostgresDecodable>(
        by key: Key.Type, as columns: (repeat each Column).Type,
        _ statement: @escaping @Sendable ([Key]) -> SQL
    ) -> KeyedRead<Unscoped, Key, (repeat each Column)> {
        keyedRead(by: key, as: columns, in: Unscoped.self) { _, keys in statement(keys) }
    }
}

extension PostgresRows {
    /// Reads every row as its first column and a tuple of the others.
    fileprivate func decode<Key: PostgresDecodable, each Column: PostgresDecodable>(
        by key: Key.Type, as _: (repeat each Column).Type
    ) throws(PostgresError) -> [(Key, (repeat each Column))] {
        var reader = RowReader(result: result)
        try reader.check(key, column: 0)
        var wanted = 1
        for type in repeat (each Column).self {
            try reader.check(type, column: wanted)
            wanted += 1
        }
        try checkColumnCount(wanted)
        var rows: [(Key, (repeat each Column))] = []
        rows.reserveCapacity(result.rowCount)
        for row in 0..<result.rowCount {
            reader.begin(row)
            rows.append((try reader.next(key), (repeat try reader.next((each Column).self))))
        }
        return rows
    }
}
