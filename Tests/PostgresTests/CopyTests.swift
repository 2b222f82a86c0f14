import Postgres
import Testing

@Suite struct CopyTests {
    /// A table's worth of binary COPY data, in chunks cut without regard for rows.
    private static func chunks(rows: Int, size: Int) -> [[UInt8]] {
        var writer = BinaryCopyWriter()
        var chunks: [[UInt8]] = []
        for row in 0..<rows {
            writer.beginRow(columnCount: 2)
            writer.append(Int32(row))
            writer.append(row % 7 == 0 ? nil : "name \(row)")
            if writer.count >= size { chunks.append(writer.takeBytes()) }
        }
        chunks.append(writer.finish())
        return chunks
    }

    private struct Feed: AsyncSequence, AsyncIteratorProtocol {
        typealias Element = [UInt8]
        var chunks: ArraySlice<[UInt8]>
        var error: (any Error)?

        func makeAsyncIterator() -> Feed { self }

        mutating func next() async throws -> [UInt8]? {
            if let chunk = chunks.popFirst() { return chunk }
            if let error { throw error }
            return nil
        }
    }

    private struct Endless: AsyncSequence, AsyncIteratorProtocol {
        typealias Element = [UInt8]
        let chunk: [UInt8]

        func makeAsyncIterator() -> Endless { self }

        mutating func next() async -> [UInt8]? { chunk }
    }

    @Test(arguments: [1, 50, 100_000])
    func `binary rows arrive whatever the chunks`(size: Int) async throws {
        try await ClientFixture.withClient { client in
            let count = try await client.transaction { transaction in
                try await transaction.execute("create table t (id int, name text)")
                let feed = Feed(chunks: Self.chunks(rows: 5000, size: size)[...])
                return try await transaction.copyIn("copy t from stdin (format binary)", from: feed)
            }
            #expect(count == 5000)
            let seen = try await client.read(
                "select count(*), count(name), max(name) from t", as: (Int, Int, String).self)
            #expect(seen[0].0 == 5000)
            #expect(seen[0].1 == 5000 - 715)
            #expect(seen[0].2 == "name 999")
        }
    }

