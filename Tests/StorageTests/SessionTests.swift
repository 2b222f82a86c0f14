import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

@Suite struct SessionTests {
    private let end = instant + 3600

    /// A user of a stored alliance of four, and a session of theirs.
    private func withUser(
        _ body: (MigratedDatabase, Viewer, BearerToken) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let id = try await database.stored(foursome()).id
            let role = Viewer.Role.manager(company: 1)
            let user = try await database.batch.createUser(
                for: Viewer(alliance: id, role: role), email: "anna@example.com", password: "hash",
                subject: "s-1", at: instant)
            let viewer = Viewer(alliance: id, role: role, identity: .user(user))
            try await body(
                database, viewer, try await database.store.openSession(for: viewer, at: instant, until: end))
        }
    }

    @Test func `a session is its user's until it ends`() async throws {
        try await withUser { database, viewer, session in
            let store = database.store
            try await expectEqual(store.viewer(ofSession: session, at: instant), viewer)
            try await expectEqual(store.viewer(ofSession: session, at: end - 0.001), viewer)
            try await expectEqual(store.viewer(ofSession: session, at: end), nil)
            try await expectEqual(store.viewer(presenting: session, at: instant), nil)
            try await store.endSession(session, at: instant)
            try await expectEqual(store.viewer(ofSession: session, at: instant), nil)
        }
    }

    @Test func `a key's session lives no longer than the key`() async throws {
        try await withUser { database, viewer, _ in
            let (batch, store) = (database.batch, database.store)
            let operated = Viewer(alliance: viewer.alliance, role: .salesperson(number: 3))
            let token = try await batch.createKey(
                for: operated, label: "k", at: instant, expiring: instant + 60)
            let holder = try #require(try await store.viewer(presenting: token, at: instant))
            let session = try await store.openSession(for: holder, at: instant, until: end)
            try await expectEqual(store.viewer(ofSession: session, at: instant), holder)
            try await expectEqual(store.viewer(ofSession: session, at: instant + 60), nil)
            let key = try #require(try await batch.keys(of: viewer.alliance).first)
            #expect(try await batch.revokeKey(key.id, of: viewer.alliance, at: instant))
            try await expectEqual(store.viewer(ofSession: session, at: instant), nil)
        }
    }

    @Test func `only a digest of a session is stored`() async throws {
        try await withUser { database, _, session in
            let rows = try await database.look(
                "select to_jsonb(session)::text from rapport.session", as: String.self)
            let hex = session.secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(rows.count == 1)
            #expect(!rows[0].contains(hex))
        }
    }

    @Test func `whoever is disabled or gets a new password is out at once`() async throws {
        try await withUser { database, viewer, session in
            let (batch, store, id) = (database.batch, database.store, viewer.alliance)
            #expect(try await batch.setDisabled(true, user: "anna@example.com", of: id, at: instant))
            try await expectEqual(store.viewer(ofSession: session, at: instant), nil)
            #expect(try await batch.setDisabled(false, user: "anna@example.com", of: id, at: instant))
            // What has ended does not begin again.
            try await expectEqual(store.viewer(ofSession: session, at: instant), nil)

            let second = try await store.openSession(for: viewer, at: instant, until: end)
            #expect(try await batch.setPassword("other", user: "anna@example.com", of: id, at: instant))
            try await expectEqual(store.viewer(ofSession: second, at: instant), nil)
            try await expectEqual(
                store.account(named: "anna@example.com", inAlliance: "foursome")?.password, "other")

            let third = try await store.openSession(for: viewer, at: instant, until: end)
            try await store.setPassword("own", of: viewer, at: instant)
            try await expectEqual(store.viewer(ofSession: third, at: instant), nil)
            #expect(try await !batch.setDisabled(true, user: "nobody@example.com", of: id, at: instant))
        }
    }

    @Test func `a user can end all sessions, and expired ones are forgotten`() async throws {
        try await withUser { database, viewer, session in
            let store = database.store
            let second = try await store.openSession(for: viewer, at: instant, until: end)
            try await expectEqual(store.endSessions(of: viewer, at: instant), 2)
            for token in [session, second] {
                try await expectEqual(store.viewer(ofSession: token, at: instant), nil)
            }
            _ = try await store.openSession(for: viewer, at: end, until: end + 60)
            let left = try await database.look("select count(*) from rapport.session", as: Int.self)
            #expect(left == [1])
        }
    }

    @Test func `a user is found by name, or by subject, in the alliance that is named`() async throws {
        try await withUser { database, viewer, _ in
            let store = database.store
            _ = try await database.stored(foursome(key: "other"))
            let account = try #require(
                try await store.account(named: "anna@example.com", inAlliance: "foursome"))
            #expect(account.viewer == viewer)
            #expect(account.password == "hash")
            for (name, alliance) in [
                ("anna@example.com", "other"), ("anna@example.com", "none"), ("s-1", "foursome"),
                ("", "foursome"),
            ] { try await expectEqual(store.account(named: name, inAlliance: alliance), nil) }
            try await expectEqual(
                store.account(ofSubject: "s-1", named: nil, inAlliance: "foursome")?.viewer, viewer)
            // Somebody else at the provider with the same address: whoever has a subject is known by it alone.
            try await expectEqual(
                store.account(ofSubject: "s-2", named: "anna@example.com", inAlliance: "foursome"), nil)
            try await expectEqual(store.account(of: UUID(), in: viewer.alliance), nil)
        }
    }

    @Test func `a user has one row for a name and for a subject`() async throws {
        try await withUser { database, viewer, _ in
            for (email, subject) in [("anna@example.com", "s-9"), ("ben@example.com", "s-1")] {
                await #expect(throws: StorageError.userExists(email)) {
                    try await database.batch.createUser(
                        for: Viewer(alliance: viewer.alliance, role: .admin), email: email, password: nil,
                        subject: subject, at: instant)
                }
            }
            let users = try await database.batch.users(of: viewer.alliance)
            #expect(users.map(\.email) == ["anna@example.com"])
            #expect(users.map(\.role.subject) == ["north"])
        }
    }

    @Test func `a request sees of users the one who signs in or is signed in`() async throws {
        try await withUser { database, viewer, _ in
            _ = try await database.batch.createUser(
                for: Viewer(alliance: viewer.alliance, role: .admin), email: "ben@example.com",
                password: "hash",
                subject: nil, at: instant)
            for (context, seen) in [
                (Context.request(viewer), ["anna@example.com"]), (Context.request(viewer.alliance), []),
                (
                    Context.request(viewer.alliance).setting("rapport.sign_in", to: "ben@example.com"),
                    ["ben@example.com"]
                ),
                (Context.batch(viewer.alliance), ["anna@example.com", "ben@example.com"]),
            ] {
                let rows = try await database.client.read(
                    "select email from rapport.app_user order by email", as: String.self, context: context)
                #expect(rows == seen)
            }
        }
    }
}
