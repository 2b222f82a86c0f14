import Postgres
import Testing

/// Behind a pooler of transactions nothing may stay on a connection.
@Suite struct PoolerTests {
    private var options: ClientOptions {
        var options = ClientFixture.patient
        options.isBehindTransactionPooler = true
        options.poolSize = 1
        options.readLanes = 1
        return options
    }

    @Test func `values travel without prepared statements`() async throws {
        try await ClientFixture.withClient(options) { client in
            for number in 1...3 {
                try await expectEqual(client.read("select \(number) + 1", as: Int.self), [number + 1])
            }
            let left = try await client.transaction { transaction in
                try await transaction.execute("create table item (id bigint, name text)")
                try await transaction.execute("insert into item values (\(7 as Int64), \("seven"))")
                return try await transaction.query(
                    "select count(*) from pg_prepared_statements", as: Int.self)
            }
            #expect(left == [0])
            try await expectEqual(
                client.read("select count(*) from pg_prepared_statements", as: Int.self), [0])
        }
    }

    @Test func `no connection is given settings of its own`() async throws {
        try await ClientFixture.withClient(options) { client in
            let query: SQL = """
                select name::text from pg_settings
                where source = 'session' and name in ('statement_timeout', 'default_transaction_read_only',
                    'idle_in_transaction_session_timeout', 'tcp_user_timeout', 'client_connection_check_interval',
                    'jit')
                """
            try await expectEqual(client.read(query, as: String.self), [])
        }
    }

    @Test func `without a pooler no statement is compiled, whatever it seems to cost`() async throws {
        try await ClientFixture.withClient { client in
            try await expectEqual(client.read("select current_setting('jit')", as: String.self), ["off"])
            let inside = try await client.transaction {
                try await $0.query("select current_setting('jit')", as: String.self)
            }
            #expect(inside == ["off"])
        }
    }

    @Test func `a failed statement of a batch fails its own request alone`() async throws {
        try await ClientFixture.withClient(options) { client in
            async let good = client.read("select \("kept")", as: String.self)
            await #expect(throws: PostgresError.self) {
                try await client.read("select 1 / \(0)", as: Int.self)
            }
            try await expectEqual(good, ["kept"])
        }
    }
}
