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

    /// The questions that should leave now, counted as under way; nil for none.
    ///
    /// A second statement leaves beside the first only with enough keys to be worth it: the server then works on one
    /// while this side reads the answers of the other. What is fewer gathers until the first is back.
    mutating func takeBatch() -> KeyBatch<Key, Row>? {
        waiting.removeAll(where: \.isFinished)
        guard !waiting.isEmpty, underWay == 0 || (underWay == 1 && waiting.count >= LaneQueue.worthSharing)
        else { return nil }
        let batch = KeyBatch(Array(waiting.prefix(Self.batchLimit)))
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
