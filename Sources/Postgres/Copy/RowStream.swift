extension Transaction {
    /// Reads a large result in portions, by a cursor: memory holds one portion.
    ///
    /// - Parameters:
    ///   - sql: a query.
    ///   - type: the columns' types.
    ///   - batch: rows per portion, at least 1.
    public func stream<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type, batch: Int = 1000
    ) -> RowStream<repeat each Column> {
        precondition(batch > 0, "A portion has at least one row.")
        return RowStream(lease: lease, sql: sql, batch: batch)
    }
}

/// The rows of a query, fetched in portions. Valid inside its transaction.
public struct RowStream<each Column: PostgresDecodable>: AsyncSequence, Sendable {
    /// One row.
    public typealias Element = (repeat each Column)
    /// Why it may end early.
    public typealias Failure = PostgresError

    let lease: Lease
    let sql: SQL
    let batch: Int

    /// Opens a cursor with the first element.
    public func makeAsyncIterator() -> Iterator {
        Iterator(stream: self)
    }

    /// Reads rows.
    public struct Iterator: AsyncIteratorProtocol {
        private let stream: RowStream
        private let cursor: String
        private var isOpen = false
        private var isExhausted = false
        private var rows: [(repeat each Column)] = []
        private var index = 0

        init(stream: RowStream) {
            self.stream = stream
            cursor = "cursor_\(stream.lease.nextNumber())"
        }

        /// The next row; `nil` at the end.
        public mutating func next(
            isolation: isolated (any Actor)?
        ) async throws(PostgresError) -> (repeat each Column)? {
            if index == rows.count { try await fetch(isolation) }
            guard index < rows.count else { return .none }
            defer { index += 1 }
            let row: Element = rows[index]
            return .some(row)
        }

        private mutating func fetch(_ isolation: isolated (any Actor)?) async throws(PostgresError) {
            index = 0
            rows = []
            guard !isExhausted else { return }
            if !isOpen {
                _ = try await stream.lease.run(
                    SQL(fixed: "declare \(cursor) no scroll cursor for ") + stream.sql)
                isOpen = true
            }
            let result = try await stream.lease.run(SQL(fixed: "fetch \(stream.batch) from \(cursor)"))
            rows = try PostgresRows(result).decode(as: (repeat each Column).self)
            guard rows.count < stream.batch else { return }
            isExhausted = true
            _ = try await stream.lease.run(SQL(fixed: "close \(cursor)"))
        }
    }
}
