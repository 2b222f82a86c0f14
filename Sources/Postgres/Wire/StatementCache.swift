/// Which statements a connection has prepared. Keeps the most recently used ones. No I/O.
struct StatementCache: Sendable {
    /// What tells prepared statements apart: the same text with other types is another statement.
    struct Key: Hashable, Sendable {
        let text: String
        let types: [PostgresType]
    }

    /// How to come by a prepared statement.
    enum Plan: Equatable, Sendable {
        /// It is there.
        case use(Int)
        /// It has to be prepared under this number; `evicted` goes for it.
        case prepare(Int, evicted: Int?)
    }

    private struct Entry {
        let number: Int
        var lastUse: Int
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock = 0

    /// An empty cache.
    ///
    /// - Precondition: room for at least one.
    init(capacity: Int) {
        precondition(capacity > 0, "A connection needs room for one prepared statement.")
        self.capacity = capacity
    }

    /// How many statements are prepared.
    var count: Int { entries.count }

    /// The statement to execute for `key`, which counts as used. Numbers are never given twice.
    mutating func plan(for key: Key) -> Plan {
        clock += 1
        if let number = use(key) { return .use(number) }
        var evicted: Int?
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            evicted = oldest.value.number
            entries[oldest.key] = nil
        }
        entries[key] = Entry(number: clock, lastUse: clock)
        return .prepare(clock, evicted: evicted)
    }

    private mutating func use(_ key: Key) -> Int? {
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].lastUse = clock
        return entries.values[index].number
    }

    /// Forgets a statement whose preparation failed or that went out of date.
    mutating func forget(_ key: Key) {
        entries[key] = nil
    }

    /// Forgets all: the server has dropped them.
    mutating func forgetAll() {
        entries = [:]
    }
}
