/// Splits the bytes of a CSV file (RFC 4180) into rows of cells, a chunk of the file at a time.
///
/// Rows end with LF or CRLF, the last one also with the end of the file; a byte-order mark at the start and
/// empty lines are skipped. Memory: one buffer that holds at least the longest row.
///
/// - Complexity: O(bytes): every byte is looked at once, but for the row that lies across two chunks.
struct CSVReader: ~Copyable {
    /// What ``next()`` found.
    enum Event: Equatable {
        /// A whole row: see ``cells`` and ``line``.
        case row
        /// A row that breaks the rules of quoting, at this cell (from 0); ``cells`` holds a best guess.
        case damaged(cell: Int, line: Int, reason: String)
        /// Nothing more can be read, because of what happened at this line.
        case unreadable(line: Int, reason: String)
        /// The file has ended.
        case end
    }

    /// Bytes of the longest row that is read: a longer one means that a quote was not closed.
    static let longestRow = 16 << 20

    /// The cells of the present row; they point into the buffer, and last until the next call.
    private(set) var cells: [Cell] = []
    /// The line on which the present row begins, from 1.
    private(set) var line = 0

    private let input: FileInput
    private var buffer: UnsafeMutablePointer<UInt8>
    /// Bytes that the buffer can hold, not counting one more for a sentinel.
    private var capacity: Int
    /// Where the next row begins, and where the bytes that were read end.
    private var start = 0
    private var end = 0
    private var hasEnded = false
    private var nextLine = 1
    private var doubledCells: [Int] = []
    private var damage: (cell: Int, line: Int, reason: String)?

    /// Opens a file; `chunk` is how many bytes the buffer holds at first.
    init(path: String, chunk: Int = 1 << 18) throws(FileProblem) {
        input = try FileInput(path: path)
        capacity = chunk
        buffer = .allocate(capacity: chunk + 1)
        buffer[0] = newline
    }

    deinit { buffer.deallocate() }

    /// Reads the next row into ``cells``.
    mutating func next() -> Event {
        if line == 0 {
            do throws(FileProblem) { try skipByteOrderMark() } catch { return stop(error.reason) }
        }
        while true {
            skipEmptyLines()
            line = nextLine
            if start == end, hasEnded { return .end }
            switch scanRow() {
            case .whole(let rowEnd):
                start = rowEnd
                return finishRow()
            case .cut where !hasEnded:
                guard end - start < Self.longestRow else {
                    return stop(
                        "a row of more than \(Self.longestRow >> 20) MiB begins here: is a quote not closed?")
                }
                do throws(FileProblem) { try refill() } catch { return stop(error.reason) }
            case .cut, .openQuote:
                let opened = damage?.line ?? line
                start = end
                return .unreadable(line: opened, reason: "a quote is opened here and never closed")
            }
        }
    }

    private mutating func skipByteOrderMark() throws(FileProblem) {
        line = 1
        while end < 3, !hasEnded { try refill() }
        if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { start = 3 }
        // What spreadsheets call Unicode text.
        if end >= 2, (buffer[0] == 0xFF && buffer[1] == 0xFE) || (buffer[0] == 0xFE && buffer[1] == 0xFF) {
            throw FileProblem.wideText
        }
    }

    private mutating func stop(_ reason: String) -> Event {
        hasEnded = true
        start = end
        return .unreadable(line: line, reason: reason)
    }

    private mutating func finishRow() -> Event {
        for cell in doubledCells { joinDoubledQuotes(cell) }
        if let damage { return .damaged(cell: damage.cell, line: damage.line, reason: damage.reason) }
        return .row
    }

    private mutating func skipEmptyLines() {
        while start < end {
            if buffer[start] == newline {
                start += 1
            } else if buffer[start] == carriageReturn, start + 1 < end, buffer[start + 1] == newline {
                start += 2
            } else {
                return
            }
            nextLine += 1
        }
    }

