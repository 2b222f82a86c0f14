import Domain

/// Writes the rows of one CSV file: LF ends a row, quotes stand only where they are needed.
struct CSVWriter: ~Copyable {
    private let file: FolderFile
    private var output: FileOutput
    private var isRowStart = true
    private let header: [String]
    private var column = 0
    private var rows = 0

    /// Makes the file in a folder, and writes its header.
    init(_ file: FolderFile, in folder: String, header: [String]) throws(FolderError) {
        output = try FileOutput(path: folder + "/" + file.rawValue)
        self.file = file
        self.header = header
        for name in header {
            beginCell()
            put(name)
        }
        endLine()
    }

    /// A text; empty when unknown.
    mutating func text(_ text: String?, _ rule: TextRule = .text) throws(FolderError) {
        beginCell()
        if let text, let reason = rule.objection(to: text) { throw unwritable("the text \(reason)") }
        put(text ?? "")
    }

    /// A key or another text that may not be empty.
    mutating func needed(_ text: String, _ rule: TextRule = .text) throws(FolderError) {
        try self.text(text, rule)
        if text.isEmpty { throw unwritable("the cell is needed and empty") }
    }

    /// A whole number; empty when unknown.
    mutating func count(_ number: Int?) {
        beginCell()
        if let number { output.append(String(number)) }
    }

    /// A finite number; empty when unknown.
    mutating func number(_ number: Double?) throws(FolderError) {
        beginCell()
        guard let number else { return }
        guard number.isFinite else { throw unwritable("\(number) is not a finite number") }
        output.append(NumberText.of(number))
    }

    /// An answer; empty when it is NaN.
    mutating func answer(_ answer: Float) throws(FolderError) {
        beginCell()
        if answer >= 0, answer < 10, answer == answer.rounded(.down) {
            output.append(UInt8(ascii: "0") + UInt8(answer))
        } else if answer.isFinite {
            output.append(NumberText.of(answer))
        } else if !answer.isNaN {
            throw unwritable("\(answer) is not a finite number")
        }
    }

    /// A date; empty when unknown.
    mutating func day(_ day: Day?) {
        beginCell()
        if let day { output.append(day.description) }
    }

    /// `yes` or `no`; empty when unknown.
    mutating func yesNo(_ answer: Bool?) {
        beginCell()
        if let answer { output.append(answer ? "yes" : "no") }
    }

    /// One of the format's own words.
    mutating func word(_ word: String?) {
        beginCell()
        if let word { output.append(word) }
    }

    /// Ends the row.
    mutating func endRow() throws(FolderError) {
        endLine()
        rows += 1
        try output.flushIfFull()
    }

    /// Ends the file; it is on the disk afterwards.
    mutating func finish() throws(FolderError) { try output.finish() }

    /// The error for the present cell.
    func unwritable(_ reason: String) -> FolderError {
        let name = column > 0 && column <= header.count ? header[column - 1] : header[0]
        return .unwritable(place: "\(file.rawValue):\(rows + 2):\(shown(name))", reason: reason)
    }

    private mutating func endLine() {
        output.append(UInt8(ascii: "\n"))
        isRowStart = true
        column = 0
    }

    private mutating func beginCell() {
        if !isRowStart { output.append(UInt8(ascii: ",")) }
        isRowStart = false
        column += 1
    }

    private mutating func put(_ text: String) {
        guard needsQuotes(text) else { return output.append(text) }
        output.append(quote)
        for byte in text.utf8 {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }

    /// Besides what RFC 4180 asks for, texts are quoted that a spreadsheet might take for a formula.
    private func needsQuotes(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"):
            return true
        default: break
        }
        return text.utf8.contains {
            $0 == quote || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
    }
}

private let quote = UInt8(ascii: "\"")
