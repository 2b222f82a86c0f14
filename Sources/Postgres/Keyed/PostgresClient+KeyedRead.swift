public import struct Foundation.UUID

extension PostgresClient {
    /// Reads by key, outside any transaction of the caller's, on a lane shared with other reads.
    ///
    /// - Parameters:
    ///   - key: the type of the keys.
    ///   - columns: the types of the columns after the key's, as a tuple type.
    ///   - scope: what keys that are asked for together have in common, such as a tenant.
    ///   - context: settings for a read in a scope.
    ///   - statement: selects the rows of some keys: the key itself first, then the columns. The condition that it is given
    ///     stands after the key's column: `where id \(isAsked)`. Of several rows with one key the first counts.
    public func keyedRead<Scope: Hashable & Sendable, Key: PostgresKey, each Column: PostgresDecodable>(
        by key: Key.Type, as columns: (repeat each Column).Type, in scope: Scope.Type,
        context: @escaping @Sendable (Scope) -> TransactionContext = { _ in .none },
        _ statement: @escaping @Sendable (_ scope: Scope, _ isAsked: SQL) -> SQL
    ) -> KeyedRead<Scope, Key, (repeat each Column)> {
        KeyedRead(client: self, form: KeyedStatement(context: context, statement: statement)) {
            (result, row) throws(PostgresError) in
            try PostgresRows(result).decode(row, after: 1, as: columns)
        }
    }

    /// As the other `keyedRead`, for keys that need no scope.
    public func keyedRead<Key: PostgresKey, each Column: PostgresDecodable>(
        by key: Key.Type, as columns: (repeat each Column).Type,
        _ statement: @escaping @Sendable (_ isAsked: SQL) -> SQL
    ) -> KeyedRead<Unscoped, Key, (repeat each Column)> {
        keyedRead(by: key, as: columns, in: Unscoped.self) { _, isAsked in statement(isAsked) }
    }

    /// Sends a question for a row and waits for the result of the statement that asked it.
    func answer(to question: some KeyQuestion) async throws(PostgresError) -> QueryResult {
        let start = Moment.now
        let request = Request(
            .row(question), start: start, deadline: start.advanced(byNanoseconds: defaultPatience),
            isAutocommit: false)
        return try await answer(to: request, from: reads)
    }
}

extension Int16: PostgresKey {}
extension Int32: PostgresKey {}
extension Int: PostgresKey {}
extension String: PostgresKey {}
extension UUID: PostgresKey {}
extension Array: PostgresKey where Element == UInt8 {}
