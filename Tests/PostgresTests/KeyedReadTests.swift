import Postgres
import Testing

@Suite struct KeyedReadTests {
    @Test func `everybody gets the row of their key, and nil where there is none`() async throws {
        try await ClientFixture.withClient { client in
            let squares = client.keyedRead(by: Int.self, as: (Int, String).self) { isAsked in
                """
                select key, key * key, 'square' from generate_series(0::bigint, 999) key
                where key % 7 <> 0 and key \(isAsked)
                """
            }
            let answers = try await withThrowingTaskGroup(of: (Int, (Int, String)?).self) { group in
                for number in 0..<2000 {
                    group.addTask { (number, try await squares.row(for: number / 2)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 2000)
            for (number, row) in answers {
                let key = number / 2
                #expect(row?.0 == (key % 7 == 0 ? nil : key * key))
                #expect(row?.1 == (key % 7 == 0 ? nil : "square"))
            }
        }
    }

    @Test func `what many ask for at once takes few statements`() async throws {
        try await ClientFixture.withClient { client in
            let statements = Counter()
            let echo = client.keyedRead(by: Int.self, as: Int.self) { isAsked in
                statements.next()
                return "select key, key from generate_series(0::bigint, 99) key where key \(isAsked)"
            }
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<1000 {
                    group.addTask(executorPreference: client.executor) {
                        try await echo.row(for: number % 100)
                    }
                }
                try await group.waitForAll()
            }
            #expect(statements.value < 100)
        }
    }

    @Test func `keys of different scopes are never asked for together`() async throws {
        try await ClientFixture.withClient { client in
            let tenants = client.keyedRead(
                by: Int.self, as: String.self, in: String.self,
                context: { TransactionContext("app.tenant", $0) }
            ) { _, isAsked in
                """
                select key, current_setting('app.tenant') from generate_series(0::bigint, 299) key
                where key \(isAsked)
                """
            }
            try await withThrowingTaskGroup(of: (String, String?).self) { group in
                for number in 0..<300 {
                    let tenant = "tenant \(number % 3)"
                    group.addTask { (tenant, try await tenants.row(for: number, in: tenant)) }
                }
                for try await (tenant, answer) in group { #expect(answer == tenant) }
            }
        }
    }

    @Test func `a key that fails fails alone`() async throws {
        try await ClientFixture.withClient { client in
            let shares = client.keyedRead(by: Int.self, as: Int.self) { isAsked in
                "select key, 100 / key from generate_series(0::bigint, 99) key where key \(isAsked)"
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask(executorPreference: client.executor) {
                        guard number % 20 == 0 else {
                            return try await expectEqual(shares.row(for: number), 100 / number)
                        }
                        let error = await #expect(throws: PostgresError.self) { try await shares.row(for: 0) }
                        #expect(error?.sqlState?.rawValue == "22012")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a cancelled task gives up alone`() async throws {
        try await ClientFixture.withClient { client in
            let slow = client.keyedRead(by: Int.self, as: Int.self) { isAsked in
                """
                select key, key from generate_series(0::bigint, 9) key, pg_advisory_xact_lock_shared(7)
                where key \(isAsked)
                """
            }
            let other = try await client.transaction { holder in
                try await holder.execute("select pg_advisory_xact_lock(7)")
                let given = Task { try await slow.row(for: 1) }
                let other = Task { try await slow.row(for: 2) }
                given.cancel()
                let error = await #expect(throws: PostgresError.self) { try await given.value }
                #expect(error?.kind == .cancelled)
                return other
            }
            try await expectEqual(other.value, 2)
        }
    }

    @Test func `texts, bytes and identifiers are keys too`() async throws {
        try await ClientFixture.withClient { client in
            let lengths = client.keyedRead(by: String.self, as: Int32.self) { isAsked in
                "select word, length(word) from unnest(array['ä', 'bc', '']) word where word \(isAsked)"
            }
            let words = client.keyedRead(by: [UInt8].self, as: String.self) { isAsked in
                "select bytes, 'two' from unnest(array['\\x0102'::bytea]) bytes where bytes \(isAsked)"
            }
            async let one = lengths.row(for: "ä")
            async let two = lengths.row(for: "bc")
            async let none = lengths.row(for: "")
            async let absent = lengths.row(for: "b")
            let found = try await [one, two, none, absent]
            #expect(found == [1, 2, 0, nil])
            try await expectEqual(words.row(for: [1, 2]), "two")
            try await expectEqual(words.row(for: [1]), nil)
        }
    }

    @Test func `a statement that selects other columns is refused by name`() async throws {
        try await ClientFixture.withClient { client in
            let tooFew = client.keyedRead(by: Int.self, as: (Int, Int).self) { isAsked in
                "select key, key from generate_series(0::bigint, 9) key where key \(isAsked)"
            }
            let otherKey = client.keyedRead(by: Int.self, as: Int.self) { isAsked in
                "select key::integer, key from generate_series(0::bigint, 9) key where key \(isAsked)"
            }
            for read in [
                try await failure { try await tooFew.row(for: 1) },
                try await failure { try await otherKey.row(for: 1) },
            ] {
                #expect(read?.kind == .decoding)
            }
        }
    }

    private func failure<Value>(_ body: () async throws -> Value) async throws -> PostgresError? {
        await #expect(throws: PostgresError.self) { _ = try await body() }
    }

    @Test func `a client that is shut down refuses keys, and leaves nobody waiting`() async throws {
        let client = try PostgresClient(
            settings: ConnectionSettings(url: try await ClientFixture.makeDatabase()),
            logger: ClientFixture.quietLogger)
        let echo = client.keyedRead(by: Int.self, as: Int.self) { isAsked in
            "select key, key from generate_series(0::bigint, 199) key where key \(isAsked)"
        }
        let early = (0..<200).map { number in Task { try? await echo.row(for: number) } }
        await client.shutdown()
        let error = await #expect(throws: PostgresError.self) { try await echo.row(for: 1) }
        #expect(error?.kind == .shutDown)
        for (number, task) in early.enumerated() {
            let answer = await task.value ?? nil
            #expect(answer == nil || answer == number)
        }
    }
}
