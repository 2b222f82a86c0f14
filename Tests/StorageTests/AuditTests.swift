import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// Who decided what: nothing of it can be changed unseen.
@Suite struct AuditTests {
    @Test func `nobody but a superuser changes or deletes a row and that is found`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(sample(seed: 1, key: "own"))
            try await remember(5, in: record, database)
            for context in [Context.request(record.id), Context.batch(record.id), Context.eraser(record.id)] {
                for statement in Self.refused {
                    let error = await #expect(throws: PostgresError.self) {
                        try await database.client.transaction(context: context) {
                            try await $0.executeScript(statement)
                        }
                    }
                    #expect(error?.sqlState == .insufficientPrivilege, "\(statement.text)")
                }
            }
            #expect(try await broken(database) == 0)
            try await database.plant(
                "update rapport.audit set action = 'pairing.declined' where position = 3")
            #expect(try await broken(database) == 1)
            try await database.plant(
                "update rapport.audit set action = 'pairing.accepted' where position = 3; delete from rapport.audit where position = 2"
            )
            #expect(try await broken(database) == 1)
        }
    }

    @Test func `the table's owner can neither change nor empty it`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(sample(seed: 1, key: "own"))
            try await remember(2, in: record, database)
            try await database.plant(
                """
                do $$ begin
                    create role audit_owner nologin nosuperuser nobypassrls;
                exception when duplicate_object or unique_violation then null;
                end $$;
                grant usage, create on schema rapport to audit_owner;
                alter table rapport.audit owner to audit_owner;
                """)
            for statement in Self.refused {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.client.transaction(context: TransactionContext("role", "audit_owner"))
                    {
                        try await $0.executeScript(statement)
                    }
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(statement.text)")
            }
        }
    }

    @Test func `rows written at once stand one after the other without a gap`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(sample(seed: 1, key: "own"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await remember(5, in: record, database) } }
                try await group.waitForAll()
            }
            let positions = try await database.look(
                "select position from rapport.audit order by position", as: Int64.self)
            // The first one tells that the alliance was imported.
            #expect(positions == Array(1...41))
            #expect(try await broken(database) == 0)
        }
    }

    private static let refused: [TrustedScript] = [
        "update rapport.audit set action = 'x'", "delete from rapport.audit", "truncate rapport.audit",
    ]

    private func remember(_ count: Int, in record: AllianceRecord, _ database: MigratedDatabase) async throws
    {
        let viewer = Viewer(alliance: record.id, role: .admin)
        for _ in 0..<count {
            try await database.store.write(for: viewer) { transaction in
                try await Deed(
                    "pairing.accepted", on: "pairing", UUID().uuidString, people: [1, 20],
                    evidence: ["revision": "7", "chemistry": "61.5"]
                ).record(by: viewer, at: instant, in: transaction)
            }
        }
    }

    private func broken(_ database: MigratedDatabase) async throws -> Int {
        let check = try #require(EmbeddedSQL.checks.first { $0.name.hasPrefix("audit_chain_broken") })
        let text = check.text.trimmingCharacters(in: .whitespacesAndNewlines.union([";"]))
        return try await database.client.transaction { transaction in
            try await transaction.executeScript(
                TrustedScript(trustedText: "create temporary table found on commit drop as \(text)"))
            return try await transaction.query("select count(*) from found", as: Int.self)[0]
        }
    }
}
