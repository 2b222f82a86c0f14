import Foundation
public import Logging
public import Postgres

/// Brings a database to the schema of this binary.
///
/// Each migration runs in a transaction of its own together with its entry in `rapport.schema_migration`, so
/// a database is before or after it, never between. An advisory lock on the runner's own session lets one
/// runner work while others wait and then find nothing to do.
public struct Migrator: Sendable {
    private let client: PostgresClient
    private let logger: Logger
    private let migrations: [Migration]
    private let views: [String]
    private let lockTimeout: Duration

    /// Makes a runner. `client` must connect straight to the server: the lock is a session's.
    public init(client: PostgresClient, logger: Logger) {
        self.init(
            client: client, logger: logger, migrations: Migration.all, views: EmbeddedSQL.views.map(\.text))
    }

    /// Makes a runner of other migrations than this binary's, for tests.
    init(
        client: PostgresClient, logger: Logger, migrations: [Migration], views: [String],
        lockTimeout: Duration = .seconds(3)
    ) {
        self.client = client
        self.logger = logger
        self.migrations = migrations
        self.views = views
        self.lockTimeout = lockTimeout
    }

    /// The schema version of this binary.
    public static var knownVersion: Int { Migration.all.count }

    /// The names of the migrations that ``migrate(to:)`` would apply, in order; changes nothing.
    ///
    /// - Throws: as ``migrate(to:)``.
    public func plan(to version: Int? = nil) async throws -> [String] {
        try await migrations.prefix(target(version)).dropFirst(self.version()).map(\.name)
    }

    /// The version of the database's schema, 0 before the first migration.
    ///
    /// - Throws: as ``migrate(to:)``.
    public func version() async throws -> Int {
        try await client.withConnection { connection in
            let there = try await connection.query(
                "select to_regclass('rapport.schema_migration') is not null", as: Bool.self)
            guard there.first == true else { return 0 }
            let applied = try await ledgerRows(on: connection)
            try check(applied)
            return applied.count
        }
    }

    /// Applies what is missing, remakes the views, and returns the names of the migrations applied.
    ///
    /// - Parameter version: where to stop, for an operator who goes step by step; nil goes all the way. The views
    ///   belong to the last version, so they are remade only there.
    /// - Throws: ``StorageError/editedMigration(_:)``, ``StorageError/schemaMismatch(found:known:)`` when the
    ///   database is newer than this binary, ``StorageError/noSuchVersion(_:known:)``, or a `PostgresError`.
    public func migrate(to version: Int? = nil) async throws -> [String] {
        let target = try target(version)
        return try await client.withConnection { connection in
            _ = try await connection.query(
                "select pg_advisory_lock(\(Self.lockKey))::text", as: String.self, deadline: .seconds(600))
            try await connection.executeScript(Self.ledger)
            let applied = try await ledgerRows(on: connection)
            try check(applied)
            var names: [String] = []
            for migration in migrations.prefix(target).dropFirst(applied.count) {
                try await withLocks("migration \(migration.name)") {
                    try await apply(migration, on: connection)
                }
                names.append(migration.name)
            }
            if target == migrations.count {
                try await withLocks("views") { try await remakeViews(on: connection) }
            }
            _ = try await connection.query("select pg_advisory_unlock(\(Self.lockKey))", as: Bool.self)
            return names
        }
    }

    /// Throws ``StorageError/schemaMismatch(found:known:)`` unless the database has this binary's schema.
    public func verify() async throws {
        let found = try await version()
        guard found == migrations.count else {
            throw StorageError.schemaMismatch(found: found, known: migrations.count)
        }
    }

    private func target(_ version: Int?) throws -> Int {
        guard let version else { return migrations.count }
        guard (1...migrations.count).contains(version) else {
            throw StorageError.noSuchVersion(version, known: migrations.count)
        }
        return version
    }

    /// Any constant would do; this one spells "rapport" in ASCII, which `pg_locks` shows as two halves.
    private static let lockKey: Int64 = 0x0072_6170_706F_7274

    private static let ledger: TrustedScript =
        """
        create schema if not exists rapport;
        create table if not exists rapport.schema_migration (
            version integer not null,
            name text not null,
            sha256 bytea not null,
            applied_at timestamptz not null,
            applied_by text not null,
            milliseconds double precision not null,
            constraint schema_migration_pkey primary key (version)
        );
        """

    private struct LedgerRow {
        var version: Int
        var name: String
        var matches: Bool
    }

    private func ledgerRows(on connection: Connection) async throws -> [LedgerRow] {
        let names = migrations.map(\.name)
        let texts = migrations.map(\.text)
        let rows = try await connection.query(
            """
            select applied.version, applied.name,
                known.text is null or applied.sha256 = sha256(convert_to(known.text, 'UTF8'))
            from rapport.schema_migration as applied
            left join unnest(\(names)::text[], \(texts)::text[]) as known (name, text) using (name)
            order by applied.version
            """, as: (Int, String, Bool).self)
        return rows.map { LedgerRow(version: $0.0, name: $0.1, matches: $0.2) }
    }

    private func check(_ applied: [LedgerRow]) throws {
        if applied.count > migrations.count {
            throw StorageError.schemaMismatch(found: applied.count, known: migrations.count)
        }
        for (row, migration) in zip(applied, migrations)
        where !row.matches || row.name != migration.name || row.version != migration.version {
            throw StorageError.editedMigration(row.name)
        }
    }

    /// Does one step that takes locks, and does it again when it could not have them: whoever waits for a lock
    /// keeps others waiting behind it, so it waits for a moment at a time, ten times.
    ///
    /// Roles belong to all databases of a server. Of two that are migrated at once one finds that the other has just made a
    /// role, but PostgreSQL may remember for the rest of the transaction that it was not there: it is seen the second time.
    private func withLocks(_ step: String, _ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do {
                return try await body()
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable && attempt < 10 {
                logger.info("waiting for a lock to migrate", metadata: ["step": "\(step)"])
            } catch let error as PostgresError where error.sqlState == .undefinedObject && attempt == 1 {
                logger.info("migrating once more", metadata: ["step": "\(step)"])
            }
        }
    }

    private func apply(_ migration: Migration, on connection: Connection) async throws {
        let began = ContinuousClock.now
        logger.info("migrating", metadata: ["migration": "\(migration.name)"])
        try await connection.transaction { transaction in
            try await prepare(transaction)
            try await transaction.executeScript(TrustedScript(trustedText: migration.text))
            let milliseconds = (ContinuousClock.now - began) / .milliseconds(1)
            _ = try await transaction.execute(
                """
                insert into rapport.schema_migration (version, name, sha256, applied_at, applied_by, milliseconds)
                values (\(migration.version), \(migration.name), sha256(convert_to(\(migration.text), 'UTF8')),
                    \(Date()), session_user, \(milliseconds))
                """)
        }
    }

    private func remakeViews(on connection: Connection) async throws {
        try await connection.transaction { transaction in
            try await prepare(transaction)
            for view in views { try await transaction.executeScript(TrustedScript(trustedText: view)) }
        }
    }

    private func prepare(_ transaction: Transaction) async throws {
        try await transaction.setLocal("lock_timeout", to: "\(Int(lockTimeout / .milliseconds(1)))ms")
        try await transaction.executeScript(Self.preamble)
    }

    /// On a Citus cluster, DDL and grants on sharded tables need one connection to each worker.
    private static let preamble: TrustedScript =
        """
        do $$
        begin
            if exists (select from pg_extension where extname = 'citus') then
                set local citus.multi_shard_modify_mode = 'sequential';
            end if;
        end
        $$;
        """
}
