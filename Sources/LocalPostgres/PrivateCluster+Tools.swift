import Synchronization

/// PostgreSQL's client programs of the same version as the server.
extension PrivateCluster {
    /// Runs a client program such as `psql` or `pg_dump` to its end.
    ///
    /// - Parameters:
    ///   - tool: name of the program.
    ///   - arguments: its arguments, ``url(database:user:)`` among them.
    /// - Returns: what it said on standard output and standard error.
    /// - Throws: ``LocalPostgresError/toolFailed(tool:status:output:)`` if it ended with another status than 0,
    ///   ``LocalPostgresError/notRunning`` if the cluster was not started.
    public func run(_ tool: String, _ arguments: [String]) async throws(LocalPostgresError) -> String {
        guard let binaries = server.withLock({ $0 })?.binaries else { throw .notRunning }
        let run = try await FinishedRun.of(binaries.path(of: tool), arguments)
        switch run.end {
        case .exited(status: 0): return run.output
        case .exited(let status):
            throw .toolFailed(tool: tool, status: status, output: lastLines(of: run.output))
        case .signalled(let number):
            throw .toolFailed(tool: tool, status: 128 + number, output: lastLines(of: run.output))
        }
    }

    /// Runs SQL by `psql`: its own errors end it, and values come without headings or padding.
    ///
    /// For setting things up; the service itself speaks to the server by its own client.
    ///
    /// - Returns: what `psql` printed, one row a line, columns separated by `|`.
    /// - Throws: as ``run(_:_:)``.
    @discardableResult
    public func execute(_ sql: String, database: String = "postgres") async throws(LocalPostgresError)
        -> String
    {
        let output = try await run(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
                "--dbname", url(database: database), "--command", sql,
            ])
        return String(output.reversed().drop { $0 == "\n" }.reversed())
    }
}
