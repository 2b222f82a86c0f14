import Postgres
import Testing

@Suite struct CancellationTests {
    private static var single: ClientOptions {
        var options = ClientFixture.patient
        options.poolSize = 1
        return options
    }

    /// Waits until the server runs a statement that contains `text`. Asks over a client of its own: on the client under
    /// test the question could travel in one batch with the statement that it waits for.
    private static func untilRunning(_ text: String, url: String) async throws {
        try await ClientFixture.withClient(url: url) { client in
            let end = ContinuousClock().now + .seconds(30)
            let question: SQL = """
                select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()
                and datname = current_database() and query like \("%/* " + text + " */%")
                """
            while try await client.read(question, as: Int.self) == [0] {
                try #require(ContinuousClock().now < end, "The statement was never seen running.")
            }
        }
    }

    /// Runs `body` with a client and the URL of its database.
    private static func withDatabase<Result: Sendable>(
        _ options: ClientOptions, _ body: (PostgresClient, String) async throws -> Result
    ) async throws -> Result {
        let url = try await ClientFixture.makeDatabase()
        return try await ClientFixture.withClient(url: url, options) { try await body($0, url) }
    }

    @Test func `cancelling a task cancels its statement and leaves the connection usable`() async throws {
        try await Self.withDatabase(Self.single) { client, url in
            let pid = try await client.transaction {
                try await $0.query("select pg_backend_pid()", as: Int.self)
            }
            let task = Task {
                try await client.transaction {
                    try await $0.execute("select pg_sleep(60) /* long */", deadline: .seconds(60))
                }
            }
            try await Self.untilRunning("long", url: url)
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.kind == .cancelled)
            let after = try await client.transaction {
                try await $0.query("select pg_backend_pid()", as: Int.self)
            }
            #expect(after == pid)
        }
    }

    @Test func `a cancel request never hits the next statement`() async throws {
        try await ClientFixture.withClient(Self.single) { client in
            for round in 0..<100 {
                let task = Task {
                    try await client.transaction { try await $0.execute("select pg_sleep(0.002)") }
                }
                if round % 2 == 0 { for _ in 0..<round { await Task.yield() } }
                task.cancel()
                _ = try? await task.value
                try await ClientFixture.expectUsablePool(of: client)
            }
        }
    }

    @Test func `a statement past its deadline is cancelled on the server too`() async throws {
        try await ClientFixture.withClient(Self.single) { client in
            let start = ContinuousClock().now
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction {
                    try await $0.execute("select pg_sleep(60)", deadline: .milliseconds(100))
                }
            }
            #expect(error?.kind == .deadlineExceeded)
            try await ClientFixture.expectUsablePool(of: client)
            #expect(ContinuousClock().now - start < .seconds(30))
            try await expectEqual(
                client.read(
                    "select count(*) from pg_stat_activity where state = 'active' and datname = current_database() and query like 'select pg_sleep%'",
                    as: Int.self), [0])
        }
    }

    @Test func `a transaction's deadline covers all its statements`() async throws {
        try await ClientFixture.withClient(Self.single) { client in
            try await ClientFixture.expectUsablePool(of: client)
            let counter = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction(deadline: .seconds(2)) { transaction in
                    while true {
                        try await transaction.execute("select pg_sleep(0.3)")
                        counter.next()
                    }
                }
            }
            #expect(error?.kind == .deadlineExceeded)
            #expect(counter.value > 0 && counter.value < 7)
        }
    }

    @Test func `a read past its deadline lets its lane go on`() async throws {
        var options = ClientFixture.patient
        options.readLanes = 1
        try await ClientFixture.withClient(options) { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.readRows("select pg_sleep(60)", deadline: .milliseconds(100))
            }
            #expect(error?.kind == .deadlineExceeded)
            try await expectEqual(client.read("select 1", as: Int.self), [1])
        }
    }

    /// The statement waits for a lock that the test holds: it can only have ended because it was cancelled.
    @Test func `a cancelled read ends while its statement could not, and the lane goes on`() async throws {
        var options = ClientFixture.patient
        options.readLanes = 1
        try await Self.withDatabase(options) { client, url in
            let lane = try await client.read("select pg_backend_pid()", as: Int.self)
            try await client.withConnection { holder in
                try await holder.execute("select pg_advisory_lock(1)")
                let task = Task { try await client.readRows("select pg_advisory_lock(1) /* lane */") }
                try await Self.untilRunning("lane", url: url)
                task.cancel()
                let error = await #expect(throws: PostgresError.self) { try await task.value }
                #expect(error?.kind == .cancelled)
                try await expectEqual(client.read("select pg_backend_pid()", as: Int.self), lane)
            }
        }
    }

    @Test func `a cancelled read does not end the ones that travel with it`() async throws {
        var options = ClientFixture.patient
        options.readLanes = 1
        try await Self.withDatabase(options) { client, url in
            try await client.withConnection { holder in
                try await holder.execute("select pg_advisory_lock(1)")
                // The first keeps the only lane busy, so that the next two leave together.
                let first = Task {
                    try await client.readRows("select pg_advisory_lock_shared(1) /* first */")
                }
                try await Self.untilRunning("first", url: url)
                let together = (0..<2).map { number in
                    Task { try await client.read("select \(number)", as: Int.self) }
                }
                together[0].cancel()
                _ = try? await together[0].value
                try await holder.execute("select pg_advisory_unlock(1)")
                _ = try await first.value
                try await expectEqual(together[1].value, [1])
            }
        }
    }

    @Test func `a read that may take long does not hold up the others`() async throws {
        var options = ClientFixture.patient
        options.readLanes = 1
        options.statementDeadline = .seconds(2)
        try await Self.withDatabase(options) { client, url in
            let slow = Task {
                try await client.readRows("select pg_sleep(60) /* slow */", deadline: .seconds(61))
            }
            try await Self.untilRunning("slow", url: url)
            slow.cancel()
            let error = await #expect(throws: PostgresError.self) { try await slow.value }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func `who waits too long for a connection is told who holds them`() async throws {
        try await ClientFixture.withClient(Self.single) { client in
            let error = try await client.transaction { transaction in
                try await transaction.execute("select 1")
                return await #expect(throws: PostgresError.self) {
                    try await client.transaction(deadline: .milliseconds(300)) {
                        _ = try await $0.execute("select 1")
                    }
                }
            }
            #expect(error?.kind == .poolExhausted)
            #expect(error?.message.contains("1 of 1") == true)
        }
    }

    @Test func `a cancelled copy leaves the connection usable`() async throws {
        struct Silence: AsyncSequence, AsyncIteratorProtocol {
            typealias Element = [UInt8]
            let started: Counter
            func makeAsyncIterator() -> Silence { self }
            mutating func next() async throws -> [UInt8]? {
                if started.next() == 1 { return Array("1\n".utf8) }
                try await Task.sleep(for: .seconds(60))
                return nil
            }
        }
        try await ClientFixture.withClient(Self.single) { client in
            let started = Counter()
            let task = Task {
                try await client.transaction { transaction in
                    try await transaction.execute("create table t (n int)")
                    try await transaction.copyIn("copy t from stdin", from: Silence(started: started))
                }
            }
            while started.value < 2 { await Task.yield() }
            task.cancel()
            await #expect(throws: (any Error).self) { try await task.value }
            try await ClientFixture.expectUsablePool(of: client)
        }
    }
}
