/// One cell of a CSV row: bytes in the reader's buffer, valid until the next row is read.
struct Cell {
    /// Its first byte.
    var start: UnsafePointer<UInt8>
    /// How many bytes it has, without quotes.
    var count: Int

    /// No bytes: what a column that is absent holds.
    static var empty: Cell { Cell(start: UnsafePointer(bitPattern: 1)!, count: 0) }

    /// An empty cell means unknown.
    var isEmpty: Bool { count == 0 }

    /// Its bytes.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Its text, with bytes that are not UTF-8 replaced: for messages.
    var shownText: String { shown(String(decoding: bytes.prefix(400), as: UTF8.self)) }

    /// Whether its bytes are those of `text`.
    func equals(_ text: StaticString) -> Bool {
        text.utf8CodeUnitCount == count
            && bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
    }
}