    /// Moves the unread bytes to the front, makes room if there is none, and reads on.
    private mutating func refill() throws(FileProblem) {
        let rest = end - start
        if rest == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + 1)
            larger.update(from: buffer + start, count: rest)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        } else {
            buffer.update(from: buffer + start, count: rest)
        }
        start = 0
        end = rest
        let room = UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end)
        let count = try input.read(into: room)
        end += count
        if count == 0 { endLastRow() }
        buffer[end] = newline
    }

    /// Gives the last row the line end that it may lack, so that the scanner never runs past the bytes.
    private mutating func endLastRow() {
        hasEnded = true
        if end > start, buffer[end - 1] != newline {
            buffer[end] = newline
            end += 1
            if end > capacity { extendByOne() }
        }
    }

    private mutating func extendByOne() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: end + 1)
        larger.update(from: buffer, count: end)
        buffer.deallocate()
        buffer = larger
        capacity = end
    }
}

// The scanner: finds the cells of one row.
extension CSVReader {
    private enum Scan {
        /// The row ends before this place of the buffer.
        case whole(rowEnd: Int)
        /// The row goes on beyond the bytes that were read.
        case cut
        /// The same, within quotes.
        case openQuote
    }

    /// Finds the cells of the row at ``start``.
    ///
    /// A newline stands behind the last byte as a sentinel, so that plain cells need no bounds check.
    private mutating func scanRow() -> Scan {
        cells.removeAll(keepingCapacity: true)
        doubledCells.removeAll(keepingCapacity: true)
        damage = nil
        var at = start
        var lines = 1
        while true {
            let cellStart = at
            if at < end, buffer[at] == quote {
                guard let close = scanQuoted(from: at + 1, lines: &lines) else {
                    return hasEnded ? .openQuote : .cut
                }
                at = close + 1
                if !endsCell(at) {
                    note("text follows the closing quote", lines)
                    while !endsCell(at) { at += 1 }
                }
                cells.append(Cell(start: buffer + cellStart + 1, count: close - cellStart - 1))
            } else {
                at = scanPlain(from: at, lines)
                cells.append(Cell(start: buffer + cellStart, count: at - cellStart))
            }
            if at >= end { return .cut }
            if buffer[at] == comma {
                at += 1
                continue
            }
            if buffer[at] == carriageReturn { at += 1 }
            if at >= end { return .cut }
            nextLine = line + lines
            return .whole(rowEnd: at + 1)
        }
    }

    /// Where the plain cell that begins at `from` ends: at a comma, a line end or the sentinel.
    private mutating func scanPlain(from: Int, _ lines: Int) -> Int {
        var at = from
        while true {
            let byte = buffer[at]
            if byte > comma {
                at += 1
            } else if byte == comma || byte == newline {
                return at
            } else if byte == carriageReturn {
                if buffer[at + (at < end ? 1 : 0)] == newline { return at }
                note("a carriage return stands outside quotes", lines)
                at += 1
            } else {
                if byte == quote { note("a quote stands inside a cell that does not begin with one", lines) }
                at += 1
            }
        }
    }

    /// Where the quote is that closes the cell whose text begins at `from`; nil when it is not there yet.
    private mutating func scanQuoted(from: Int, lines: inout Int) -> Int? {
        let opened = line + lines - 1
        var at = from
        var isDoubled = false
        while at < end {
            if buffer[at] == quote {
                guard at + 1 < end else { break }
                guard buffer[at + 1] == quote else {
                    if isDoubled { doubledCells.append(cells.count) }
                    return at
                }
                isDoubled = true
                at += 1
            } else if buffer[at] == newline {
                lines += 1
            }
            at += 1
        }
        if damage == nil { damage = (cells.count, opened, "") }
        return nil
    }

    private func endsCell(_ at: Int) -> Bool {
        let byte = buffer[at]
        return byte == comma || byte == newline || (byte == carriageReturn && buffer[at + 1] == newline)
    }

    private mutating func note(_ reason: String, _ lines: Int) {
        if damage == nil { damage = (cells.count, line + lines - 1, reason) }
    }

    /// Replaces every two quotes by one, in place.
    private mutating func joinDoubledQuotes(_ index: Int) {
        let text = UnsafeMutablePointer(mutating: cells[index].start)
        var to = 0
        var from = 0
        while from < cells[index].count {
            text[to] = text[from]
            from += text[from] == quote ? 2 : 1
            to += 1
        }
        cells[index].count = to
    }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
