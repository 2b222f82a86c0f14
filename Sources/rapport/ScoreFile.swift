internal import Foundation
internal import MatrixFile
internal import Matching

/// Reads what `rapport solve` is given.
enum ScoreFile {
    /// A `.npy` matrix, or a `.csv` candidate list with the header `row,column,score`.
    static func read(_ path: String) throws -> Scores {
        let data = try contents(path)
        if path.lowercased().hasSuffix(".csv") {
            return try candidates(String(decoding: data, as: UTF8.self), path)
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

    /// One whole number a line.
    static func capacities(_ path: String) throws -> [Int32] {
        let lines = String(decoding: try contents(path), as: UTF8.self).split(whereSeparator: \.isNewline)
        return try lines.enumerated().map { index, line in
            guard let value = Int32(line.trimmingCharacters(in: .whitespaces)) else {
                throw SolveFault(message: "\(path):\(index + 1): expected a whole number, got \"\(line)\".")
            }
            return value
        }
    }

    private static func contents(_ path: String) throws -> Data {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            throw SolveFault(message: "\(path) cannot be read.")
        }
        return data
    }

    /// Candidates in any order; indices count from 0, the sides are as long as the greatest index tells.
    private static func candidates(_ text: String, _ path: String) throws -> Scores {
        var entries: [(row: Int, column: Int32, score: Double)] = []
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            if index == 0 {
                if line.trimmingCharacters(in: .whitespaces) == "row,column,score" { continue }
                throw SolveFault(message: "\(path):1: expected the header row,column,score.")
            }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 3, let row = Int32(cells[0]), let column = Int32(cells[1]),
                let score = Double(cells[2]), row >= 0, column >= 0
            else {
                throw SolveFault(message: "\(path):\(index + 1): expected row,column,score, got \"\(line)\".")
            }
            entries.append((Int(row), column, score))
        }
        return .candidates(lists(of: entries))
    }

    private static func lists(of entries: [(row: Int, column: Int32, score: Double)]) -> CandidateScores {
        let sorted = entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        let rowCount = (sorted.last?.row ?? -1) + 1
        var starts = [Int](repeating: 0, count: rowCount + 1)
        for entry in sorted { starts[entry.row + 1] += 1 }
        for row in 0..<rowCount { starts[row + 1] += starts[row] }
        return CandidateScores(
            columnCount: Int(sorted.map(\.column).max() ?? -1) + 1, rowStarts: starts,
            columns: sorted.map(\.column), elements: .double(sorted.map(\.score)))
    }
}
