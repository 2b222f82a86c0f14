import Foundation
import Postgres
import TestSupport
import Testing

/// What happens when the wire or the server misbehaves.
@Suite struct FaultTests {
    /// Short limits, so that the tests are.
    private static var impatient: ClientOptions {
        var options = ClientFixture.patient
        options.poolSize = 2
        options.statementDeadline = .seconds(2)
        options.acquireTimeout = .seconds(20)
        options.connectTimeout = .seconds(3)
        options.cancelGrace = .seconds(1)
        options.backoffLimit = .milliseconds(200)
        options.listenHeartbeat = .milliseconds(300)
        return options
    }

    private static func withProxy<Result: Sendable>(
        _ options: ClientOptions = impatient, _ body: (PostgresClient, Proxy) async throws -> Result
    ) async throws -> Result {
        let proxy = try Proxy(to: try await ClientFixture.makeDatabase())
        defer { proxy.close() }
        return try await ClientFixture.withClient(url: proxy.url, options) { try await body($0, proxy) }
    }

    /// How long `body` took, run where the client's own code runs: on the pool of threads that all tests share it would
    /// also wait for whatever other tests compute at the time.
    private static func time(on client: PostgresClient, _ body: () async -> Void) async -> Duration {
        await withTaskExecutorPreference(client.executor) {
            await ContinuousClock().measure { await body() }
        }
    }

    @Test func `everything works when bytes come one by one`() async throws {
        try await Self.withProxy(ClientFixture.patient) { client, proxy in
            proxy.set(.splitting)
            let rows = try await client.read(
                "select n, repeat('x', n) from generate_series(1, 100) n", as: (Int, String).self)
            #expect(rows.map(\.0) == Array(1...100))
            try await client.transaction { transaction in
                try await transaction.execute("create table t (n int)")
                try await transaction.copyIn("copy t from stdin", from: Lines(count: 200))
                var bytes = 0
                for try await chunk in transaction.copyOut("copy t to stdout") { bytes += chunk.count }
                #expect(bytes == (0..<200).reduce(0) { $0 + "\($1)\n".utf8.count })
            }
            try await client.append("insert into t values (\(1 as Int32))")
            try await expectEqual(client.read("select count(*) from t", as: Int.self), [201])
        }
    }

