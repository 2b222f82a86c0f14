import Foundation
import TestSupport
import Testing

/// The matching engine by itself, on files.
@Suite struct SolveTests {
    @Test func `a candidate list is solved and begun from again`() async throws {
        let rapport = Binary(environment: [:])
        let folder = try TemporaryFolder()
        try folder.write("row,column,score\n0,0,8\n0,1,6\n0,2,7\n1,0,7\n1,1,2\n1,2,3\n", to: "scores.csv")
        let first = try await rapport.run("solve", folder.path("scores.csv"))
        #expect(first.status == 0, "\(first.complaint)")
        let report = try report(first)
        #expect(report["assignment"] as? [Int] == [2, 0])
        #expect(report["total"] as? Double == 14)
        #expect(report["certified"] as? Bool == true)
        #expect(report["solve_seconds"] is Double)

        try folder.write(first.output, to: "first.json")
        let again = try await rapport.run(
            "solve", folder.path("scores.csv"), "--warm-from", folder.path("first.json"), "--repeat", "3")
        #expect(again.status == 0, "\(again.complaint)")
        let second = try self.report(again)
        #expect(second["assignment"] as? [Int] == [2, 0])
        #expect((second["solve_seconds"] as? [Double])?.count == 3)
    }

    @Test func `a matrix with forbidden pairs leaves empty what must be`() async throws {
        let rapport = Binary(environment: [:])
        let folder = try TemporaryFolder()
        let path = folder.path("matrix.npy")
        try Self.matrix(rows: 2, columns: 2, [1, -.infinity, 2, .nan]).write(to: URL(fileURLWithPath: path))
        let run = try await rapport.run("solve", path)
        #expect(run.status == 0, "\(run.complaint)")
        let report = try report(run)
        #expect(report["assignment"] as? [Int] == [-1, 0])
        #expect(report["total"] as? Double == 2)
    }

    @Test func `a time limit gives pairs with a proven gap, and threads change nothing`() async throws {
        let rapport = Binary(environment: [:])
        let folder = try TemporaryFolder()
        let path = folder.path("matrix.npy")
        let values = (0..<40 * 40).map { Double(($0 * 7919) % 1009) }
        try Self.matrix(rows: 40, columns: 40, values).write(to: URL(fileURLWithPath: path))
        let whole = try report(try await rapport.run("solve", path))
        let shared = try report(try await rapport.run("solve", path, "--threads", "2"))
        #expect(shared["assignment"] as? [Int] == whole["assignment"] as? [Int])
        #expect(whole["complete"] as? Bool == true)

        let run = try await rapport.run("solve", path, "--time-limit", "0", "--progress")
        #expect(run.status == 0, "\(run.complaint)")
        #expect(run.complaint.contains("of 40 places"))
        let early = try report(run)
        #expect(early["complete"] as? Bool == false)
        #expect(early["certified"] as? Bool == true)
        let total = try #require(early["total"] as? Double)
        let gap = try #require(early["gap"] as? Double)
        #expect(total + gap >= (whole["total"] as? Double ?? .infinity))
    }

    @Test func `a file that is no matrix is told`() async throws {
        let rapport = Binary(environment: [:])
        let folder = try TemporaryFolder()
        try folder.write("not a matrix", to: "matrix.npy")
        let run = try await rapport.run("solve", folder.path("matrix.npy"))
        #expect(run.status == 1)
        #expect(run.complaint.contains("matrix.npy"))
        #expect(run.output.isEmpty)
    }

    @Test func `lists and capacities may come from a spreadsheet, and are named by line`() async throws {
        let rapport = Binary(environment: [:])
        let folder = try TemporaryFolder()
        let scores = folder.path("scores.csv")
        try folder.write("\u{FEFF}row,column,score\r\n0,0,8\r\n1,0,7\r\n", to: "scores.csv")
        try folder.write("\u{FEFF}1\r\n\r\n1\r\n", to: "rows.txt")
        let run = try await rapport.run("solve", scores, "--capacity-a", folder.path("rows.txt"))
        #expect(run.status == 0, "\(run.complaint)")
        #expect(try report(run)["assignment"] as? [Int] == [0, -1])
        try folder.write("1\n\nmany\n", to: "rows.txt")
        let wrong = try await rapport.run("solve", scores, "--capacity-a", folder.path("rows.txt"))
        #expect(wrong.status == 1 && wrong.complaint.contains("rows.txt:3: expected a whole number"))
        try folder.write("", to: "scores.csv")
        let empty = try await rapport.run("solve", scores)
        #expect(empty.status == 1 && empty.complaint.contains("scores.csv:1: expected the header"))
    }

    private func report(_ run: Binary.Run) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    /// A NumPy file of float64.
    private static func matrix(rows: Int, columns: Int, _ values: [Double]) -> Data {
        let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let padded = text + String(repeating: " ", count: 118 - text.utf8.count - 1) + "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(padded.utf8)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return data
    }
}
