/// A value that rows can be looked up by.
public typealias PostgresKey = Hashable & PostgresEncodable & PostgresDecodable & PostgresArrayElement

/// One task's wish for the row of a key. Confined to the loop once it has been handed over.
final class KeyQuestion<Key: PostgresKey, Row: Sendable>: Awaited<Row?>, @unchecked Sendable {
    let key: Key
    let deadline: Moment

    init(_ key: Key, deadline: Moment) {
        self.key = key
        self.deadline = deadline
    }
}

/// The questions of one scope that wait, and how many statements are under way for it. No I/O.
struct KeyGathering<Key: PostgresKey, Row: Sendable> {
    /// Most keys of one statement.
    static var batchLimit: Int { 512 }

    private var waiting: [KeyQuestion<Key, Row>] = []
    private var underWay = 0

    /// Whether nobody waits for anything.
    var isIdle: Bool { waiting.isEmpty && underWay == 0 }

    /// Adds a question.
    mutating func add(_ question: KeyQuestion<Key, Row>) {
        waiting.append(question)
    }

    /// Fewer than this do not leave beside another statement: they gather until it is back.
    private static var worthLeaving: Int { LaneQueue.worthSharing / 2 }

    /// The questions that should leave now, counted as under way; nil for none.
    ///
    /// Two statements at most are under way, and share what there is: the server works on one while this side reads the
    /// answers of the other.
    mutating func takeBatch() -> KeyBatch<Key, Row>? {
        waiting.removeAll(where: \.isFinished)
        let isAlone = underWay == 0
        guard underWay < 2, waiting.count >= (isAlone ? 1 : Self.worthLeaving) else { return nil }
        let share = isAlone && waiting.count >= LaneQueue.worthSharing ? waiting.count / 2 : waiting.count
        let batch = KeyBatch(Array(waiting.prefix(min(share, Self.batchLimit))))
        waiting.removeFirst(batch.questions.count)
        underWay += 1
        return batch
    }

    /// A statement is back.
    mutating func end() {
        underWay -= 1
    }
}

/// Questions that share a statement. Confined to the loop.
struct KeyBatch<Key: PostgresKey, Row: Sendable>: @unchecked Sendable {
    let questions: [KeyQuestion<Key, Row>]
    /// Each key once.
    let keys: [Key]
    /// When the most impatient one gives up.
    let deadline: Moment

    init(_ questions: [KeyQuestion<Key, Row>]) {
        self.questions = questions
        keys = Array(Set(questions.map(\.key)))
        deadline = questions.map(\.deadline).min() ?? .never
    }

    /// Gives everybody their row.
    func settle(_ rows: [(Key, Row)]) {
        let found = Dictionary(rows) { first, _ in first }
        for question in questions { question.finish(.success(found[question.key])) }
    }

    /// Gives everybody the error.
    func fail(_ error: PostgresError) {
        for question in questions { question.finish(.failure(error)) }
    }
}
