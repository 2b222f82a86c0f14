public import Postgres

/// Makes a database of this name on the client's server unless it is there.
///
/// - Parameter client: signed in to another database of the server, by a role that may create databases.
public func createDatabaseIfMissing(_ name: String, by client: PostgresClient) async throws {
    try await client.withConnection { connection in
        let there = try await connection.query(
            "select exists (select from pg_database where datname = \(name))", as: Bool.self)
        guard there.first == false else { return }
        do {
            _ = try await connection.execute(
                "create database \(quotedIdentifier: name)", deadline: .seconds(60))
        } catch let error as PostgresError
            where error.sqlState == .uniqueViolation || error.sqlState?.rawValue == "42P04"
        {
            // Somebody else made it at the same moment.
        }
    }
}
