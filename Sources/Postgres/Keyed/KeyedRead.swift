/// A value that rows can be looked up by. It has one binary form only: equal values are the same bytes.
public protocol PostgresKey: Hashable, PostgresEncodable, PostgresArrayElement {}

/// Reads rows by their key, many keys with one statement: what tasks ask for at about the same time is asked together.
///
/// A lookup costs the server some 10 µs, nearly all of which it spends on starting and ending a statement. Where many
/// tasks look up one row each, they therefore share a statement, without knowing of one another:
///
/// ```swift
/// let balances = client.keyedRead(by: Int32.self, as: Int64.self) { isAsked in
///     "select aid, abalance from account where aid \(isAsked)"
/// }
/// let balance = try await balances.row(for: 42)
/// ```
///
/// Nothing waits for company: a key travels in the next batch of its lane, as any read does, and those that are in it
/// together share a statement.
///
/// - Source: the pattern is known as a data loader, after Facebook's (2010) and its library of that name.
public struct KeyedRead<Scope: Hashable & Sendable, Key: PostgresKey, Row: Sendable>: Sendable {
    let client: PostgresClient
    let form: KeyedStatement<Scope, Key>
    /// Reads the row of this number.
    let decode: @Sendable (QueryResult, Int) throws(PostgresError) -> Row

    /// The row of a key; nil if there is none.
    ///
    /// - Parameters:
    ///   - key: what to look for.
    ///   - scope: where; only keys of equal scopes are asked for together.
    /// - Throws: the error of this key alone: when a statement of several fails, each is asked for by itself.
    public func row(for key: Key, in scope: Scope) async throws(PostgresError) -> Row? {
        let companions = try PostgresClient.companions(form.context(scope))
        let result = try await client.answer(to: Asked(form, key, scope, companions))
        try form.check(result)
        guard let row = result.firstRow(startingWith: key) else { return nil }
        return try decode(result, row)
    }
}

extension KeyedRead where Scope == Unscoped {
    /// The row of a key; nil if there is none.
    public func row(for key: Key) async throws(PostgresError) -> Row? {
        try await row(for: key, in: Unscoped())
    }
}

/// The scope of keys that need none.
public struct Unscoped: Hashable, Sendable {
    init() {}
}

/// How the statement for some keys is made.
final class KeyedStatement<Scope: Hashable & Sendable, Key: PostgresKey>: Sendable {
    let context: @Sendable (Scope) -> TransactionContext
    private let statement: @Sendable (Scope, SQL) -> SQL

    init(
        context: @escaping @Sendable (Scope) -> TransactionContext,
        statement: @escaping @Sendable (Scope, SQL) -> SQL
    ) {
        self.context = context
        self.statement = statement
    }

    func sql(for keys: [Key], in scope: Scope) -> SQL {
        // The plan for a single key is the cheapest there is. That for more may not depend on how many they are, or the server
        // would make a new one each time, believing that to pay; it does not look into a subquery.
        let isAsked: SQL = keys.count == 1 ? "= \(keys[0])" : "= any(coalesce((select \(keys))))"
        return statement(scope, isAsked)
    }

    /// Refuses a statement that does not select the key first, exactly as it was asked for.
    func check(_ result: QueryResult) throws(PostgresError) {
        let sent = result.columnCount == 0 ? nil : result.columnType(0)
        guard sent != Key.postgresType else { return }
        throw PostgresError(
            .decoding,
            "The first column is \(sent.map { "\($0)" } ?? "missing"); it must be the key, \(Key.postgresType)."
        )
    }
}

/// A key that a call asks for.
private final class Asked<Scope: Hashable & Sendable, Key: PostgresKey>: KeyQuestion {
    private let form: KeyedStatement<Scope, Key>
    private let key: Key
    private let scope: Scope
    private let companions: (before: [Companion], after: [Companion])

    init(
        _ form: KeyedStatement<Scope, Key>, _ key: Key, _ scope: Scope,
        _ companions: (before: [Companion], after: [Companion])
    ) {
        self.form = form
        self.key = key
        self.scope = scope
        self.companions = companions
    }

    var read: AnyObject { form }

    func goes(with other: any KeyQuestion) -> Bool {
        scope == unsafeDowncast(other, to: Asked.self).scope
    }

    func statement(asking questions: [any KeyQuestion]) -> Statement {
        let keys = questions.map { unsafeDowncast($0, to: Asked.self).key }
        return Statement(
            sql: form.sql(for: keys, in: scope), before: companions.before, after: companions.after)
    }
}

extension QueryResult {
    /// The first row whose first cell is this key. O(rows).
    fileprivate func firstRow(startingWith key: some PostgresKey) -> Int? {
        guard rowCount > 0 else { return nil }
        var room: [UInt8] = []
        var writer = BinaryWriter(taking: &room)
        key.encode(into: &writer)
        let wanted = writer.finish()
        return wanted.withUnsafeBytes { wanted in
            (0..<rowCount).first { row in
                bytes(row: row, column: 0).map { $0.count == wanted.count && $0.elementsEqual(wanted) }
                    ?? false
            }
        }
    }
}
