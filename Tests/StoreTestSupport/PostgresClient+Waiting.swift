public import Postgres

extension PostgresClient {
    /// Returns as soon as a session of this client's database waits for another's lock.
    public func untilSomebodyWaits() async throws {
        let waiting: SQL = """
            select count(*) from pg_stat_activity
            where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
            """
        while try await read(waiting, as: Int.self) == [0] {}
    }
}
