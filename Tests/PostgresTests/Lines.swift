/// The numbers from 0, a line each, as one chunk per number.
struct Lines: AsyncSequence, AsyncIteratorProtocol {
    typealias Element = [UInt8]
    let count: Int
    private var next = 0

    init(count: Int) {
        self.count = count
    }

    func makeAsyncIterator() -> Lines { self }

    mutating func next() async -> [UInt8]? {
        guard next < count else { return nil }
        defer { next += 1 }
        return Array("\(next)\n".utf8)
    }
}