    @Test func `a frozen server is noticed within the deadline, and forgotten afterwards`() async throws {
        try await Self.withProxy { client, proxy in
            try await client.transaction { try await $0.execute("create table t (n int)") }
            _ = try await client.read("select 1", as: Int.self)
            try await client.append("insert into t values (1)")
            proxy.set(.stalling)
            let took = await Self.time(on: client) {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let error = await #expect(throws: PostgresError.self) {
                            try await client.read("select 1", as: Int.self)
                        }
                        #expect(error?.kind == .deadlineExceeded)
                        #expect(error?.mayHaveCommitted == false)
                    }
                    group.addTask {
                        let error = await #expect(throws: PostgresError.self) {
                            try await client.append("insert into t values (2)")
                        }
                        #expect(error?.kind == .deadlineExceeded)
                        #expect(error?.mayHaveCommitted == true)
                    }
                    group.addTask {
                        let error = await #expect(throws: PostgresError.self) {
                            try await client.transaction { try await $0.execute("select 1") }
                        }
                        #expect(error?.kind == .deadlineExceeded)
                        #expect(error?.mayHaveCommitted == false)
                    }
                }
            }
            #expect(took < .seconds(10))
            proxy.set(.passing)
            try await ClientFixture.expectUsablePool(of: client)
            try await Self.expectReads(from: client)
            try await client.append("insert into t values (3)")
        }
    }

    /// Every process of the server stands still, as under a debugger or on a machine that swaps: sockets stay open, and the
    /// kernel still takes bytes.
    @Test func `a server whose processes are stopped is noticed, and used again when it wakes`() async throws
    {
        let server = try await TestServer.own()
        do {
            try await ClientFixture.withClient(url: server.makeDatabase(), Self.impatient) { client in
                try await client.transaction { try await $0.execute("create table t (n int)") }
                _ = try await client.read("select 1", as: Int.self)
                try await server.freeze()
                let took = await Self.time(on: client) {
                    let read = await #expect(throws: PostgresError.self) {
                        try await client.read("select 1", as: Int.self)
                    }
                    #expect(read?.kind == .deadlineExceeded)
                    let write = await #expect(throws: PostgresError.self) {
                        try await client.transaction { try await $0.execute("insert into t values (1)") }
                    }
                    #expect(write?.kind == .deadlineExceeded)
                }
                #expect(took < .seconds(15))
                try await server.thaw()
                try await Self.expectReads(from: client)
                try await ClientFixture.expectUsablePool(of: client)
                try await expectEqual(client.read("select count(*) from t", as: Int.self), [0])
            }
        } catch {
            try? await server.thaw()
            await server.discard()
            throw error
        }
        await server.discard()
    }

    /// Reads until one succeeds: the first may be on a lane whose silence has not been noticed yet.
    private static func expectReads(from client: PostgresClient) async throws {
        let end = ContinuousClock().now + .seconds(5)
        while true {
            do {
                try await expectEqual(client.read("select 1", as: Int.self), [1])
                return
            } catch  where ContinuousClock().now < end {
                continue
            }
        }
    }

    @Test func `a copy outlasts a wire that stands still for a moment`() async throws {
        try await Self.withProxy(ClientFixture.patient) { client, proxy in
            let count = try await client.transaction { transaction in
                try await transaction.execute("create table t (line text)")
                return try await transaction.copyIn("copy t from stdin", from: HaltingLines(proxy: proxy))
            }
            #expect(count == 200 * 64)
        }
    }

    @Test func `reads survive a cut, transactions say what is known`() async throws {
        try await Self.withProxy(ClientFixture.patient) { client, proxy in
            try await client.transaction { try await $0.execute("create table t (n int)") }
            for _ in 0..<5 {
                _ = try await client.read("select 1", as: Int.self)
                proxy.cut()
                try await expectEqual(client.read("select 1", as: Int.self), [1])
            }
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction(retries: 0) { transaction in
                    try await transaction.execute("insert into t values (1)")
                    proxy.cut()
                    try await transaction.execute("insert into t values (2)")
                }
            }
            #expect(error?.kind == .connectionLost)
            #expect(error?.mayHaveCommitted == false)
            try await expectEqual(client.read("select count(*) from t", as: Int.self), [0])
        }
    }

    @Test func `a transaction whose connection broke before its commit is run again`() async throws {
        let attempts = Counter()
        try await Self.withProxy(ClientFixture.patient) { client, proxy in
            try await client.transaction { transaction in
                let attempt = attempts.next()
                try await transaction.execute("create table t (n int)")
                if attempt == 1 { proxy.cut() }
                try await transaction.execute("insert into t values (1)")
            }
            #expect(attempts.value == 2)
            try await expectEqual(client.read("select n from t", as: Int.self), [1])
        }
    }

    @Test func `a commit cut off in flight may have happened, and says so`() async throws {
        try await Self.withProxy(ClientFixture.patient) { client, proxy in
            try await client.transaction { try await $0.execute("create table t (n int)") }
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction { transaction in
                    try await transaction.execute("insert into t values (1)")
                    proxy.cut(afterClientBytes: 1)
                }
            }
            #expect(error?.kind == .connectionLost)
            #expect(error?.mayHaveCommitted == true)
        }
    }

    @Test func `idle connections that died are not handed out`() async throws {
        var options = ClientFixture.patient
        options.poolSize = 3
        try await ClientFixture.withClient(options) { client in
            for _ in 0..<5 {
                try await client.withConnection { connection in
                    try await connection.execute(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 { group.addTask { try await ClientFixture.expectUsablePool(of: client) } }
                    try await group.waitForAll()
                }
                try await expectEqual(client.read("select 1", as: Int.self), [1])
            }
        }
    }

    @Test func `a listener outlives a frozen server`() async throws {
        try await Self.withProxy { client, proxy in
            var heard = client.notifications(on: "c").makeAsyncIterator()
            #expect(await heard.next() == .resync)
            proxy.set(.stalling)
            let before = proxy.acceptedCount
            while proxy.acceptedCount == before { await Task.yield() }
            proxy.set(.passing)
            #expect(await heard.next() == .resync)
        }
    }

    @Test func `a server that is not there is named, without the password`() async throws {
        var options = Self.impatient
        options.acquireTimeout = .milliseconds(300)
        let url = "postgresql://someone:s3cret@/nowhere?host=/tmp/no-such-folder"
        try await ClientFixture.withClient(url: url, options) { client in
            for attempt in [true, false] {
                let error = await #expect(throws: PostgresError.self) {
                    if attempt {
                        _ = try await client.read("select 1", as: Int.self)
                    } else {
                        try await client.transaction { _ = try await $0.execute("select 1") }
                    }
                }
                #expect(error?.kind == .connectionFailed)
                #expect(error.map { "\($0)\(String(reflecting: $0))".contains("s3cret") } == false)
            }
        }
    }

    @Test func `a database that does not exist is not tried for long`() async throws {
        let url = try await ClientFixture.makeDatabase()
        let settings = try ConnectionSettings(url: url).database("no_such_database")
        let client = try PostgresClient(settings: settings, logger: ClientFixture.quietLogger)
        let error = await #expect(throws: PostgresError.self) {
            try await client.transaction { _ = try await $0.execute("select 1") }
        }
        #expect(error?.kind == .connectionFailed)
        await client.shutdown()
    }
}

/// 200 chunks of 64 KiB; twice between them the wire stands still for a tenth of a second, until all buffers
/// are full.
private struct HaltingLines: AsyncSequence, AsyncIteratorProtocol {
    typealias Element = [UInt8]
    let proxy: Proxy
    private var given = 0

    init(proxy: Proxy) {
        self.proxy = proxy
    }

    func makeAsyncIterator() -> HaltingLines { self }

    mutating func next() async -> [UInt8]? {
        given += 1
        if given == 2 || given == 100 {
            proxy.set(.stalling)
            Task { [proxy] in
                try await Task.sleep(for: .milliseconds(100))
                proxy.set(.passing)
            }
        }
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1023) + [UInt8(ascii: "\n")]
        return given > 200 ? nil : Array(repeatElement(line, count: 64).joined())
    }
}
