internal import Foundation
internal import MatrixFile
internal import Matching

/// Reads what `rapport solve` is given.
enum ScoreFile {
    /// A `.npy` matrix, or a `.csv` candidate list with the header `row,column,score`, whose scores may stay whole numbers if
    /// `keepsWhole`.
    static func read(_ path: String, keepsWhole: Bool) throws -> Scores {
        let data = try contents(path)
        if path.lowercased().hasSuffix(".csv") {
            return try candidates(data, path, keepsWhole: keepsWhole)
        }
        let matrix = try matrix(data, path)
        let elements: ScoreElements =
            switch matrix.elements {
            case .float(let values): .float(values)
            case .double(let values): .double(values)
            }
        return .matrix(
            ScoreMatrix(rowCount: matrix.rowCount, columnCount: matrix.columnCount, elements: elements))
    }

    private static func matrix(_ data: Data, _ path: String) throws -> NumPyMatrix {
        do throws(NumPyMatrix.Fault) {
            return try data.withUnsafeBytes { bytes in
                Result { () throws(NumPyMatrix.Fault) in try NumPyMatrix(bytes) }
            }.get()
        } catch {
            switch error {
            case .notNumPy: throw SolveFault(message: "\(path) is not a NumPy .npy file.")
            case .tooShort(let expected, let found):
                throw SolveFault(message: "\(path) ends early: \(found) bytes of \(expected).")
            case .unsupported(let what):
                throw SolveFault(message: "\(path) has \(what), which is not supported.")
            }
        }
    }

    /// One whole number a line; empty lines are skipped.
    static func capacities(_ path: String) throws -> [Int32] {
        let lines = String(decoding: withoutByteOrderMark(try contents(path)), as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return try lines.enumerated().compactMap { index, line in
            if line.isEmpty { return nil }
            guard let value = Int32(line.trimmingCharacters(in: .whitespaces)) else {
                let expected = "expected a whole number up to \(Int32.max)"
                throw SolveFault(message: "\(path):\(index + 1): \(expected), got \"\(line)\".")
            }
            return value
        }
    }

    /// As spreadsheets put it before what they call UTF-8.
    private static func withoutByteOrderMark(_ data: Data) -> Data {
        data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    }

    private static func contents(_ path: String) throws -> Data {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            throw SolveFault(message: "\(path) cannot be read.")
        }
        return data
    }

    /// Candidates in any order; indices count from 0, the sides are as long as the greatest index tells. Scores that are all whole
    /// numbers become whole-number scores where that `keepsWhole`.
    private static func candidates(_ data: Data, _ path: String, keepsWhole: Bool) throws -> Scores {
        var list = CandidateLines()
        try withoutByteOrderMark(data).withUnsafeBytes { try list.read($0, path) }
        list.sort()
        let rowCount = Int(list.rows.last ?? -1) + 1
        var starts = [Int](repeating: 0, count: rowCount + 1)
        for row in list.rows { starts[Int(row) + 1] += 1 }
        for row in 0..<rowCount { starts[row + 1] += starts[row] }
        return .candidates(
            CandidateScores(
                columnCount: Int(list.columns.max() ?? -1) + 1, rowStarts: starts, columns: list.columns,
                elements: keepsWhole && list.areWhole
                    ? .integer(list.scores.map { Int32($0) }) : .double(list.scores)))
    }
}

/// The lines of a candidate list, read byte by byte: there may be millions.
private struct CandidateLines {
    private(set) var rows: [Int32] = []
    private(set) var columns: [Int32] = []
    private(set) var scores: [Double] = []

    /// Whether all scores are whole numbers of at most 30 bits.
    var areWhole: Bool { scores.allSatisfy { $0.magnitude <= 0x1p30 && $0.rounded() == $0 } }

    mutating func read(_ bytes: UnsafeRawBufferPointer, _ path: String) throws {
        var start = 0
        var number = 0
        if bytes.isEmpty { throw SolveFault(message: "\(path):1: expected the header row,column,score.") }
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            let line = bytes[start..<(hasReturn ? end - 1 : end)]
            (start, number) = (end + 1, number + 1)
            if line.isEmpty { continue }
            if number == 1 ? Self.isHeader(line) : take(line) { continue }
            let found = number == 1 ? "." : ", got \"\(String(decoding: line, as: UTF8.self))\"."
            let what = number == 1 ? "the header row,column,score" : "row,column,score"
            throw SolveFault(message: "\(path):\(number): expected \(what)\(found)")
        }
    }

    private static func isHeader(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces) == "row,column,score"
    }

    private mutating func take(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let first = line.firstIndex(of: UInt8(ascii: ",")),
            let second = line[(first + 1)...].firstIndex(of: UInt8(ascii: ",")),
            let row = Self.number(line[..<first]), let column = Self.number(line[(first + 1)..<second]),
            let score = Self.number(line[(second + 1)...]),
            let index = Int32(exactly: row), let columnIndex = Int32(exactly: column),
            index >= 0, columnIndex >= 0
        else { return false }
        rows.append(index)
        columns.append(columnIndex)
        scores.append(score)
        return true
    }

    /// Digits as they stand; anything else as Swift reads it.
    private static func number(_ cell: Slice<UnsafeRawBufferPointer>) -> Double? {
        let isNegative = cell.first == UInt8(ascii: "-")
        let digits = isNegative ? cell.dropFirst() : cell
        var value = 0
        if digits.isEmpty || digits.count > 15 { return Double(String(decoding: cell, as: UTF8.self)) }
        for digit in digits {
            if !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
                return Double(String(decoding: cell, as: UTF8.self))
            }
            value = 10 * value + Int(digit - UInt8(ascii: "0"))
        }
        return Double(isNegative ? -value : value)
    }

    /// By row, then by column.
    mutating func sort() {
        let isSorted = (1..<max(1, rows.count)).allSatisfy {
            (rows[$0 - 1], columns[$0 - 1]) <= (rows[$0], columns[$0])
        }
        if isSorted { return }
        let order = rows.indices.sorted { (rows[$0], columns[$0]) < (rows[$1], columns[$1]) }
        rows = order.map { rows[$0] }
        columns = order.map { columns[$0] }
        scores = order.map { scores[$0] }
    }
}
