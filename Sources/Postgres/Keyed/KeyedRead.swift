/// Reads rows by their key, many keys with one statement: what tasks ask for at about the same time is asked together.
///
/// A lookup costs the server some 10 µs, nearly all of which it spends on starting and ending a statement. Where many
/// tasks look up one row each, they therefore share a statement, without knowing of one another:
///
/// ```swift
/// let balances = client.keyedRead(by: Int32.self, as: Int64.self) { keys in
///     "select aid, abalance from account where aid = any(\(keys))"
/// }
/// let balance = try await balances.row(for: 42)
/// ```
///
/// A key that is asked for alone is sent at once. While a statement of the same scope is under way, further keys gather.
///
/// - Source: the pattern is known as a data loader, after Facebook's (2010) and its library of that name.
public final class KeyedRead<Scope: Hashable & Sendable, Key: PostgresKey, Row: Sendable>: @unchecked Sendable
{
    /// Reads the rows of some keys, each with its key.
    typealias Fetch = @Sendable (Scope, [Key], Moment) async throws(PostgresError) -> [(Key, Row)]

    private let lanes: LaneGroup
    private let patience: UInt64
    private let fetch: Fetch

    // Confined to the loop.
    private var gatherings: [Scope: KeyGathering<Key, Row>] = [:]
    private var isFlushDue = false

    init(lanes: LaneGroup, patience: UInt64, fetch: @escaping Fetch) {
        self.lanes = lanes
        self.patience = patience
        self.fetch = fetch
    }

    /// The row of a key; nil if there is none.
    ///
    /// - Parameters:
    ///   - key: what to look for.
    ///   - scope: where; only keys of equal scopes are asked for together.
    /// - Throws: the statement's error, which everybody gets who asked with it;
    ///   ``PostgresError/Kind/deadlineExceeded`` when ``ClientOptions/statementDeadline`` is over.
    public func row(for key: Key, in scope: Scope) async throws(PostgresError) -> Row? {
        let question = KeyQuestion<Key, Row>(key, deadline: Moment.now.advanced(byNanoseconds: patience))
        let answer = await question.answer(on: lanes.loop) {
            self.add(question, in: scope)
        } onCancel: {
            question.finish(.failure(PostgresError.ofCancelledTask))
        }
        return try answer.get()
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

// MARK: - Confined to the loop

extension KeyedRead {
    private func add(_ question: KeyQuestion<Key, Row>, in scope: Scope) {
        guard !question.isFinished else { return }
        // Of a client that is shut down the loop has ended, or soon will: nothing would send what gathers.
        guard !lanes.isShutDown else { return question.finish(.failure(LaneGroup.shutDown)) }
        lanes.loop.assertCurrent()
        gatherings[scope, default: KeyGathering()].add(question)
        guard !isFlushDue else { return }
        isFlushDue = true
        lanes.loop.atEndOfTurn { self.flush() }
    }

    private func flush() {
        isFlushDue = false
        for scope in Array(gatherings.keys) { flush(scope) }
    }

    private func flush(_ scope: Scope) {
        while let batch = gatherings[scope]?.takeBatch() {
            Task(executorPreference: lanes.loop) { await self.ask(batch, in: scope) }
        }
        if gatherings[scope]?.isIdle == true { gatherings[scope] = nil }
    }

    private func ask(_ batch: KeyBatch<Key, Row>, in scope: Scope) async {
        do throws(PostgresError) {
            batch.settle(try await fetch(scope, batch.keys, batch.deadline))
        } catch {
            batch.fail(error)
        }
        lanes.loop.assertCurrent()
        gatherings[scope]?.end()
        flush(scope)
    }
}
