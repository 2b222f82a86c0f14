import Domain
import Testing

@testable import Folder

/// The reader against a plain parser that works on the whole text, letter by letter.
@Suite struct CSVReaderTests {
    /// Rows of cells by RFC 4180; nil when the text breaks its rules. Empty lines are no rows.
    private func oracle(_ text: [UInt8]) -> [[[UInt8]]]? {
        var rows: [[[UInt8]]] = []
        var rest = text[...]
        while !rest.isEmpty {
            if rest.starts(with: Array("\n".utf8)) {
                rest = rest.dropFirst()
            } else if rest.starts(with: Array("\r\n".utf8)) || rest == [UInt8(ascii: "\r")] {
                rest = rest.dropFirst(2)
            } else if let row = oracleRow(&rest) {
                rows.append(row)
            } else {
                return nil
            }
        }
        return rows
    }

    private func oracleRow(_ rest: inout ArraySlice<UInt8>) -> [[UInt8]]? {
        var row: [[UInt8]] = []
        while true {
            guard let cell = rest.first == UInt8(ascii: "\"") ? quoted(&rest) : plain(&rest) else {
                return nil
            }
            row.append(cell)
            guard let end = rest.first else { return row }
            rest = rest.dropFirst()
            if end == UInt8(ascii: ",") { continue }
            if end == UInt8(ascii: "\n") { return row }
            // A carriage return ends the row before a newline or at the very end.
            guard rest.isEmpty || rest.first == UInt8(ascii: "\n") else { return nil }
            rest = rest.dropFirst()
            return row
        }
    }

    private func plain(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let cell = rest.prefix { !Array(",\n\r".utf8).contains($0) }
        rest = rest.dropFirst(cell.count)
        return cell.contains(UInt8(ascii: "\"")) ? nil : Array(cell)
    }

    private func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var cell: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "\"") {
                cell.append(byte)
            } else if rest.first == byte {
                cell.append(byte)
                rest = rest.dropFirst()
            } else {
                return rest.first.map { Array(",\n\r".utf8).contains($0) } ?? true ? cell : nil
            }
        }
        return nil
    }

    private func read(_ path: String, chunk: Int) throws -> [[[UInt8]]]? {
        var reader = try CSVReader(path: path, chunk: chunk)
        var rows: [[[UInt8]]] = []
        var isRight = true
        while true {
            switch reader.next() {
            case .row: rows.append(reader.cells.map { Array($0.bytes) })
            case .damaged: isRight = false
            case .unreadable: return nil
            case .end: return isRight ? rows : nil
            }
        }
    }

    @Test func `every text of up to five letters is read as the rules say, also across chunks`() throws {
        let folder = try FolderOnDisk()
        let letters = Array("a,\"\n\r".utf8)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<5 {
            texts += texts.filter { $0.count == texts.last?.count }.flatMap { text in
                letters.map { text + [$0] }
            }
        }
        #expect(texts.count == 3906)
        for text in texts {
            try folder.write("t.csv", text)
            let expected = oracle(text)
            for chunk in [1, 2, 4096] {
                #expect(
                    try read(folder.path + "/t.csv", chunk: chunk) == expected,
                    "\(text) in chunks of \(chunk)")
            }
        }
    }

    @Test func `long random texts are read the same in chunks of any size`() throws {
        let folder = try FolderOnDisk()
        var stream = Stream(seed: 5)
        for _ in 0..<60 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 0...30, using: &stream) {
                let cells = (0...Int.random(in: 0...3, using: &stream)).map { _ in
                    ["", "plain", "\"q\"", "\"a\"\"b,\nc\"", "\"\"", "\"\r\n\""].randomElement(using: &stream)
                        ?? ""
                }
                text +=
                    Array(cells.joined(separator: ",").utf8) + Array((stream.one(in: 2) ? "\n" : "\r\n").utf8)
            }
            try folder.write("t.csv", text)
            let expected = try #require(oracle(text))
            for chunk in [1, 3, 7, 16, 61, 1 << 16] {
                #expect(try read(folder.path + "/t.csv", chunk: chunk) == expected)
            }
        }
    }

    @Test func `rows are numbered by the line on which they begin`() throws {
        let folder = try FolderOnDisk(["t.csv": "\u{FEFF}a\r\n\n\"b\n\nb\",x\n\r\nc"])
        var reader = try CSVReader(path: folder.path + "/t.csv", chunk: 4)
        var lines: [Int] = []
        while reader.next() == .row { lines.append(reader.line) }
        #expect(lines == [1, 3, 7])
    }
}
