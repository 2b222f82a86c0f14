import Postgres
import Testing

@Suite struct TransactionTests {
    @Test func `a transaction commits what it did`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { transaction in
                try await transaction.execute("create table item (id int primary key, name text)")
                let count = try await transaction.execute(
                    "insert into item values (\(1 as Int32), \("one")), (\(2 as Int32), \("two"))")
                #expect(count == 2)
            }
            let rows = try await client.read("select id, name from item order by id", as: (Int, String).self)
            #expect(rows.map(\.1) == ["one", "two"])
        }
    }

    @Test func `a transaction that throws leaves nothing`() async throws {
        struct Refusal: Error {}
        try await ClientFixture.withClient { client in
            await #expect(throws: Refusal.self) {
                try await client.transaction { transaction in
                    try await transaction.execute("create table item (id int)")
                    throw Refusal()
                }
            }
            try await expectEqual(client.read("select to_regclass('item') is null", as: Bool.self), [true])
        }
    }

    @Test func `a swallowed failure does not pass for a commit`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction { transaction in
                    try await transaction.execute("create table item (id int)")
                    _ = try? await transaction.execute("select 1 / 0")
                }
            }
            #expect(error?.sqlState == .inFailedTransaction)
        }
    }

    @Test func `a savepoint undoes its own part only`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { transaction in
                try await transaction.execute("create table item (id int primary key)")
                try await transaction.execute("insert into item values (1)")
                let error = await #expect(throws: PostgresError.self) {
                    try await transaction.savepoint { inner in
                        try await inner.execute("insert into item values (2)")
                        try await inner.execute("insert into item values (1)")
                    }
                }
                #expect(error?.sqlState == .uniqueViolation)
                #expect(error?.constraint == "item_pkey")
                #expect(error?.table == "item")
                try await transaction.execute("insert into item values (3)")
            }
            try await expectEqual(client.read("select id from item order by id", as: Int.self), [1, 3])
        }
    }

    @Test func `transactions that lose a race are run again`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { transaction in
                try await transaction.execute("create table counter (n int)")
                try await transaction.execute("insert into counter values (0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await client.transaction(isolation: .serializable, retries: 100) { transaction in
                            let n = try await transaction.query("select n from counter", as: Int.self)[0]
                            try await transaction.execute("update counter set n = \(n + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await expectEqual(client.read("select n from counter", as: Int.self), [8])
        }
    }

    @Test func `a context and later settings end with the transaction`() async throws {
        try await ClientFixture.withClient { client in
            let look: SQL = "select current_setting('app.a', true), current_setting('app.b', true)"
            let context = TransactionContext("app.a", "x")
            let inside = try await client.transaction(context: context) { transaction in
                try await transaction.setLocal("app.b", to: "y'z")
                return try await transaction.query(look, as: (String?, String?).self)[0]
            }
            #expect(inside.0 == "x")
            #expect(inside.1 == "y'z")
            let after = try await client.transaction {
                try await $0.query(look, as: (String?, String?).self)[0]
            }
            #expect((after.0 ?? "") == "")
            #expect((after.1 ?? "") == "")
        }
    }

    @Test func `a read-only transaction refuses writes`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction(access: .readOnly) {
                    try await $0.execute("create table t (n int)")
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }

    @Test func `a transaction used after its end says so`() async throws {
        try await ClientFixture.withClient { client in
            let escaped = try await client.transaction { transaction in
                try await transaction.execute("select 1")
                return transaction
            }
            let error = await #expect(throws: PostgresError.self) { try await escaped.execute("select 1") }
            #expect(error?.kind == .misuse)
        }
    }

    @Test func `appends are all committed, and failing ones fail alone`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { try await $0.execute("create table event (n int primary key)") }
            let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await client.append("insert into event values (\(Int32(number % 180)))")
                            return false
                        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
                            return true
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(failures == 20)
            try await expectEqual(client.read("select count(*) from event", as: Int.self), [180])
        }
    }
}
