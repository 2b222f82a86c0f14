import Postgres
import Testing

@Suite struct ConnectionTests {
    @Test func `a connection runs what no transaction may`() async throws {
        try await ClientFixture.withClient { client in
            try await client.withConnection { connection in
                try await connection.execute("create table t (n int)")
                try await connection.execute("create index concurrently t_by_n on t (n)")
                try await connection.execute("vacuum t")
            }
            try await expectEqual(
                client.read("select count(*) from pg_indexes where tablename = 't'", as: Int.self), [1])
        }
    }

    @Test func `a connection takes nothing along to its next user`() async throws {
        var options = ClientFixture.patient
        options.poolSize = 1
        try await ClientFixture.withClient(options) { client in
            let first = try await client.withConnection { connection in
                try await connection.execute("set app.leftover = 'x'")
                try await connection.execute("begin")
                return try await connection.query(
                    "select pg_advisory_lock(1)::text, pg_backend_pid()", as: (String, Int).self)[0].1
            }
            let (second, setting, locks) = try await client.withConnection { connection in
                try await connection.query(
                    """
                    select pg_backend_pid(), coalesce(current_setting('app.leftover', true), ''),
                    (select count(*) from pg_locks where locktype = 'advisory' and database = (
                        select oid from pg_database where datname = current_database()))
                    """, as: (Int, String, Int).self)[0]
            }
            #expect(first == second)
            #expect(setting == "")
            #expect(locks == 0)
        }
    }

    @Test func `a script runs as a whole or not at all`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.withConnection { connection in
                    try await connection.executeScript(
                        "create table a (n int); select 1 / 0; create table b (n int);")
                }
            }
            #expect(error?.sqlState?.rawValue == "22012")
            try await expectEqual(client.read("select to_regclass('a') is null", as: Bool.self), [true])
            try await client.transaction { transaction in
                try await transaction.executeScript("create table a (n int); insert into a values (1), (2);")
                #expect(try await transaction.query("select n from a", as: Int.self) == [1, 2])
            }
        }
    }

    @Test func `a script that wants data from the client fails`() async throws {
        try await ClientFixture.withClient { client in
            try await client.withConnection { connection in
                try await connection.executeScript("create table a (n int)")
                await #expect(throws: PostgresError.self) {
                    try await connection.executeScript("copy a from stdin")
                }
                #expect(try await connection.query("select 1", as: Int.self) == [1])
            }
        }
    }
}
