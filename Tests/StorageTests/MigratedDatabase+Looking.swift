import Domain
import Postgres
import Storage
import StoreTestSupport

extension MigratedDatabase {
    /// A migrated database that tests share which only look at the catalogue.
    static let catalogue = Task {
        try PostgresClient(settings: ConnectionSettings(url: try await makeURL()), logger: quietLogger)
    }

    /// Stores a snapshot as a new alliance and reads it back, sheets included.
    func stored(_ snapshot: Snapshot) async throws -> AllianceRecord {
        _ = try await batch.store(Incoming(snapshot: snapshot), over: nil, at: instant)
        return try await record(snapshot.alliance.key)
    }

    /// A stored alliance, sheets included.
    func record(_ key: String) async throws -> AllianceRecord {
        try await batch.record(of: try await batch.alliance(key), sheets: true)
    }

    /// Runs a script as superuser, past all walls.
    func plant(_ script: TrustedScript) async throws {
        try await client.transaction { try await $0.executeScript(script) }
    }

    /// Rows of one column, read as superuser.
    func look<Column: PostgresDecodable & Sendable>(_ sql: SQL, as type: Column.Type) async throws -> [Column]
    {
        try await client.read(sql, as: type)
    }
}