    @Test func `the server's error stops an endless source`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction { transaction in
                    try await transaction.execute("create table t (id int)")
                    try await transaction.copyIn("copy t from stdin", from: Endless(chunk: Array("x\n".utf8)))
                }
            }
            #expect(error?.sqlState?.rawValue == "22P02", "\(String(describing: error))")
            try await ClientFixture.expectUsablePool(of: client)
        }
    }

    @Test func `a source that fails undoes the copy`() async throws {
        struct Broken: Error {}
        try await ClientFixture.withClient { client in
            try await client.transaction { try await $0.execute("create table t (id int)") }
            await #expect(throws: Broken.self) {
                try await client.transaction { transaction in
                    let feed = Feed(chunks: [Array("1\n".utf8)], error: Broken())
                    try await transaction.copyIn("copy t from stdin", from: feed)
                }
            }
            try await expectEqual(client.read("select count(*) from t", as: Int.self), [0])
        }
    }

    @Test func `copy out gives every byte, in order`() async throws {
        try await ClientFixture.withClient { client in
            let text = try await client.transaction { transaction in
                var bytes: [UInt8] = []
                for try await chunk in transaction.copyOut(
                    "copy (select n from generate_series(1, 100000) n) to stdout")
                {
                    bytes += chunk
                }
                #expect(try await transaction.query("select 1", as: Int.self) == [1])
                return bytes
            }
            #expect(text == (1...100_000).flatMap { Array("\($0)\n".utf8) })
        }
    }

    @Test func `binary rows are read as they were written, nulls and all`() async throws {
        try await ClientFixture.withClient { client in
            let rows = try await client.transaction { transaction in
                var (reader, rows, list): (BinaryCopyReader, [String], [Float]) = (BinaryCopyReader(), [], [])
                for try await piece in transaction.copyOut(
                    """
                    copy (
                        select n, case n % 3 when 1 then null else n / 2.0 end::real, n % 2 = 0,
                            case n % 4 when 0 then '{}' when 1 then array[null, n] when 2 then array[n] end::real[],
                            date '2000-01-01' + n
                        from generate_series(1, 20000) as n)
                    to stdout (format binary)
                    """)
                {
                    reader.take(piece)
                    while try reader.beginRow(columnCount: 5) {
                        let (n, half, isEven) = (try reader.integer(), try reader.real(), try reader.flag())
                        try reader.reals(into: &list)
                        let day = try reader.integer()
                        rows.append("\(n ?? 0) \(half ?? -1) \(isEven == true) \(list) \(day ?? 0)")
                    }
                }
                return rows
            }
            let expected = (1...20_000).map { n in
                let list = n % 4 == 1 ? [Float.nan, Float(n)] : n % 4 == 2 ? [Float(n)] : []
                return "\(n) \(n % 3 == 1 ? -1 : Float(n) / 2) \(n % 2 == 0) \(list) \(n)"
            }
            #expect(rows == expected)
        }
    }

    @Test func `lists are read as they were written, empty and strung together`() async throws {
        try await ClientFixture.withClient { client in
            let rows = try await client.transaction { transaction in
                var (reader, rows) = (BinaryCopyReader(), [String]())
                var (days, flags, numbers): ([Int32], [Bool?], [Float]) = ([], [], [])
                for try await piece in transaction.copyOut(
                    """
                    copy (
                        select n / 3, array_agg(date '2000-01-01' + n order by n),
                            array_agg(case n % 3 when 1 then null else n % 2 = 0 end order by n),
                            string_agg(array_send(case n % 3 when 0 then '{}' when 1 then array[n, null, 7]
                                else array[n, 1, 2, 3] end::real[]), '' order by n)
                        from generate_series(0, 2999) as n
                        group by n / 3
                        order by n / 3)
                    to stdout (format binary)
                    """)
                {
                    reader.take(piece)
                    while try reader.beginRow(columnCount: 4) {
                        let number = try reader.integer()
                        try reader.integers(into: &days)
                        try reader.flags(into: &flags)
                        try reader.strungReals(3, into: &numbers)
                        rows.append("\(number ?? -1) \(days) \(flags) \(numbers)")
                    }
                }
                return rows
            }
            let expected = (0..<1000).map { number in
                let first = number * 3
                let days = (first...first + 2).map { Int32($0) }
                let flags: [Bool?] = [first % 2 == 0, nil, first % 2 == 0]
                let numbers: [Float] = [.nan, .nan, .nan, Float(first + 1), .nan, 7, Float(first + 2), 1, 2]
                return "\(number) \(days) \(flags) \(numbers)"
            }
            #expect(rows == expected)
        }
    }

    @Test func `rows of other columns, and what is no binary copy, are refused`() async throws {
        for sql in [
            "copy (select 1) to stdout (format binary)", "copy (select 1, 2) to stdout",
            "copy (select 1, 2::bigint) to stdout (format binary)",
        ] as [SQL] {
            try await ClientFixture.withClient { client in
                await #expect(throws: PostgresError.self) {
                    try await client.transaction { transaction in
                        var reader = BinaryCopyReader()
                        for try await piece in transaction.copyOut(sql) {
                            reader.take(piece)
                            while try reader.beginRow(columnCount: 2) {
                                _ = (try reader.integer(), try reader.integer())
                            }
                        }
                    }
                }
                try await ClientFixture.expectUsablePool(of: client)
            }
        }
    }

    @Test func `a reader that stops early leaves a usable pool`() async throws {
        var options = ClientFixture.patient
        options.poolSize = 1
        try await ClientFixture.withClient(options) { client in
            try? await client.transaction { transaction in
                for try await _ in transaction.copyOut(
                    "copy (select n from generate_series(1, 10000000) n) to stdout")
                {
                    break
                }
            }
            try await ClientFixture.expectUsablePool(of: client)
        }
    }

    @Test func `copies that are none are refused`() async throws {
        try await ClientFixture.withClient { client in
            await #expect(throws: PostgresError.self) {
                try await client.transaction { try await $0.copyIn("select 1", from: Feed(chunks: [[]])) }
            }
            await #expect(throws: PostgresError.self) {
                try await client.transaction { for try await _ in $0.copyOut("select 1") {} }
            }
            await #expect(throws: PostgresError.self) {
                try await client.transaction {
                    for try await _ in $0.copyOut("copy (select \(1)) to stdout") {}
                }
            }
            try await ClientFixture.expectUsablePool(of: client)
        }
    }
}
