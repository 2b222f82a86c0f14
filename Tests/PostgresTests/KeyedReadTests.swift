import Postgres
import Testing

@Suite struct KeyedReadTests {
    @Test func `everybody gets the row of their key, and nil where there is none`() async throws {
        try await ClientFixture.withClient { client in
            let squares = client.keyedRead(by: Int.self, as: (Int, String).self) { keys in
                "select key, key * key, 'square' from unnest(\(keys)) key where key % 7 <> 0"
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

    @Test func `what many ask for at once takes few statements, and one key is sent once`() async throws {
        try await ClientFixture.withClient { client in
            let statements = Counter(), keyCount = Counter()
            let echo = client.keyedRead(by: Int.self, as: Int.self) { keys in
                statements.next()
                for _ in keys { keyCount.next() }
                return "select key, key from unnest(\(keys)) key"
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
            #expect(keyCount.value < 1000)
        }
    }

    @Test func `keys of different scopes are never asked for together`() async throws {
        try await ClientFixture.withClient { client in
            let tenants = client.keyedRead(
                by: Int.self, as: String.self, in: String.self,
                context: { TransactionContext("app.tenant", $0) }
            ) { _, keys in
                "select key, current_setting('app.tenant') from unnest(\(keys)) key"
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

    @Test func `a failure reaches everybody who asked with it, and nobody later`() async throws {
        try await ClientFixture.withClient { client in
            let shares = client.keyedRead(by: Int.self, as: Int.self) { keys in
                "select key, 100 / key from unnest(\(keys)) key"
            }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let error = await #expect(throws: PostgresError.self) { try await shares.row(for: 0) }
                        #expect(error?.sqlState?.rawValue == "22012")
                    }
                }
            }
            try await expectEqual(shares.row(for: 4), 25)
        }
    }

    @Test func `a cancelled task gives up alone`() async throws {
        try await ClientFixture.withClient { client in
            let slow = client.keyedRead(by: Int.self, as: Int.self) { keys in
                "select key, key from unnest(\(keys)) key, pg_advisory_xact_lock_shared(7)"
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

    @Test func `a statement that selects other columns is refused by name`() async throws {
        try await ClientFixture.withClient { client in
            let wrong = client.keyedRead(by: Int.self, as: (Int, Int).self) { keys in
                "select key, key from unnest(\(keys)) key"
            }
            let error = await #expect(throws: PostgresError.self) { try await wrong.row(for: 1) }
            #expect(error?.kind == .decoding)
        }
    }

    @Test func `a client that is shut down refuses keys, and leaves nobody waiting`() async throws {
        let client = try PostgresClient(
            settings: ConnectionSettings(url: try await ClientFixture.makeDatabase()),
            logger: ClientFixture.quietLogger)
        let echo = client.keyedRead(by: Int.self, as: Int.self) { keys in
            "select key, key from unnest(\(keys)) key"
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
