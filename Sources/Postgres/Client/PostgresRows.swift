/// The rows of a result, in order. Shares the result: copying costs nothing.
public struct PostgresRows: RandomAccessCollection, Sendable {
    let result: QueryResult

    init(_ result: QueryResult) {
        self.result = result
    }

    /// 0.
    public var startIndex: Int { 0 }

    /// How many rows there are.
    public var endIndex: Int { result.rowCount }

    /// One row.
    public subscript(row: Int) -> Row {
        precondition(row >= 0 && row < result.rowCount, "There is no row \(row).")
        return Row(result: result, index: row)
    }

    /// Names of the columns, in order.
    public var columnNames: [String] {
        (0..<result.columnCount).map(result.columnName)
    }

    /// Reads every row as a tuple.
    ///
    /// Column types are checked once, then every cell.
    ///
    /// - Throws: ``PostgresError/Kind/decoding``, naming row, column and both types.
    /// - Complexity: O(rows × columns).
    public func decode<each Column: PostgresDecodable>(
        as _: (repeat each Column).Type
    ) throws(PostgresError) -> [(repeat each Column)] {
        var reader = RowReader(result: result)
        var wanted = 0
        for type in repeat (each Column).self {
            try reader.check(type, column: wanted)
            wanted += 1
        }
        try checkColumnCount(wanted)
        var rows: [(repeat each Column)] = []
        rows.reserveCapacity(result.rowCount)
        for row in 0..<result.rowCount {
            reader.begin(row)
            rows.append((repeat try reader.next((each Column).self)))
        }
        return rows
    }
}

extension PostgresRows {
    /// Reads one row as a tuple, but for its first columns.
    func decode<each Column: PostgresDecodable>(
        _ row: Int, after first: Int, as _: (repeat each Column).Type
    ) throws(PostgresError) -> (repeat each Column) {
        var reader = RowReader(result: result)
        var wanted = first
        for type in repeat (each Column).self {
            try reader.check(type, column: wanted)
            wanted += 1
        }
        try checkColumnCount(wanted)
        reader.begin(row, column: first)
        return (repeat try reader.next((each Column).self))
    }

    private func checkColumnCount(_ wanted: Int) throws(PostgresError) {
        guard wanted != result.columnCount else { return }
        throw PostgresError(
            .decoding, "The result has \(result.columnCount) columns, the program expects \(wanted).")
    }

    /// Reads every row of a result with a single column.
    ///
    /// - Throws: ``PostgresError/Kind/decoding``, naming row, column and both types.
    public func decode<Column: PostgresDecodable>(as type: Column.Type) throws(PostgresError) -> [Column] {
        var reader = RowReader(result: result)
        try reader.check(type, column: 0)
        try checkColumnCount(1)
        var values: [Column] = []
        values.reserveCapacity(result.rowCount)
        for row in 0..<result.rowCount {
            reader.begin(row)
            values.append(try reader.next(type))
        }
        return values
    }
}

/// One row of a result.
public struct Row: Sendable {
    let result: QueryResult
    let index: Int

    /// How many columns it has.
    public var columnCount: Int { result.columnCount }

    /// Reads one column.
    ///
    /// - Throws: ``PostgresError/Kind/decoding``, naming column and both types.
    public func decode<Value: PostgresDecodable>(
        _ column: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        precondition(column >= 0 && column < result.columnCount, "There is no column \(column).")
        var reader = RowReader(result: result)
        try reader.check(type, column: column)
        reader.begin(index, column: column)
        return try reader.next(type)
    }

    /// Reads the column of this name; the first one if there are several.
    ///
    /// - Throws: ``PostgresError/Kind/decoding``, also if there is none.
    /// - Complexity: O(columns).
    public func decode<Value: PostgresDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let column = (0..<result.columnCount).first(where: { result.columnName($0) == name }) else {
            throw PostgresError(.decoding, "The result has no column \(name).", column: name)
        }
        return try decode(column, as: type)
    }
}

/// Reads cells of a row from left to right.
struct RowReader {
    let result: QueryResult
    private var row = 0
    private var column = 0

    init(result: QueryResult) {
        self.result = result
    }

    /// Whether a column can be read as `type` at all.
    func check<Value: PostgresDecodable>(_ type: Value.Type, column: Int) throws(PostgresError) {
        guard column < result.columnCount else {
            throw PostgresError(
                .decoding, "The result has \(result.columnCount) columns, the program expects more.")
        }
        let sent = result.columnType(column)
        guard type.accepts(sent) else {
            let name = result.columnName(column)
            throw PostgresError(
                .decoding,
                "Column \(column + 1) (\(name)) is \(sent); \(type) is read from \(type.acceptedTypes).",
                column: name)
        }
    }

    /// Goes to a row.
    mutating func begin(_ row: Int, column: Int = 0) {
        self.row = row
        self.column = column
    }

    /// Reads the next cell, whose column has been checked.
    mutating func next<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
        defer { column += 1 }
        do throws(PostgresDecodingError) {
            guard let bytes = result.bytes(row: row, column: column) else { return try Value.decodeNull() }
            return try Value(cell: PostgresCell(type: result.columnType(column), bytes: bytes))
        } catch {
            throw failure(error, type)
        }
    }

    private func failure<Value>(_ error: PostgresDecodingError, _ type: Value.Type) -> PostgresError {
        let name = result.columnName(column)
        let place = "Row \(row + 1), column \(column + 1) (\(name))"
        let text =
            switch error {
            case .unexpectedNull: "\(place) is null; \(type) is not optional."
            case .malformed: "\(place) is no valid \(result.columnType(column))."
            case .outOfRange(let limit): "\(place) does not fit into \(type): \(limit)."
            }
        return PostgresError(.decoding, text, column: name)
    }
}
