import Foundation
import LocalPostgres
import Postgres

extension Yard {
    private static let rowCount = 1_000_000

    /// COPY of a million rows: psql's `\copy` of a text file, ours of the same file, and ours encoding binary rows.
    func copies() async throws {
        try await client.transaction { transaction in
            try await transaction.execute(
                "create table sheet (id bigint, rater integer, target integer, score double precision, note text)"
            )
        }
        let path = try file("sheet.txt", (0..<Self.rowCount).map(Self.line).joined())
        print("\nCOPY in of \(Self.rowCount) rows, medians in seconds")
        var theirs = Series(), text = Series(), binary = Series()
        for _ in 0..<PostgresBenchmark.rounds {
            theirs.add(
                try await timed {
                    _ = try await cluster.run("psql", ["-qd", url, "-c", "\\copy sheet from '\(path)'"])
                })
            text.add(try await timed { try await copyText(path) })
            binary.add(try await timed { try await copyBinary() })
        }
        print(
            """
            psql \\copy \(String(format: "%.2f", theirs.median)) s; ours, same file \
            \(String(format: "%.2f", text.median)) s, rate \(theirs.ratio(to: text)) of psql's; \
            ours, binary \(String(format: "%.2f", binary.median)) s, rate \(theirs.ratio(to: binary))
            """)
    }

    /// Empties the table, then times `body`.
    private func timed(_ body: () async throws -> Void) async throws -> Double {
        try await client.withConnection { connection in
            try await connection.execute("truncate sheet", deadline: .seconds(60))
            try await connection.execute("checkpoint", deadline: .seconds(60))
        }
        let start = ContinuousClock().now
        try await body()
        return (ContinuousClock().now - start) / .seconds(1)
    }

    private static func line(_ row: Int) -> String {
        "\(row)\t\(row % 997)\t\(row % 1009)\t\(Double(row % 70) / 10)\tnote \(row)\n"
    }

    private func copyText(_ path: String) async throws {
        let count = try await client.transaction { transaction in
            try await transaction.copyIn("copy sheet from stdin", from: FileChunks(path: path))
        }
        precondition(count == Self.rowCount)
    }

    private func copyBinary() async throws {
        let count = try await client.transaction { transaction in
            try await transaction.copyIn(
                "copy sheet from stdin (format binary)", from: RowChunks(count: Self.rowCount))
        }
        precondition(count == Self.rowCount)
    }
}

/// A file in pieces of 64 KiB.
private struct FileChunks: AsyncSequence, AsyncIteratorProtocol {
    typealias Element = [UInt8]
    let path: String
    private var handle: FileHandle?

    init(path: String) {
        self.path = path
    }

    func makeAsyncIterator() -> FileChunks { self }

    mutating func next() async throws -> [UInt8]? {
        if handle == nil { handle = FileHandle(forReadingAtPath: path) }
        guard let data = try handle?.read(upToCount: 1 << 16), !data.isEmpty else { return nil }
        return Array(data)
    }
}

/// Rows encoded as they are asked for, in pieces of 64 KiB.
private struct RowChunks: AsyncSequence, AsyncIteratorProtocol {
    typealias Element = [UInt8]
    let count: Int
    private var row = 0
    private var writer = BinaryCopyWriter()
    private var isFinished = false

    init(count: Int) {
        self.count = count
    }

    func makeAsyncIterator() -> RowChunks { self }

    mutating func next() async -> [UInt8]? {
        guard !isFinished else { return nil }
        while row < count, writer.count < 1 << 16 {
            writer.beginRow(columnCount: 5)
            writer.append(row)
            writer.append(Int32(row % 997))
            writer.append(Int32(row % 1009))
            writer.append(Double(row % 70) / 10)
            writer.append("note \(row)")
            row += 1
        }
        guard row == count else { return writer.takeBytes() }
        isFinished = true
        return writer.finish()
    }
}
