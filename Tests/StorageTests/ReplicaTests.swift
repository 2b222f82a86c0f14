import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// Requests read from a standby while it has caught up. Two databases stand for the two servers: a standby is nothing else than
/// a database that says what the primary said some time ago. `deploy/postgresql/test` does the same with a real one.
@Suite struct ReplicaTests {
    /// A primary with an alliance, and a database that says of it what `standby` makes of it.
    private func withBoth(
        _ body: (_ primary: MigratedDatabase, _ standby: MigratedDatabase, Viewer) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { primary in
            let record = try await primary.stored(foursome())
            try await MigratedDatabase.with { standby in
                _ = try await standby.stored(foursome())
                let id = record.id.uuid
                try await standby.client.transaction { transaction in
                    try await transaction.executeScript("set local session_replication_role = replica")
                    let renaming: [SQL] = [
                        "update rapport.alliance set alliance_id = \(id)",
                        "update rapport.revision set alliance_id = \(id)",
                        "update rapport.factor set alliance_id = \(id)",
                        "update rapport.company set alliance_id = \(id)",
                        "update rapport.salesperson set alliance_id = \(id), name = 'of the standby'",
                    ]
                    for statement in renaming { try await transaction.execute(statement) }
                }
                try await body(primary, standby, Viewer(alliance: record.id, role: .admin))
            }
        }
    }

    private func names(_ store: Store, _ viewer: Viewer) async throws -> Set<String?> {
        Set(try await store.record(for: viewer).snapshot.people.map(\.name))
    }

    @Test func `a standby that has caught up is read from`() async throws {
        try await withBoth { primary, standby, viewer in
            let store = Store(client: primary.client, replica: standby.client)
            try await expectEqual(names(store, viewer), ["of the standby"])
        }
    }

    @Test func `one that is behind is not, for this alliance`() async throws {
        try await withBoth { primary, standby, viewer in
            let store = Store(client: primary.client, replica: standby.client)
            try await primary.plant("update rapport.revision set revision = revision + 1")
            try await expectEqual(names(store, viewer), [nil])
        }
    }

    @Test func `one that is gone costs nothing but time, and is left alone for a while`() async throws {
        try await withBoth { primary, standby, viewer in
            let store = Store(client: primary.client, replica: standby.client)
            #expect(store.standby?.isResting == false)
            await standby.client.shutdown()
            try await expectEqual(names(store, viewer), [nil])
            #expect(store.standby?.isResting == true)
            try await expectEqual(names(store, viewer), [nil])
        }
    }

    @Test func `one that does not know the alliance yet is asked again`() async throws {
        try await withBoth { primary, standby, _ in
            let store = Store(client: primary.client, replica: standby.client)
            let other = try await primary.stored(foursome(key: "other"))
            try await expectEqual(names(store, Viewer(alliance: other.id, role: .admin)), [nil])
            #expect(store.standby?.isResting == false)
        }
    }

    @Test func `rest ends`() async throws {
        let standby = Standby(try await MigratedDatabase.catalogue.value, rest: .zero)
        standby.beginRest()
        #expect(!standby.isResting)
    }
}
